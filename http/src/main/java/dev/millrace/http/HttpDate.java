package dev.millrace.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of the `Date` header, spelled out once a second. Any thread.
final class HttpDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private record Spelled(long second, String text) {}

    private final InstantSource clock;
    private volatile Spelled last = new Spelled(Long.MIN_VALUE, "");

    HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    String now() {
        long second = Math.floorDiv(clock.millis(), 1_000L);
        Spelled spelled = last;
        if (spelled.second != second) {
            spelled = new Spelled(second, FORMAT.format(Instant.ofEpochSecond(second)));
            last = spelled;
        }
        return spelled.text;
    }
}
