package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

/// How a value is held against an alarm's threshold.
enum Comparison {
    GREATER_OR_EQUAL("GreaterThanOrEqualToThreshold", "greater than or equal to"),
    GREATER("GreaterThanThreshold", "greater than"),
    LESS("LessThanThreshold", "less than"),
    LESS_OR_EQUAL("LessThanOrEqualToThreshold", "less than or equal to");

    /// As the API names it.
    final String text;

    /// As reasons say it.
    final String words;

    Comparison(String text, String words) {
        this.text = text;
        this.words = words;
    }

    boolean breaches(double value, double threshold) {
        return switch (this) {
            case GREATER_OR_EQUAL -> value >= threshold;
            case GREATER -> value > threshold;
            case LESS -> value < threshold;
            case LESS_OR_EQUAL -> value <= threshold;
        };
    }

    /// Null if it is none of these.
    static @Nullable Comparison parse(@Nullable String text) {
        for (Comparison each : values()) if (each.text.equals(text)) return each;
        return null;
    }
}
