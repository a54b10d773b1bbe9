package dev.millrace.benchmarks;

import java.util.Locale;

/// One number that a measurement may yield, and its column. The constants' names stand in files of
/// results: never reuse.
enum Figure {
    /// Where a result stands on its plot's first axis; the row's name says what it is.
    X("", 0),
    RECORDS_PER_SECOND("records/s", 0),
    MEGABYTES_PER_SECOND("MB/s", 0),
    CPU("CPU s/M", 2),
    P50("p50 ms", 2),
    P90("p90 ms", 2),
    P99("p99 ms", 2),
    P999("p99.9 ms", 2),
    P9999("p99.99 ms", 2),
    MAX("max ms", 2),
    RESIDENT("RSS MiB", 0),
    HEAP("heap MiB", 0),
    START("start s", 2),
    NANOSECONDS("ns/record", 1),
    ALLOCATED("B/record", 1);

    private final String title;
    private final int decimals;

    Figure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    /// Empty for what was not measured.
    String text(double value) {
        if (Double.isNaN(value)) return "";
        return String.format(Locale.ROOT, decimals == 0 ? "%,.0f" : "%,." + decimals + "f", value);
    }
}
