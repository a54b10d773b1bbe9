package dev.millrace.cloudwatch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How points in time are written in what alarms say.
final class Times {
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ZULU =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Times() {}

    /// `21/11/26 22:45:00`.
    static String inReason(long second) {
        return SHORT.format(Instant.ofEpochSecond(second));
    }

    /// `2026-11-21T22:45:00.000+0000`.
    static String inData(long ms) {
        return LONG.format(Instant.ofEpochMilli(ms));
    }

    /// `2026-11-21T22:45:00.000Z`.
    static String zulu(long ms) {
        return ZULU.format(Instant.ofEpochMilli(ms));
    }
}
