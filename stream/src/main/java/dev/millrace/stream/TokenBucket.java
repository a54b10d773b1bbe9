package dev.millrace.stream;

/// A rate limit: holds at most `capacity` tokens and gains `perSecond` a second. Starts full.
///
/// Not safe for several threads: its owner guards it. Time is given, in nanoseconds of a monotonic
/// clock; a time before the last one seen counts as that one.
public final class TokenBucket {
    private static final long SECOND = 1_000_000_000L;

    /// The most tokens that a bucket holds or gains a second: more would overflow.
    static final long MOST = 4 * SECOND;

    private final long capacity;
    private final long perSecond;

    /// Billionths of a token; below zero when in debt.
    private long level;

    private long lastNs;

    /// @param capacity 1 to 4 billion tokens
    /// @param perSecond 1 to 4 billion tokens
    public TokenBucket(long capacity, long perSecond, long nowNs) {
        if (capacity < 1 || capacity > MOST || perSecond < 1 || perSecond > MOST)
            throw new IllegalArgumentException(capacity + " at " + perSecond + "/s");
        this.capacity = capacity;
        this.perSecond = perSecond;
        level = capacity * SECOND;
        lastNs = nowNs;
    }

    /// Whether `tokens` are there now.
    public boolean has(long tokens, long nowNs) {
        refill(nowNs);
        return level >= tokens * SECOND;
    }

    /// How long until `tokens`, no more than the capacity, are there. In nanoseconds.
    public long waitNs(long tokens, long nowNs) {
        if (has(tokens, nowNs)) return 0;
        return (tokens * SECOND - level + perSecond - 1) / perSecond;
    }

    /// Whether the bucket holds all it can, so that a new one would be the same.
    public boolean isFull(long nowNs) {
        refill(nowNs);
        return level == capacity * SECOND;
    }

    /// Takes tokens, into debt if they are not there: later callers wait until it is paid.
    public void take(long tokens, long nowNs) {
        refill(nowNs);
        level -= tokens * SECOND;
    }

    /// Empties the bucket, whatever it holds, and takes `tokens` into debt: nothing is there before
    /// `tokens / perSecond` seconds have passed.
    public void owe(long tokens, long nowNs) {
        refill(nowNs);
        level = Math.min(level, 0) - tokens * SECOND;
    }

    /// Takes all of `tokens` or none.
    public boolean tryTake(long tokens, long nowNs) {
        if (!has(tokens, nowNs)) return false;
        level -= tokens * SECOND;
        return true;
    }

    private void refill(long nowNs) {
        long elapsedNs = nowNs - lastNs;
        if (elapsedNs <= 0) return;
        lastNs = nowNs;
        long missing = capacity * SECOND - level;
        // Division first: the product of a long pause and a high rate would overflow.
        if (elapsedNs >= missing / perSecond + 1) level = capacity * SECOND;
        else level += elapsedNs * perSecond;
    }
}
