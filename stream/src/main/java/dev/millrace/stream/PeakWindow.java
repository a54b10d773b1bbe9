package dev.millrace.stream;

import java.util.ArrayDeque;
import java.util.List;

/// The largest of a series of values within the last 30 days, by the hour. Keeps no value that a
/// later one has reached, so few remain, and never more than there are hours. Not for several
/// threads.
final class PeakWindow {
    /// Hours that a value counts. Source: developer guide, "On-demand mode".
    static final int HOURS = 30 * 24;

    /// @param hour hours since the epoch
    record Peak(int hour, long value) {}

    /// By hour; each larger than those behind it.
    private final ArrayDeque<Peak> peaks = new ArrayDeque<>();

    /// Whether a value says anything that is not known: one larger than that of its hour.
    boolean admits(int hour, long value) {
        Peak newest = peaks.peekLast();
        return value > 0 && (newest == null || newest.hour() != hour || newest.value() < value);
    }

    /// Values of later hours come of a clock that was ahead, and count as this hour's.
    void add(int hour, long value) {
        long most = value;
        while (true) {
            Peak newest = peaks.peekLast();
            if (newest == null || (newest.hour() <= hour && newest.value() > most)) break;
            if (newest.hour() > hour) most = Math.max(most, newest.value());
            peaks.removeLast();
        }
        Peak newest = peaks.peekLast();
        if (newest == null || newest.hour() < hour) peaks.addLast(new Peak(hour, most));
        while (peaks.getFirst().hour() <= hour - HOURS) peaks.removeFirst();
    }

    /// The largest value of the hours up to `hour`, 0 if there is none.
    long most(int hour) {
        for (Peak peak : peaks) if (peak.hour() > hour - HOURS) return peak.value();
        return 0;
    }

    List<Peak> all() {
        return List.copyOf(peaks);
    }
}
