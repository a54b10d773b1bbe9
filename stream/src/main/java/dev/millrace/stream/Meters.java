package dev.millrace.stream;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What goes through the shards. Nothing else counts: whoever wants to know drains this.
///
/// Each shard has its counters in its [ShardLoad], charged once when a request is decided. A shard
/// that was charged is listed here, once until it is drained; so shards at rest cost nothing, and
/// there are at most as many entries as shards. Any thread charges, one at a time drains.
public final class Meters {
    private record Charged(int stream, Shard shard) {}

    private final ConcurrentLinkedQueue<Charged> charged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /// Takes what went through one shard since the last time.
    @FunctionalInterface
    public interface Reader {
        /// Called once for each shard that was charged.
        ///
        /// @param stream internal number
        void read(int stream, Shard shard, Flow flow);
    }

    /// Lists a shard whose load was charged.
    ///
    /// @param stream internal number of its stream
    void charged(int stream, Shard shard) {
        if (!shard.load().list()) return;
        charged.add(new Charged(stream, shard));
        size.incrementAndGet();
    }

    /// Counts records that the engine has no room for.
    public void countThrottled(int stream, Shard shard, int count) {
        shard.load().countThrottled(count);
        charged(stream, shard);
    }

    /// Counts what was returned to a reader.
    ///
    /// @param bytes of data and partition keys
    public void countRead(int stream, Shard shard, int count, long bytes) {
        if (count == 0) return;
        shard.load().countRead(count, bytes);
        charged(stream, shard);
    }

    /// Charges for one call of GetRecords; see [ShardLoad#tryRead].
    public boolean tryRead(int stream, Shard shard, Limits limits, long nowNs) {
        boolean admitted = shard.load().tryRead(limits, nowNs);
        if (!admitted) charged(stream, shard);
        return admitted;
    }

    /// Gives out what was counted since the last time.
    public void drain(Reader reader) {
        // What is listed meanwhile may wait for the next time, or this might never end.
        for (int rest = size.get(); rest > 0; rest--) {
            Charged next = charged.remove();
            size.decrementAndGet();
            reader.read(next.stream(), next.shard(), next.shard().load().take());
        }
    }
}
