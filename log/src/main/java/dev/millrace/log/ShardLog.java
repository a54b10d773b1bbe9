package dev.millrace.log;

import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardRef;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/// One shard, alive. What the committer has numbered runs ahead of what is durable; readers see
/// only the latter.
final class ShardLog {
    private static final AtomicLongFieldUpdater<ShardLog> DURABLE_ARRIVAL_MS =
            AtomicLongFieldUpdater.newUpdater(ShardLog.class, "durableArrivalMs");
    private static final AtomicLongFieldUpdater<ShardLog> DURABLE_NEXT =
            AtomicLongFieldUpdater.newUpdater(ShardLog.class, "durableNext");

    final ShardRef ref;
    final RecordIndex index;

    // The committer's: what it has numbered.
    long next;
    long lastArrivalMs;
    boolean closed;
    long retentionMs;
    boolean dropping; // numbered, not durable yet
    boolean inGroup;
    boolean dirty;

    // What is durable. The mark is written last and read first.
    private volatile long durableArrivalMs;
    private volatile boolean durableClosed;
    private volatile long durableRetentionMs;
    private volatile long durableNext; // 0 until the shard itself is durable
    private volatile long first;
    private volatile boolean dropped;

    /// Who hears of changes; replaced, never changed.
    private volatile ShardWatch[] watches = {};

    // The checkpointer's; readers look.
    private volatile SegmentList segments = SegmentList.EMPTY;
    private volatile long checkpointed; // offset below which the segments hold the records

    ShardLog(
            ShardRef ref,
            long first,
            long next,
            long lastArrivalMs,
            boolean closed,
            long retentionMs) {
        this.ref = ref;
        this.first = first;
        this.next = next;
        this.lastArrivalMs = lastArrivalMs;
        this.closed = closed;
        this.retentionMs = retentionMs;
        checkpointed = next;
        index = new RecordIndex(next);
    }

    /// What was numbered so far is durable now. A full fence is to follow: the stores that every
    /// group makes do without one of their own.
    void publish() {
        if (durableRetentionMs != retentionMs) durableRetentionMs = retentionMs;
        DURABLE_ARRIVAL_MS.lazySet(this, lastArrivalMs);
        assert next >= durableNext;
        DURABLE_NEXT.lazySet(this, next);
        if (durableClosed != closed) durableClosed = closed;
    }

    /// Offset behind the last durable record; 0 if not even the shard is durable yet.
    long durableNext() {
        return durableNext;
    }

    long durableRetentionMs() {
        return durableRetentionMs;
    }

    long first() {
        return first;
    }

    /// Records below `offset` are forgotten.
    void trim(long offset) {
        first = Math.max(first, offset);
    }

    ShardEnds ends() {
        boolean isClosed = durableClosed; // first: a closed shard's end no longer moves
        long end = durableNext;
        if (end == 0) return ShardEnds.NONE;
        return new ShardEnds(Math.min(first, end), end, isClosed, durableArrivalMs);
    }

    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }

    SegmentList segments() {
        return segments;
    }

    long checkpointed() {
        return checkpointed;
    }

    /// The records below `offset` lie in `now`, durably.
    void checkpoint(SegmentList now, long offset) {
        segments = now;
        checkpointed = offset;
    }

    void segments(SegmentList now) {
        segments = now;
    }

    synchronized void add(ShardWatch watch) {
        ShardWatch[] more = Arrays.copyOf(watches, watches.length + 1);
        more[watches.length] = watch;
        watches = more;
    }

    synchronized void remove(ShardWatch watch) {
        watches =
                Arrays.stream(watches).filter(one -> !one.equals(watch)).toArray(ShardWatch[]::new);
    }

    /// What was published last is applied, too.
    void tell() {
        for (ShardWatch watch : watches) watch.tell();
    }
}
