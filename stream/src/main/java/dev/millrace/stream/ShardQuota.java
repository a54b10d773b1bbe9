package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// What one shard may still take and give: live state, never journaled, full after a restart.
///
/// Safe for several threads; each call is one short critical section. Charged once, when a request
/// is decided.
public final class ShardQuota {
    /// What a write was decided to be.
    public enum Verdict {
        ALLOWED,
        THROTTLED
    }

    /// A record larger than a second's worth of bytes draws on this many seconds' worth at once.
    private static final int BURST_SECONDS = 10;

    private static final long MOST_TOKENS = 4_000_000_000L;

    private final Limits limits;
    private @Nullable TokenBucket records;
    private @Nullable TokenBucket bytes;
    private @Nullable TokenBucket large;
    private @Nullable TokenBucket reads;
    private @Nullable TokenBucket readBytes;
    private @Nullable TokenBucket iterators;
    private boolean begun;

    /// Whether an answer was larger than what a second allows: then nothing is read until a whole
    /// second's worth is there again, five seconds after an answer of 10 MB.
    private boolean indebted;

    ShardQuota(Limits limits) {
        this.limits = limits;
    }

    /// Charges one record to be written.
    ///
    /// @param size bytes of data and partition key
    public synchronized Verdict write(long size, long nowNs) {
        begin(nowNs);
        if (records != null && !records.has(1, nowNs)) return Verdict.THROTTLED;
        if (bytes != null && large != null) {
            // A record that one second's bucket can never hold draws on the burst bucket instead.
            TokenBucket from = size > limits.bytesPerSecond() ? large : bytes;
            if (!from.tryTake(size, nowNs)) return Verdict.THROTTLED;
        }
        if (records != null) records.take(1, nowNs);
        return Verdict.ALLOWED;
    }

    /// Charges one GetRecords call; its bytes are charged by [#readBytes] once they are known.
    public synchronized Verdict read(long nowNs) {
        begin(nowNs);
        if (readBytes != null) {
            if (!readBytes.has(indebted ? limits.readBytesPerSecond() : 1, nowNs))
                return Verdict.THROTTLED;
            indebted = false;
        }
        return reads == null || reads.tryTake(1, nowNs) ? Verdict.ALLOWED : Verdict.THROTTLED;
    }

    /// Charges what a GetRecords call returned, into debt if need be.
    public synchronized void readBytes(long size, long nowNs) {
        begin(nowNs);
        if (readBytes == null) return;
        readBytes.take(size, nowNs);
        indebted = !readBytes.has(0, nowNs);
    }

    /// Charges one GetShardIterator call.
    public synchronized Verdict iterator(long nowNs) {
        begin(nowNs);
        return iterators == null || iterators.tryTake(1, nowNs)
                ? Verdict.ALLOWED
                : Verdict.THROTTLED;
    }

    private void begin(long nowNs) {
        if (begun) return;
        begun = true;
        records = bucket(limits.recordsPerSecond(), 1, nowNs);
        bytes = bucket(limits.bytesPerSecond(), 1, nowNs);
        large = bucket(limits.bytesPerSecond(), BURST_SECONDS, nowNs);
        reads = bucket(limits.readsPerSecond(), 1, nowNs);
        readBytes = bucket(limits.readBytesPerSecond(), 1, nowNs);
        iterators = bucket(limits.iteratorsPerSecond(), 1, nowNs);
    }

    private static @Nullable TokenBucket bucket(long perSecond, int seconds, long nowNs) {
        if (perSecond == Limits.UNLIMITED) return null;
        return new TokenBucket(Math.min(perSecond * seconds, MOST_TOKENS), perSecond, nowNs);
    }
}
