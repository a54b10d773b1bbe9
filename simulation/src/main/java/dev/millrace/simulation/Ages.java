package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Clocks;
import dev.millrace.simulation.Entry.Read;
import dev.millrace.simulation.Entry.Retained;
import dev.millrace.simulation.Entry.Started;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// From when on records may be gone, and from when on they must not be seen, at each place of a
/// history.
///
/// A clock that was set by more than the tolerance is believed once it has run evenly for the time
/// to settle, and over a restart at once if it is off by no more than that time. Where it is open
/// what a server believes, everything that it may believe excuses it.
final class Ages {
    private static final long TOLERANCE_MS = Setting.LOG.clockTolerance().toMillis();
    private static final long SETTLE_MS = Setting.LOG.clockSettle().toMillis();
    private static final long TRIM_MS = Setting.LOG.trimInterval().toMillis();
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long DAY_MS = 24 * HOUR_MS;

    /// How long a stream may keep its records, as far as is known.
    private static final class Retention {
        final Set<Integer> hours = new HashSet<>();

        /// Place in the history -> what arrived before this may be gone.
        final TreeMap<Integer, Long> gone = new TreeMap<>();

        /// Place in the history -> the longest retention that may hold, in milliseconds.
        final TreeMap<Integer, Long> longest = new TreeMap<>();

        void put(int entry, long latestMs) {
            long least = hours.stream().mapToLong(h -> h * HOUR_MS).min().orElse(DAY_MS);
            long most = hours.stream().mapToLong(h -> h * HOUR_MS).max().orElse(DAY_MS);
            long before = gone.isEmpty() ? Long.MIN_VALUE : gone.lastEntry().getValue();
            gone.put(entry, Math.max(before, latestMs - least));
            longest.put(entry, most);
        }
    }

    private final Map<String, Retention> retentions = new HashMap<>();

    /// Place in the history -> what the wall clock is ahead at least of the monotonic one, by what
    /// the server surely believes; null where that is open.
    private final TreeMap<Integer, @Nullable Long> sure = new TreeMap<>();

    /// Place in the history -> the wall clock there.
    private final TreeMap<Integer, Long> walls = new TreeMap<>();

    private final long firstMs; // wall clock at the beginning
    private boolean wasSetBackByADay;

    Ages(List<Entry> history) {
        List<Clocks> clocks = new ArrayList<>();
        for (Entry entry : history) if (entry instanceof Clocks one) clocks.add(one);
        firstMs = clocks.isEmpty() ? 0 : clocks.getFirst().toMs() + clocks.getFirst().offsetMs();
        collectBelieved(history, clocks);
        collectSure(history);
    }

    /// The highest time that may be believed, and what that makes of records.
    private void collectBelieved(List<Entry> history, List<Clocks> clocks) {
        int next = 0;
        long offsetMs = clocks.isEmpty() ? 0 : clocks.getFirst().offsetMs();
        long highestOffsetMs = offsetMs;
        long believedMs = offsetMs;
        long heldSinceMs = 0;
        long latestMs = Long.MIN_VALUE;
        for (int i = 0; i < history.size(); i++)
            switch (history.get(i)) {
                case Clocks now -> {
                    if (Math.abs(now.offsetMs() - offsetMs) > TOLERANCE_MS)
                        heldSinceMs = now.toMs();
                    offsetMs = now.offsetMs();
                    walls.put(i, now.toMs() + offsetMs);
                    highestOffsetMs = Math.max(highestOffsetMs, offsetMs);
                    wasSetBackByADay |= highestOffsetMs - offsetMs > DAY_MS - HOUR_MS;
                    // Until the next such entry, which is the last one at the end.
                    long untilMs = now.toMs();
                    if (++next < clocks.size()) untilMs = clocks.get(next).fromMs();
                    if (offsetMs - believedMs <= SETTLE_MS || untilMs - heldSinceMs >= SETTLE_MS)
                        believedMs = Math.max(believedMs, offsetMs);
                    latestMs = Math.max(latestMs, believedMs + untilMs);
                    for (Retention its : retentions.values()) its.put(i, latestMs);
                }
                case Retained(String stream, int hours, boolean isTold) -> {
                    Retention its = retentions.computeIfAbsent(stream, _ -> new Retention());
                    if (isTold) its.hours.clear();
                    its.hours.add(hours);
                    its.put(i, latestMs);
                }
                default -> {}
            }
    }

    /// As long as no clock was set, and no server was off for long.
    private void collectSure(List<Entry> history) {
        long firstOffsetMs = firstMs;
        long least = Long.MAX_VALUE;
        long newestMs = firstMs;
        long offsetMs = 0;
        long awakeSinceMs = 0;
        long sureFromMs = Long.MIN_VALUE;
        boolean isSure = true;
        for (int i = 0; i < history.size(); i++)
            switch (history.get(i)) {
                case Clocks(long fromMs, long toMs, long nowOffsetMs) -> {
                    if (least == Long.MAX_VALUE) firstOffsetMs = nowOffsetMs;
                    offsetMs = nowOffsetMs;
                    least = Math.min(least, offsetMs);
                    if (Math.abs(offsetMs - firstOffsetMs) > TOLERANCE_MS / 2)
                        sureFromMs = Long.MAX_VALUE;
                    // The trimmer has looked at the clocks.
                    if (awakeSinceMs >= sureFromMs && fromMs - awakeSinceMs >= 3 * TRIM_MS)
                        isSure = true;
                    awakeSinceMs = toMs;
                    if (sureFromMs == Long.MAX_VALUE) isSure = false;
                    sure.put(i, isSure ? least : null);
                }
                case Acknowledged one ->
                        newestMs = Math.max(newestMs, Numbers.recordMs(one.number()));
                case Started(long atMs) -> {
                    if (isSure && atMs + offsetMs - newestMs <= SETTLE_MS - 2 * TRIM_MS) break;
                    if (sureFromMs < Long.MAX_VALUE) sureFromMs = atMs + SETTLE_MS;
                    isSure = false;
                    sure.put(i, null);
                }
                default -> {}
            }
    }

    /// Whether what arrived, or was closed, at this time may have been deleted by this place.
    boolean mayBeGone(String stream, long timeMs, int entry) {
        Retention its = retentions.get(stream);
        Map.Entry<Integer, Long> gone = its == null ? null : its.gone.floorEntry(entry);
        return gone != null && timeMs < gone.getValue();
    }

    /// Whether a shard that was open at one place may have been closed since, and be gone with all
    /// that was in it. It goes by the time of its end alone, which may lie before that of its
    /// records where the clock was set back.
    boolean mayHaveEndedAndGone(String stream, int openAt, int entry) {
        Integer first = walls.floorKey(openAt);
        if (first == null || openAt > entry) return false;
        long lowestMs = Long.MAX_VALUE;
        for (long wallMs : walls.subMap(first, true, entry, true).values())
            lowestMs = Math.min(lowestMs, wallMs);
        return mayBeGone(stream, lowestMs, entry);
    }

    /// Whether anything of this stream may have been deleted by then.
    boolean mayHaveExpired(String stream, int entry) {
        return mayBeGone(stream, firstMs, entry);
    }

    /// What arrived before this must not be seen by who asked at one place and heard at another.
    long hiddenBeforeMs(String stream, Read read, int entry) {
        Map.Entry<Integer, @Nullable Long> offset = sure.lowerEntry(read.asked());
        Map.Entry<Integer, @Nullable Long> later = sure.lowerEntry(entry);
        Retention its = retentions.get(stream);
        if (offset == null || offset.getValue() == null || its == null) return Long.MIN_VALUE;
        if (later == null || later.getValue() == null) return Long.MIN_VALUE;
        Map.Entry<Integer, Long> longest = its.longest.lowerEntry(read.asked());
        if (longest == null) return Long.MIN_VALUE;
        return read.atMs() + offset.getValue() - longest.getValue();
    }

    /// Whether a time came back that lies a day behind.
    boolean wasSetBackByADay() {
        return wasSetBackByADay;
    }
}
