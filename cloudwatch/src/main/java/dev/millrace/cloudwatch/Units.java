package dev.millrace.cloudwatch;

import java.util.List;

/// The units that points may be in, as the API lists them.
final class Units {
    static final List<String> ALL =
            List.of(
                    "Seconds",
                    "Microseconds",
                    "Milliseconds",
                    "Bytes",
                    "Kilobytes",
                    "Megabytes",
                    "Gigabytes",
                    "Terabytes",
                    "Bits",
                    "Kilobits",
                    "Megabits",
                    "Gigabits",
                    "Terabits",
                    "Percent",
                    "Count",
                    "Bytes/Second",
                    "Kilobytes/Second",
                    "Megabytes/Second",
                    "Gigabytes/Second",
                    "Terabytes/Second",
                    "Bits/Second",
                    "Kilobits/Second",
                    "Megabits/Second",
                    "Gigabits/Second",
                    "Terabits/Second",
                    "Count/Second",
                    SeriesKey.NO_UNIT);

    private Units() {}

    /// As messages list them.
    static String listed() {
        return "[ " + String.join(", ", ALL) + " ]";
    }
}
