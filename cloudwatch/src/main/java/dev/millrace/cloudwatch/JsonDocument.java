package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A JSON object that is put together member by member: what alarms say about themselves.
final class JsonDocument {
    private final StringBuilder text = new StringBuilder("{");

    private StringBuilder name(String name) {
        if (text.length() > 1) text.append(',');
        return text.append('"').append(name).append("\":");
    }

    JsonDocument text(String name, @Nullable String value) {
        name(name).append(value == null ? "null" : quoted(value));
        return this;
    }

    JsonDocument texts(String name, List<String> values) {
        name(name).append('[');
        for (int i = 0; i < values.size(); i++)
            text.append(i == 0 ? "" : ",").append(quoted(values.get(i)));
        text.append(']');
        return this;
    }

    JsonDocument number(String name, @Nullable Number value) {
        name(name).append(value);
        return this;
    }

    /// A value that is JSON already.
    JsonDocument json(String name, String value) {
        name(name).append(value);
        return this;
    }

    private static String quoted(String value) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < 0x20) quoted.append("\\u%04x".formatted((int) c));
                    else quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
