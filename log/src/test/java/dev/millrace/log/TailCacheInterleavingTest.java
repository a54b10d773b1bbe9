package dev.millrace.log;

import dev.millrace.fuzzing.Interleavings;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/// The newest groups, filled and evicted by the committer while others read them: who holds a piece
/// finds in it what was written, however the arrays are used again.
public class TailCacheInterleavingTest {
    /// A committer that writes groups of a byte, two to a slab, of which two fit.
    abstract static class Groups {
        final TailCache cache = new TailCache(4, 2);
        private long address;
        volatile long durable;

        void append() {
            Slab slab = cache.room(address, 1);
            slab.bytes[slab.position(address)] = (byte) ~address;
            address++;
            durable = address;
        }

        /// Whether a group that a reader found is what was written there.
        static boolean isWhole(Slab slab, long at) {
            return slab.bytes[slab.position(at)] == (byte) ~at;
        }
    }

    @Test
    void whoHoldsAPieceReadsWhatWasWrittenThere() {
        Interleavings.check(HoldingReaders.class);
    }

    public static class HoldingReaders extends Groups {
        @Operation(nonParallelGroup = "committer")
        public void appendTwo() {
            append();
            append();
        }

        @Operation
        public boolean readOldest() {
            long mark = durable;
            long at = Math.min(cache.start(), Math.max(0, mark - 1));
            if (mark == 0) return true;
            Slab slab = cache.acquire(at);
            if (slab == null) return true; // evicted meanwhile: it is in the journal
            try {
                return at < slab.end && isWhole(slab, at);
            } finally {
                slab.release();
            }
        }

        @Operation
        public boolean readNewest() {
            long mark = durable;
            if (mark == 0) return true;
            Slab slab = cache.acquire(mark - 1);
            if (slab == null) return true;
            try {
                return isWhole(slab, mark - 1);
            } finally {
                slab.release();
            }
        }
    }

    @Test
    void aReaderWhoLetsGoTooEarlyIsCaught() {
        Interleavings.assertCaught(HastyReaders.class);
    }

    public static class HastyReaders extends Groups {
        @Operation(nonParallelGroup = "committer")
        public void appendFour() {
            for (int i = 0; i < 4; i++) append();
        }

        @Operation
        public boolean readNewest() {
            long mark = durable;
            if (mark == 0) return true;
            Slab slab = cache.acquire(mark - 1);
            if (slab == null) return true;
            slab.release();
            return isWhole(slab, mark - 1);
        }
    }

    @Test
    void whatIsSharedIsFreedOnceAndNeverWhileItIsHeld() {
        Interleavings.check(Holders.class);
    }

    public static class Holders {
        private final AtomicInteger freed = new AtomicInteger();
        private final Shared shared =
                new Shared() {
                    @Override
                    void freed() {
                        freed.incrementAndGet();
                    }
                };

        @Operation
        public boolean use() {
            if (!shared.acquire()) return freed.get() <= 1;
            boolean whole = freed.get() == 0;
            shared.release();
            return whole && freed.get() <= 1;
        }

        @Operation(runOnce = true)
        public boolean giveUp() {
            shared.release();
            return freed.get() <= 1;
        }
    }

    @Test
    void takingHoldOfWhatIsBeingFreedIsCaught() {
        Interleavings.assertCaught(BlindHolders.class);
    }

    /// Looks whether it is freed, then takes hold.
    public static class BlindHolders {
        private final AtomicInteger freed = new AtomicInteger();
        private final AtomicInteger holders = new AtomicInteger(1);

        private void release() {
            if (holders.decrementAndGet() == 0) freed.incrementAndGet();
        }

        @Operation
        public boolean use() {
            if (holders.get() == 0) return freed.get() <= 1;
            holders.incrementAndGet();
            boolean whole = freed.get() == 0;
            release();
            return whole && freed.get() <= 1;
        }

        @Operation(runOnce = true)
        public boolean giveUp() {
            release();
            return freed.get() <= 1;
        }
    }
}
