package dev.millrace.cli;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long requests took, as lines for a terminal: percentiles, and a bar for each range of times.
final class LatencyDrawing {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final int WIDTH = 40;

    private LatencyDrawing() {}

    static List<String> lines(Histogram ns) {
        if (ns.getTotalCount() == 0) return List.of("no request was answered in time");
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%,d requests took", ns.getTotalCount()));
        for (double percentile : PERCENTILES)
            lines.add(
                    "  p%-5s %s"
                            .formatted(
                                    Double.toString(percentile).replace(".0", ""),
                                    time(ns.getValueAtPercentile(percentile))));
        lines.add("  max    " + time(ns.getMaxValue()));
        lines.addAll(bars(ns));
        return lines;
    }

    /// From the first range with a request in it to the last.
    private static List<String> bars(Histogram ns) {
        var lines = new ArrayList<String>();
        long from = 0;
        for (long to : limits(ns.getMaxValue())) {
            long count = ns.getCountBetweenValues(from, to - 1);
            from = to;
            if (lines.isEmpty() && count == 0) continue;
            double part = count / (double) ns.getTotalCount();
            lines.add(
                    String.format(
                                    Locale.ROOT,
                                    "  to %s %5.1f %% %s",
                                    time(to),
                                    part * 100,
                                    "#".repeat((int) Math.ceil(part * WIDTH)))
                            .stripTrailing());
        }
        return lines;
    }

    /// 1, 2, 5, 10 … from a hundredth of a millisecond to the first above `highest`.
    private static List<Long> limits(long highest) {
        var limits = new ArrayList<Long>();
        for (long unit = 10_000; ; unit *= 10)
            for (int times : new int[] {1, 2, 5}) {
                limits.add(unit * times);
                if (unit * times > highest) return limits;
            }
    }

    private static String time(long ns) {
        return String.format(Locale.ROOT, "%,10.2f ms", ns / 1e6);
    }
}
