package dev.millrace.stream;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// What was written to one stream in the last minutes, and to each of its shards. In memory only: a
/// restart begins anew. For one thread at a time.
public final class Traffic {
    /// Minutes for which a stream's sums are kept.
    public static final int MINUTES = 60;

    /// Minutes over which a shard's sum is taken.
    public static final int SHARD_MINUTES = 15;

    /// Newest first.
    private final ArrayDeque<Throughput> minutes = new ArrayDeque<>();

    private final Map<Integer, Window> shards = new HashMap<>();
    private Throughput now = Throughput.NONE;

    private static final class Window {
        final ArrayDeque<Throughput> minutes = new ArrayDeque<>();
        Throughput now = Throughput.NONE;
        Throughput sum = Throughput.NONE;

        /// @return whether anything is left to remember
        boolean end(double minutesLong) {
            Throughput minute = scaled(now, minutesLong);
            now = Throughput.NONE;
            minutes.addFirst(minute);
            sum = sum.plus(minute);
            if (minutes.size() > SHARD_MINUTES) sum = sum.minus(minutes.removeLast());
            return !sum.equals(Throughput.NONE);
        }
    }

    /// Adds to the present minute.
    ///
    /// @param shard index
    public void add(int shard, Flow flow) {
        var added = new Throughput(flow.bytesIn(), flow.recordsIn());
        now = now.plus(added);
        Window window = shards.computeIfAbsent(shard, _ -> new Window());
        window.now = window.now.plus(added);
    }

    /// The present minute is over.
    ///
    /// @param minutesLong how long it was; a machine that was asleep has had a longer one
    /// @return what was written in a minute of it
    public Throughput endMinute(double minutesLong) {
        Throughput minute = scaled(now, minutesLong);
        now = Throughput.NONE;
        minutes.addFirst(minute);
        if (minutes.size() > MINUTES) minutes.removeLast();
        for (Iterator<Window> windows = shards.values().iterator(); windows.hasNext(); )
            if (!windows.next().end(minutesLong)) windows.remove();
        return minute;
    }

    private static Throughput scaled(Throughput sum, double minutesLong) {
        return new Throughput(
                Math.round(sum.bytes() / minutesLong), Math.round(sum.records() / minutesLong));
    }

    /// Whether nothing was written in any of its minutes.
    public boolean isIdle() {
        return shards.isEmpty() && minutes.stream().allMatch(Throughput.NONE::equals);
    }

    /// How many minutes it has seen, at most [#MINUTES].
    int seen() {
        return minutes.size();
    }

    /// The mean of the last minutes; those before the first count as nothing.
    Throughput mean(int lastMinutes) {
        return minutes.stream()
                .limit(lastMinutes)
                .reduce(Throughput.NONE, Throughput::plus)
                .dividedBy(lastMinutes);
    }

    /// The most of the last minutes, bytes and records each by itself.
    Throughput most(int lastMinutes) {
        return minutes.stream().limit(lastMinutes).reduce(Throughput.NONE, Throughput::max);
    }

    /// The mean of a shard's last [#SHARD_MINUTES] minutes; those before its first count as
    /// nothing.
    ///
    /// @param shard index
    Throughput ofShard(int shard) {
        Window window = shards.get(shard);
        return window == null ? Throughput.NONE : window.sum.dividedBy(SHARD_MINUTES);
    }
}
