package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

class MetersTest {
    private static final HashKeyRange ALL = HashKeyRange.divide(1).getFirst();

    private final Meters meters = new Meters();

    private static Shard shard(int number) {
        return new Shard(number, number, 1, 1, ALL, Shard.NONE, Shard.NONE, Shard.OPEN);
    }

    private Map<Integer, Flow> drained() {
        var flows = new HashMap<Integer, Flow>();
        meters.drain((stream, shard, flow) -> flows.merge(shard.number(), flow, Flow::plus));
        return flows;
    }

    private void write(Limits limits, Shard shard, int records, int bytes) {
        var charges = new WriteCharges(meters, 7, limits, 0, records, 1);
        for (int i = 0; i < records; i++) charges.tryWrite(shard, bytes);
        charges.finish();
    }

    @Test
    void whatIsAdmittedAndWhatIsThrottledIsCountedOnce() {
        Shard shard = shard(0);
        write(Limits.AWS, shard, 1_003, 10);
        assertEquals(Map.of(0, new Flow(1_000, 10_000, 3, 0, 0, 0)), drained());
        assertEquals(Map.of(), drained());
    }

    @Test
    void withoutLimitsTheSameIsCounted() {
        Shard shard = shard(0);
        write(Limits.OFF, shard, 1_003, 10);
        assertEquals(Map.of(0, new Flow(1_003, 10_030, 0, 0, 0, 0)), drained());
        assertEquals(Map.of(), drained());
    }

    /// Few are added up first, and two of them may have one slot; many are counted at once.
    @Test
    void recordsForManyShardsAreCountedAtTheirOwn() {
        var random = new Random(1);
        for (Limits limits : List.of(Limits.AWS, Limits.OFF))
            for (int count : List.of(50, 200)) {
                var shards = new Shard[count];
                for (int i = 0; i < count; i++) shards[i] = shard(4 * i);
                var expected = new HashMap<Integer, Flow>();
                var charges = new WriteCharges(meters, 7, limits, 0, 500, count);
                for (int i = 0; i < 500; i++) {
                    Shard shard = shards[random.nextInt(count)];
                    int bytes = random.nextInt(100);
                    charges.tryWrite(shard, bytes);
                    expected.merge(shard.number(), new Flow(1, bytes, 0, 0, 0, 0), Flow::plus);
                }
                charges.finish();
                assertEquals(expected, drained());
            }
    }

    @Test
    void readsAndTheirThrottlesAreCounted() {
        Shard shard = shard(0);
        for (int i = 0; i < 7; i++) meters.tryRead(7, shard, Limits.AWS, 0);
        meters.countRead(7, shard, 3, 300);
        meters.countRead(7, shard, 0, 0);
        meters.countThrottled(7, shard, 2);
        assertEquals(Map.of(0, new Flow(0, 0, 2, 3, 300, 2)), drained());
    }

    @Test
    void nothingIsLostWhileSeveralThreadsWriteAndOneDrains() throws Exception {
        Shard[] shards = {shard(0), shard(1), shard(2)};
        var running = new AtomicInteger(3);
        var writers = new Thread[running.get()];
        for (int w = 0; w < writers.length; w++) {
            Limits limits = w == 0 ? Limits.AWS : Limits.OFF;
            writers[w] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 20_000; i++)
                                            write(limits, shards[i % 3], 3, 0);
                                        running.decrementAndGet();
                                    });
        }
        Flow sum = Flow.NONE;
        while (running.get() > 0) for (Flow flow : drained().values()) sum = sum.plus(flow);
        for (Thread writer : writers) writer.join();
        for (Flow flow : drained().values()) sum = sum.plus(flow);
        assertEquals(3 * 60_000, sum.recordsIn() + sum.throttledRecords());
    }
}
