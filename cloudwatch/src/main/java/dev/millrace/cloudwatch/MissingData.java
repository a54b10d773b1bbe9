package dev.millrace.cloudwatch;

import org.jspecify.annotations.Nullable;

/// What periods without values count as.
enum MissingData {
    MISSING("missing", "Missing"),
    IGNORE("ignore", "Ignore"),
    BREACHING("breaching", "Breaching"),
    NOT_BREACHING("notBreaching", "NonBreaching");

    /// As the API names it.
    final String text;

    /// As reasons name it.
    final String inReasons;

    MissingData(String text, String inReasons) {
        this.text = text;
        this.inReasons = inReasons;
    }

    /// Null if it is none of these.
    static @Nullable MissingData parse(@Nullable String text) {
        if (text == null) return MISSING;
        for (MissingData each : values()) if (each.text.equals(text)) return each;
        return null;
    }
}
