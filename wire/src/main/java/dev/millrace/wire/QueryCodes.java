package dev.millrace.wire;

import java.util.Map;

/// What the errors of an API are called in the Query protocol, which is older than their shapes and
/// whose names programs still compare with.
///
/// @param byShape the code of an error by the name of its shape; others bear one name
public record QueryCodes(Map<String, String> byShape) {
    private static final Map<String, String> COMMON =
            Map.of(
                    "UnknownOperationException", "InvalidAction",
                    "SerializationException", "MalformedInput");

    public QueryCodes {
        byShape = Map.copyOf(byShape);
    }

    String of(String type) {
        return byShape.getOrDefault(type, COMMON.getOrDefault(type, type));
    }

    /// Whose fault an error is.
    static String side(int status) {
        return status < 500 ? "Sender" : "Receiver";
    }
}
