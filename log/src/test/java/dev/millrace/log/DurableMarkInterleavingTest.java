package dev.millrace.log;

import dev.millrace.fuzzing.Interleavings;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardRef;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// What lies below a shard's durable mark, as readers see it while the committer goes on: every
/// record's address, where its group lies in the journal, the shard's end. And who waits for the
/// mark to move hears of it.
public class DurableMarkInterleavingTest {
    /// Records in a chunk of the index: the first ones below fill it.
    private static final int CHUNK = 128;

    /// A committer of one shard.
    abstract static class Records {
        final ShardLog shard = new ShardLog(new ShardRef(0, 0, 0), 1, 1, 0, false, 1);

        Records() {
            for (int i = 1; i < CHUNK; i++) number();
            publish();
        }

        static long addressOf(long offset) {
            return offset * 10;
        }

        void number() {
            shard.index.append(addressOf(shard.next));
            shard.next++;
        }

        void publish() {
            shard.publish();
            VarHandle.fullFence();
        }

        static boolean holds(RecordIndex.View view, long next) {
            for (long offset = Math.max(view.base(), next - 3); offset < next; offset++)
                if (view.address(offset) != addressOf(offset)) return false;
            return true;
        }
    }

    @Test
    void theIndexHoldsWhatLiesBelowTheMark() {
        Interleavings.check(IndexReaders.class);
    }

    public static class IndexReaders extends Records {
        @Operation(nonParallelGroup = "committer")
        public void commitTwo() {
            number();
            number();
            publish();
        }

        @Operation(nonParallelGroup = "committer")
        public void trim() {
            shard.index.trim(shard.next, Long.MAX_VALUE);
        }

        @Operation
        public boolean read() {
            long next = shard.durableNext(); // before the view
            return holds(shard.index.view(), next);
        }
    }

    @Test
    void aViewThatIsOlderThanTheMarkIsCaught() {
        Interleavings.assertCaught(HastyIndexReaders.class);
    }

    public static class HastyIndexReaders extends Records {
        @Operation(nonParallelGroup = "committer")
        public void commitThree() {
            for (int i = 0; i < 3; i++) number();
            publish();
        }

        @Operation
        public boolean read() {
            RecordIndex.View view = shard.index.view();
            try {
                return holds(view, shard.durableNext());
            } catch (RuntimeException outside) {
                return false;
            }
        }
    }

    @Test
    void aMarkAheadOfItsRecordsIsCaught() {
        Interleavings.assertCaught(HastyCommitter.class);
    }

    public static class HastyCommitter extends Records {
        @Operation(nonParallelGroup = "committer")
        public void commit() {
            shard.next++;
            publish();
            shard.index.append(addressOf(shard.next - 1));
        }

        @Operation
        public boolean read() {
            long next = shard.durableNext();
            try {
                return holds(shard.index.view(), next);
            } catch (RuntimeException outside) {
                return false;
            }
        }
    }

    // ---- a closed shard's end

    @Test
    void theEndOfAClosedShardIsItsLast() {
        Interleavings.check(EndReaders.class);
    }

    public static class EndReaders extends Records {
        private volatile long last;

        @Operation(nonParallelGroup = "committer")
        public void commit() {
            if (shard.closed) return;
            number();
            publish();
        }

        @Operation(nonParallelGroup = "committer")
        public void commitAndClose() {
            if (shard.closed) return;
            number();
            shard.closed = true;
            last = shard.next;
            publish();
        }

        @Operation
        public boolean read() {
            ShardEnds ends = shard.ends();
            return !ends.closed() || ends.next() == last;
        }
    }

    @Test
    void anEndThatIsReadBeforeWhetherItIsOneIsCaught() {
        Interleavings.assertCaught(HastyEndReaders.class);
    }

    public static class HastyEndReaders extends Records {
        private volatile long last;

        @Operation(nonParallelGroup = "committer")
        public void commitAndClose() {
            if (shard.closed) return;
            number();
            shard.closed = true;
            last = shard.next;
            publish();
        }

        @Operation
        public boolean read() {
            long next = shard.durableNext();
            return !shard.ends().closed() || next == last;
        }
    }

    // ---- who waits

    @Test
    void whoWaitsForTheMarkHearsOfIt() {
        Interleavings.check(Waiting.class);
    }

    /// A listener that watches from when it begins on, and sleeps when it finds nothing new.
    public static class Waiting extends Records {
        private volatile boolean watching;
        private volatile boolean asleep;
        private volatile long seen = CHUNK;

        @Operation(nonParallelGroup = "committer")
        public void commit() {
            number();
            publish();
            shard.tell();
        }

        @Operation(nonParallelGroup = "reader")
        public void look() {
            if (!watching) shard.add(new ShardWatch(shard, () -> asleep = false));
            watching = true;
            asleep = true; // before it looks
            long next = shard.durableNext();
            if (next > seen) asleep = false;
            seen = next;
        }

        @Validate
        public void nobodySleepsThroughNews() {
            if (asleep && shard.durableNext() > seen) throw new IllegalStateException("lost");
        }
    }

    @Test
    void whoLooksBeforeItWatchesIsCaught() {
        Interleavings.assertCaught(LateWatching.class);
    }

    public static class LateWatching extends Records {
        private volatile boolean asleep;
        private volatile long seen = CHUNK;

        @Operation(nonParallelGroup = "committer")
        public void commit() {
            number();
            publish();
            shard.tell();
        }

        @Operation(nonParallelGroup = "reader", runOnce = true)
        public void begin() {
            long next = shard.durableNext();
            boolean nothing = next <= seen;
            seen = next;
            shard.add(new ShardWatch(shard, () -> asleep = false));
            asleep = nothing;
        }

        @Validate
        public void nobodySleepsThroughNews() {
            if (asleep && shard.durableNext() > seen) throw new IllegalStateException("lost");
        }
    }

    @Test
    void whoeverWatchesOrLeavesOthersStay() {
        Interleavings.check(Watches.class);
    }

    public static class Watches {
        private final ShardLog shard = new ShardLog(new ShardRef(0, 0, 0), 1, 1, 0, false, 1);
        private volatile int heard;
        private final ShardWatch first = new ShardWatch(shard, () -> heard = heard | 1);
        private final ShardWatch second = new ShardWatch(shard, () -> heard = heard | 2);

        public Watches() {
            shard.add(first);
        }

        @Operation(runOnce = true)
        public void secondComes() {
            shard.add(second);
        }

        @Operation(runOnce = true)
        public void firstLeaves() {
            first.close();
        }

        @Operation(nonParallelGroup = "teller")
        public int tell() {
            heard = 0;
            shard.tell();
            return heard;
        }
    }

    // ---- where groups lie

    @Test
    void groupsAreFoundWhereTheyLieWhileOthersAreAdded() {
        Interleavings.check(JournalReaders.class);
    }

    public static final class JournalReaders {
        private static final int LENGTH = 100;

        private final JournalFile file =
                new JournalFile("j", 1, new ByteFile(new byte[0]), 1 << 30, 0, freed -> {});
        private int added;
        private volatile int durable;

        public JournalReaders() {
            for (int i = 0; i < 15; i++) commit();
        }

        @Operation(nonParallelGroup = "committer")
        public void commit() {
            file.add(
                    (long) added * LENGTH,
                    JournalHeader.LENGTH + (long) added * GroupHeader.ALIGNMENT,
                    LENGTH);
            added++;
            durable = added;
        }

        @Operation
        public boolean read() {
            int newest = durable - 1;
            long address = (long) newest * LENGTH + 7;
            long position = JournalHeader.LENGTH + (long) newest * GroupHeader.ALIGNMENT + 7;
            return file.holds(address) && file.position(address) == position;
        }
    }

    @Test
    void aCountAheadOfItsArraysIsCaught() {
        Interleavings.assertCaught(HastyJournal.class);
    }

    /// Counts a group before there is room for it.
    public static class HastyJournal {
        private volatile long[] addresses = new long[1];
        private volatile int groups;

        @Operation(nonParallelGroup = "committer")
        public void commit() {
            int at = groups;
            groups = at + 1;
            if (at == addresses.length) addresses = Arrays.copyOf(addresses, at * 2);
            addresses[at] = at * 100L;
        }

        @Operation
        public boolean read() {
            int count = groups;
            if (count == 0) return true;
            try {
                return Arrays.binarySearch(addresses, 0, count, (count - 1) * 100L) == count - 1;
            } catch (RuntimeException outside) {
                return false;
            }
        }
    }

    // ---- which shards there are

    @Test
    void shardsAreFoundWhileTheirTableGrows() {
        Interleavings.check(Table.class);
    }

    public static final class Table {
        private final ShardTable table = new ShardTable();
        private int next = 63;
        private volatile int durable;

        public Table() {
            put();
        }

        @Operation(nonParallelGroup = "committer")
        public void put() {
            table.put(new ShardLog(new ShardRef(next, 0, 0), 1, 1, 0, false, 1));
            durable = next++;
        }

        @Operation
        public boolean get() {
            int newest = durable;
            ShardLog shard = table.get(newest);
            return shard != null && shard.ref.number() == newest && table.get(63) != null;
        }
    }

    @Test
    void aTableThatIsShownBeforeItIsFilledIsCaught() {
        Interleavings.assertCaught(HastyTable.class);
    }

    /// Grows in the wrong order.
    public static class HastyTable {
        private volatile long[] table = {7};
        private int next = 1;
        private volatile int durable;

        @Operation(nonParallelGroup = "committer")
        public void put() {
            long[] before = table;
            if (next == before.length) {
                table = new long[next * 2];
                System.arraycopy(before, 0, table, 0, before.length);
            }
            table[next] = 7;
            durable = next++;
        }

        @Operation
        public boolean get() {
            return table[durable] == 7 && table[0] == 7;
        }
    }
}
