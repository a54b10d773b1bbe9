package dev.millrace.benchmarks;

import static dev.millrace.benchmarks.Figure.*;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Measurements that stand in one table, and are asked for by one word.
enum Group {
    CALLS(RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP, START),
    LATENCY(RECORDS_PER_SECOND, CPU, P50, P90, P99, P999, MAX, RESIDENT, HEAP),
    BACKLOG(RECORDS_PER_SECOND, MEGABYTES_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    SHARDS(RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    CONNECTIONS(RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    RETAINED(RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP, START),
    SOAK(RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, HEAP),
    PEERS(RECORDS_PER_SECOND, CPU, P50, P99, P999, RESIDENT, START),
    STAGES(NANOSECONDS, ALLOCATED);

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<Figure> columns;

    Group(Figure... columns) {
        this.columns = List.of(columns);
    }

    /// What is shown; the file of results holds everything.
    List<Figure> columns() {
        return columns;
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
