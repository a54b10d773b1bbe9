package dev.millrace.stream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The rates of operations ([CallRate]), as they are used up right now. Never journaled: full after
/// a restart. Safe for several threads; `nowNs` is the monotonic clock's.
///
/// Accounts, regions and streams are whatever callers name, so what is full is forgotten: a second
/// without calls, and nothing is left of them. Beyond the most that is remembered, calls go
/// uncounted until something was forgotten: better than to refuse those who did nothing.
public final class CallLoad {
    private static final long SECOND = 1_000_000_000L;

    /// Between two looks for what can be forgotten, in nanoseconds.
    private static final long SWEEP_NS = 10 * SECOND;

    private final ConcurrentMap<Key, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final int most;
    private final AtomicLong lastSweepNs;

    /// @param stream empty for all of the account and region
    private record Key(String operation, String account, String region, String stream) {}

    /// @param most how many rates in use are remembered
    public CallLoad(int most, long nowNs) {
        this.most = most;
        lastSweepNs = new AtomicLong(nowNs);
    }

    /// Charges for one call, or for nothing if the rate is used up.
    ///
    /// @param stream that the call is for; with an empty name if it is for none
    public boolean tryCall(CallRate rate, StreamName stream, long nowNs) {
        if (rate.perSecond() == Limits.UNLIMITED) return true;
        sweep(nowNs);
        boolean ofStream = rate.scope() == CallRate.Scope.STREAM;
        var key =
                new Key(
                        rate.operation(),
                        stream.account(),
                        stream.region(),
                        ofStream ? stream.name() : "");
        if (!buckets.containsKey(key) && buckets.size() >= most) return true;
        boolean[] taken = new boolean[1];
        // Inside, so that nobody forgets the bucket between finding it and taking from it.
        buckets.compute(
                key,
                (_, found) -> {
                    TokenBucket bucket = found == null ? bucket(rate, nowNs) : found;
                    taken[0] = bucket.tryTake(1, nowNs);
                    return bucket;
                });
        return taken[0];
    }

    private static TokenBucket bucket(CallRate rate, long nowNs) {
        long perSecond = Math.min(rate.perSecond(), TokenBucket.MOST);
        return new TokenBucket(perSecond, perSecond, nowNs);
    }

    /// Sooner than otherwise when there is no room; by one thread at a time.
    private void sweep(long nowNs) {
        long last = lastSweepNs.get();
        long everyNs = buckets.size() < most ? SWEEP_NS : SECOND;
        if (nowNs - last < everyNs || !lastSweepNs.compareAndSet(last, nowNs)) return;
        for (Key key : buckets.keySet())
            buckets.computeIfPresent(key, (_, bucket) -> bucket.isFull(nowNs) ? null : bucket);
    }

    /// How many rates are in use.
    int size() {
        return buckets.size();
    }
}
