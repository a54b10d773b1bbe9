package dev.millrace.kinesis;

import dev.millrace.stream.Limits;
import dev.millrace.stream.TokenBucket;

import org.jspecify.annotations.Nullable;

/// What one consumer uses of one shard: its rate, and the one subscription that it may have there.
/// Outlives subscriptions for as long as they leave a trace. Any thread.
final class Seat {
    /// For so long after a subscription began there can be no other.
    private static final long SETTLED_NS = 5_000_000_000L;

    /// After so long without a call nothing is remembered that counts.
    private static final long FORGOTTEN_NS = 2 * SETTLED_NS;

    private static final long MOST_TOKENS = 4_000_000_000L;

    private final @Nullable TokenBucket calls;
    private final @Nullable TokenBucket bytes;
    private @Nullable Subscription current;
    private boolean taken;
    private long takenNs;
    private long usedNs;

    /// @param limits those that hold
    Seat(FanOutConfig limits, long nowNs) {
        calls = bucket(limits.callsPerSecond(), nowNs);
        bytes = bucket(limits.rateBytes(), nowNs);
        usedNs = nowNs;
    }

    private static @Nullable TokenBucket bucket(long perSecond, long nowNs) {
        if (perSecond == Limits.UNLIMITED) return null;
        long rate = Math.min(perSecond, MOST_TOKENS);
        return new TokenBucket(rate, rate, nowNs);
    }

    /// Whether a subscription began so lately that no other may take its place.
    synchronized boolean isFresh(long nowNs) {
        usedNs = nowNs;
        return taken && nowNs - takenNs < SETTLED_NS;
    }

    /// Charges for a call, unless the limit is used up.
    synchronized boolean tryCall(long nowNs) {
        usedNs = nowNs;
        return calls == null || calls.tryTake(1, nowNs);
    }

    /// Puts a subscription in.
    ///
    /// @return the one that it takes the place of
    synchronized @Nullable Subscription take(Subscription next, long nowNs) {
        Subscription before = current;
        current = next;
        taken = true;
        takenNs = nowNs;
        return before;
    }

    synchronized @Nullable Subscription current() {
        return current;
    }

    synchronized void leave(Subscription subscription) {
        if (current == subscription) current = null;
    }

    /// How long until the bytes given so far are within the rate, in nanoseconds.
    synchronized long waitNs(long nowNs) {
        return bytes == null ? 0 : bytes.waitNs(1, nowNs);
    }

    /// Charges for what an event stands for, into debt if need be: a record is never split.
    synchronized void charge(long eventBytes, long nowNs) {
        usedNs = nowNs;
        if (bytes != null) bytes.take(eventBytes, nowNs);
    }

    /// Whether a new seat would be no different.
    synchronized boolean isForgotten(long nowNs) {
        return current == null
                && nowNs - usedNs >= FORGOTTEN_NS
                && (bytes == null || bytes.waitNs(1, nowNs) == 0);
    }
}
