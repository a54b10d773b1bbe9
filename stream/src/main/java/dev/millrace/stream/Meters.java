package dev.millrace.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/// What goes through the shards. Nothing else counts: whoever wants to know drains this.
///
/// Each shard has its counters in its [ShardLoad], charged once when a request is decided. A shard
/// that was charged is listed here, once until it is drained; so shards at rest cost nothing, and
/// there are at most as many entries as shards. Any thread charges, one at a time drains.
public final class Meters {
    private record Charged(int stream, Shard shard) {}

    private final ConcurrentLinkedQueue<Charged> charged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final ConcurrentMap<Integer, CallMeter> streams = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, CallMeter> consumers = new ConcurrentHashMap<>();
    private volatile Reader listener = (_, _, _) -> {};

    /// Takes what went through one shard since the last time.
    @FunctionalInterface
    public interface Reader {
        /// Called once for each shard that was charged.
        ///
        /// @param stream internal number
        void read(int stream, Shard shard, Flow flow);
    }

    /// What the calls of one stream came to.
    @FunctionalInterface
    public interface CallReader {
        /// Called once for each stream, or consumer, that had any.
        ///
        /// @param number internal
        void read(int number, Tallies tallies);
    }

    /// Who hears of the shards' flows beside whoever drains them; one at most, from the beginning.
    public void listen(Reader reader) {
        listener = reader;
    }

    /// The meter of calls on a stream.
    ///
    /// @param stream internal number
    public CallMeter ofStream(int stream) {
        CallMeter meter = streams.get(stream);
        return meter != null ? meter : streams.computeIfAbsent(stream, _ -> new CallMeter());
    }

    /// The meter of a consumer's subscriptions.
    ///
    /// @param consumer internal number
    public CallMeter ofConsumer(int consumer) {
        CallMeter meter = consumers.get(consumer);
        return meter != null ? meter : consumers.computeIfAbsent(consumer, _ -> new CallMeter());
    }

    /// Gives out what calls came to since the last time, and forgets who is gone: one at a time.
    ///
    /// @param isStream whether there is a stream of this number
    /// @param isConsumer likewise
    public void drainCalls(
            CallReader ofStreams,
            IntPredicate isStream,
            CallReader ofConsumers,
            IntPredicate isConsumer) {
        drainCalls(streams, ofStreams, isStream);
        drainCalls(consumers, ofConsumers, isConsumer);
    }

    private static void drainCalls(
            ConcurrentMap<Integer, CallMeter> meters, CallReader reader, IntPredicate present) {
        for (Map.Entry<Integer, CallMeter> meter : meters.entrySet()) {
            Tallies tallies = meter.getValue().take();
            if (tallies != null) reader.read(meter.getKey(), tallies);
            else if (!present.test(meter.getKey())) meters.remove(meter.getKey());
        }
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

    /// Notes how far a caller of GetRecords is behind.
    public void noteAge(int stream, Shard shard, long ageMs) {
        shard.load().noteAge(ageMs);
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
            Flow flow = next.shard().load().take();
            reader.read(next.stream(), next.shard(), flow);
            listener.read(next.stream(), next.shard(), flow);
        }
    }
}
