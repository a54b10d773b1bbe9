package dev.millrace.benchmarks;

import static dev.millrace.benchmarks.Figure.*;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Measurements that stand in one table, and are asked for by one word.
enum Group {
    CALLS("", RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP, START),
    LATENCY("Latency", RECORDS_PER_SECOND, CPU, P50, P90, P99, P999, MAX, RESIDENT, HEAP),
    BACKLOG("", RECORDS_PER_SECOND, MEGABYTES_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    SHARDS("CPU over shards", RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    CONNECTIONS("CPU over connections", RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    RETAINED(
            "First answer after kill -9",
            RECORDS_PER_SECOND,
            CPU,
            P50,
            P99,
            P999,
            RESIDENT,
            HEAP,
            START),
    SOAK("Resident memory at full load", RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    PEERS(
            "What a million records cost the server",
            RECORDS_PER_SECOND,
            CPU,
            P50,
            P99,
            P999,
            RESIDENT,
            START),
    STAGES("Where the time goes", NANOSECONDS, ALLOCATED);

    private final String plot;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<Figure> columns;

    /// @param plot what its plot shows; empty if it has none
    Group(String plot, Figure... columns) {
        this.plot = plot;
        this.columns = List.of(columns);
    }

    /// What is shown; the file of results holds everything.
    List<Figure> columns() {
        return columns;
    }

    /// What its plot shows, which is named by [#word]; empty if it has none.
    String plot() {
        return plot;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The group asked for by a word, or null.
    static @Nullable Group of(String word) {
        for (Group group : values()) if (group.word().equals(word)) return group;
        return null;
    }
}
