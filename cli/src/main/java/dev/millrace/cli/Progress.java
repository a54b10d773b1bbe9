package dev.millrace.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How a transfer goes, on one line of a terminal that is drawn again and again, and as a summary
/// at the end. Not for several threads.
final class Progress {
    private static final long REDRAW_NS = 200_000_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long startNs;
    private long drawnNs;

    /// @param terminal whether lines can be drawn over
    /// @param nanos a monotonic clock
    Progress(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        startNs = nanos.getAsLong();
        drawnNs = startNs - REDRAW_NS;
    }

    void update(Tally tally) {
        long now = nanos.getAsLong();
        if (!terminal || now - drawnNs < REDRAW_NS) return;
        drawnNs = now;
        out.print("\r\033[K" + line(tally, now - startNs));
        out.flush();
    }

    /// Says nothing of a transfer that never began.
    void abandon() {
        if (terminal) out.print("\r\033[K");
        out.flush();
    }

    void finish(Tally tally) {
        out.println((terminal ? "\r\033[K" : "") + line(tally, nanos.getAsLong() - startNs));
        if (tally.failed() > 0)
            out.println(grouped(tally.failed()) + " records failed: " + tally.lastError());
        out.flush();
    }

    private static String line(Tally tally, long elapsedNs) {
        double seconds = Math.max(elapsedNs, 1) / 1e9;
        var line = new StringBuilder();
        line.append(grouped(tally.records()))
                .append(" records, ")
                .append(size(tally.bytes()))
                .append(String.format(Locale.ROOT, " in %.1f s: ", seconds))
                .append(grouped(Math.round(tally.records() / seconds)))
                .append("/s, ")
                .append(size(Math.round(tally.bytes() / seconds)))
                .append("/s");
        if (tally.fraction() >= 0)
            line.append(String.format(Locale.ROOT, "; %d %%", (int) (100 * tally.fraction())));
        if (tally.retried() > 0)
            line.append("; ").append(grouped(tally.retried())).append(" sent again");
        return line.toString();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
