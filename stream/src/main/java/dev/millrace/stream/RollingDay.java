package dev.millrace.stream;

import java.util.ArrayList;
import java.util.List;

/// When something was done that may be done only so often in 24 hours. Immutable. No limit may be
/// above [#MOST]: older times are forgotten, so that who has no limit does not fill the memory.
///
/// @param timesMs milliseconds since the epoch, in the order in which it was done
public record RollingDay(List<Long> timesMs) {
    /// Nothing done yet.
    public static final RollingDay UNUSED = new RollingDay(List.of());

    /// Times that are remembered.
    public static final int MOST = 100;

    private static final long DAY_MS = 86_400_000;

    public RollingDay {
        timesMs = List.copyOf(timesMs);
    }

    /// How often it was done in the 24 hours before `nowMs`.
    public int used(long nowMs) {
        return (int) timesMs.stream().filter(timeMs -> counts(timeMs, nowMs)).count();
    }

    /// This and what is done now, without what no longer counts.
    public RollingDay and(long nowMs) {
        var times = new ArrayList<>(timesMs.stream().filter(it -> counts(it, nowMs)).toList());
        times.add(nowMs);
        return new RollingDay(times.subList(Math.max(0, times.size() - MOST), times.size()));
    }

    private static boolean counts(long timeMs, long nowMs) {
        return nowMs - timeMs < DAY_MS;
    }
}
