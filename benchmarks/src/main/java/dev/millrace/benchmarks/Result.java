package dev.millrace.benchmarks;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What one row of a table says. Immutable.
///
/// @param subject which server, or which data of a stage
/// @param remark what the numbers alone would hide; may be empty
record Result(Group group, String subject, String row, Map<Figure, Double> figures, String remark) {
    Result {
        var copy = new EnumMap<Figure, Double>(Figure.class);
        copy.putAll(figures);
        figures = Collections.unmodifiableMap(copy);
    }

    static Result of(Group group, String subject, String row) {
        return new Result(group, subject, row, Map.of(), "");
    }

    Result with(Figure figure, double value) {
        if (!Double.isFinite(value)) return this;
        var more = new EnumMap<Figure, Double>(Figure.class);
        more.putAll(figures);
        more.put(figure, value);
        return new Result(group, subject, row, more, remark);
    }

    /// NaN if it was not measured.
    double figure(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    Result remark(String text) {
        return new Result(group, subject, row, figures, text);
    }

    Result named(String name) {
        return new Result(group, subject, name, figures, remark);
    }

    Result latency(Histogram ns) {
        if (ns.getTotalCount() == 0) return this;
        return with(Figure.P50, ns.getValueAtPercentile(50) / 1e6)
                .with(Figure.P90, ns.getValueAtPercentile(90) / 1e6)
                .with(Figure.P99, ns.getValueAtPercentile(99) / 1e6)
                .with(Figure.P999, ns.getValueAtPercentile(99.9) / 1e6)
                .with(Figure.P9999, ns.getValueAtPercentile(99.99) / 1e6)
                .with(Figure.MAX, ns.getMaxValue() / 1e6);
    }

    /// What a load of records came to.
    ///
    /// @param cpuSeconds the server's
    Result load(Load.Outcome outcome, double seconds, double cpuSeconds) {
        return latency(outcome.latencyNs())
                .with(Figure.RECORDS_PER_SECOND, outcome.records() / seconds)
                .with(Figure.CPU, cpuSeconds / outcome.records() * 1e6);
    }

    /// What the server holds now, and how long it took to start.
    Result server(ServerProcess server) throws IOException {
        return with(Figure.RESIDENT, (double) server.residentMiB())
                .with(Figure.HEAP, JavaHeap.usedMiB(server.pid()))
                .with(Figure.START, server.startSeconds());
    }

    boolean isSameRow(Result other) {
        return group == other.group && subject.equals(other.subject) && row.equals(other.row);
    }
}
