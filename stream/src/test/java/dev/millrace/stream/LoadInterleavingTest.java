package dev.millrace.stream;

import dev.millrace.fuzzing.Interleavings;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// What goes through shards, counted by many threads while another drains it: nothing is lost, and
/// nothing is counted twice; and no rate admits more than it may.
public class LoadInterleavingTest {
    // ---- Meters and ShardLoad

    @Test
    void whatIsCountedIsDrainedOnce() {
        Interleavings.check(Counted.class);
    }

    public static class Counted {
        private final Meters meters = new Meters();
        private final Shard shard =
                new Shard(
                        0,
                        0,
                        1,
                        1,
                        HashKeyRange.divide(1).getFirst(),
                        Shard.NONE,
                        Shard.NONE,
                        Shard.OPEN);
        private final AtomicLong charged = new AtomicLong();
        private long drained;

        @Operation
        public void write() {
            charged.addAndGet(3);
            shard.load().countWritten(3, 30);
            meters.charged(7, shard);
        }

        @Operation
        public void read() {
            charged.incrementAndGet();
            meters.countRead(7, shard, 1, 10);
        }

        @Operation(nonParallelGroup = "drain")
        public void drain() {
            meters.drain(
                    (stream, of, flow) -> {
                        drained += flow.recordsIn() + flow.recordsOut();
                        if (flow.bytesIn() != 10 * flow.recordsIn()
                                || flow.bytesOut() != 10 * flow.recordsOut())
                            throw new IllegalStateException("half of a charge: " + flow);
                    });
        }

        @Validate
        public void nothingIsLostOrCountedTwice() {
            drain();
            if (drained != charged.get())
                throw new IllegalStateException(drained + " of " + charged);
        }
    }

    @Test
    void aListingThatIsTakenBackTooLateIsCaught() {
        Interleavings.assertCaught(LateListing.class);
    }

    /// Takes what was counted, and only then allows that it be listed again.
    public static class LateListing {
        private final AtomicLong counted = new AtomicLong();
        private volatile boolean listed;
        private final AtomicLong charged = new AtomicLong();
        private long drained;

        @Operation
        public void charge() {
            charged.incrementAndGet();
            counted.incrementAndGet();
            listed = true;
        }

        @Operation(nonParallelGroup = "drain")
        public void drain() {
            if (!listed) return;
            drained += counted.getAndSet(0);
            listed = false;
        }

        @Validate
        public void nothingIsLost() {
            drain();
            if (drained != charged.get()) throw new IllegalStateException("lost");
        }
    }

    // ---- CallLoad and TokenBucket

    @Test
    void aRateAdmitsNoMoreThanItMay() {
        Interleavings.checkSome(Calls.class); // every step inside the map counts
    }

    public static class Calls {
        private static final CallRate RATE =
                new CallRate("DescribeStream", CallRate.Scope.ACCOUNT, 2);
        private static final StreamName STREAM = new StreamName("a", "r", "s");

        private final CallLoad load = new CallLoad(10, 0);

        @Operation
        public boolean call() {
            return load.tryCall(RATE, STREAM, 0);
        }
    }

    @Test
    void aBucketThatIsUsedWithoutAGuardIsCaught() {
        Interleavings.assertCaught(UnguardedCalls.class);
    }

    public static class UnguardedCalls {
        private final ConcurrentMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();

        @Operation
        public boolean call() {
            return buckets.computeIfAbsent("k", _ -> new TokenBucket(2, 2, 0)).tryTake(1, 0);
        }
    }

    @Test
    void aShardsLimitAdmitsNoMoreThanItMay() {
        Interleavings.check(Reads.class);
    }

    public static class Reads {
        private final ShardLoad load = new ShardLoad();

        @Operation
        public boolean read() {
            return load.tryIterator(Limits.AWS, 0);
        }
    }
}
