package dev.millrace.gateway;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.MalformedException;
import dev.millrace.wire.AwsJson;
import dev.millrace.wire.Protocol;

import java.nio.charset.StandardCharsets;

/// What is said to requests with a body that name no operation or no format of it, each in the form
/// that the service has for its case.
final class Stray {
    static final String ACCESS_DENIED =
            """
            <AccessDeniedException>
              <Message>Unable to determine service/operation name to be authorized</Message>
            </AccessDeniedException>
            """;

    private static final String UNKNOWN_OPERATION_XML = "<UnknownOperationException/>\n";

    private static final String PLAIN_JSON = "application/json";

    private Stray() {}

    /// Whatever operation is named: its format is spoken by no service.
    static void refuseMediaType(Reply reply, String mediaType, String target, Blob body) {
        if (mediaType.equalsIgnoreCase(PLAIN_JSON)) {
            boolean wellFormed = isWellFormed(AwsJson.V1_1, body);
            reply.send(
                    wellFormed ? 404 : 400,
                    PLAIN_JSON,
                    plainJsonError(wellFormed ? Refusal.unknownOperation() : Refusal.unparsable()));
        } else if (namesOperation(target)) reply.xml(404, UNKNOWN_OPERATION_XML);
        else reply.xml(403, ACCESS_DENIED);
    }

    /// The form that errors had before AWS JSON.
    private static Blob plainJsonError(ApiException error) {
        String document =
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#"
                        + error.type()
                        + "\"},\"Version\":\"1.0\"}";
        return Blob.of(document.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean namesOperation(String target) {
        int dot = target.indexOf('.');
        return dot > 0 && dot < target.length() - 1;
    }

    /// The format is known, the operation is not.
    static void refuseOperation(Reply reply, Protocol protocol, Blob body) {
        reply.error(
                protocol,
                isWellFormed(protocol, body) ? Refusal.unknownOperation() : Refusal.unparsable());
    }

    private static boolean isWellFormed(Protocol protocol, Blob body) {
        try {
            protocol.check(body);
            return true;
        } catch (MalformedException malformed) {
            return false;
        }
    }
}
