package dev.millrace.log;

import dev.millrace.fuzzing.Interleavings;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The committer's queue, by any number of threads that put and one that takes: what was put is
/// taken once, in order, and nothing is put into a closed one.
public class InboxInterleavingTest {
    /// A pending that can be told from others.
    private static Pending.Changes marked(int mark) {
        return new Pending.Changes(List.of(new Change.Checkpoint(mark)));
    }

    private static List<Long> marks(@Nullable Pending first) {
        var marks = new ArrayList<Long>();
        for (Pending pending = first; pending != null; pending = pending.next)
            if (pending instanceof Pending.Changes changes
                    && changes.changes.getFirst() instanceof Change.Checkpoint(long mark))
                marks.add(mark);
        return marks;
    }

    @Test
    void whatIsPutIsTakenOnceAndInOrder() {
        Interleavings.check(Queue.class);
    }

    public static class Queue {
        private final Inbox inbox = new Inbox();

        @Operation
        public boolean put(@Param(gen = IntGen.class, conf = "1:9") int mark) {
            return inbox.put(marked(mark));
        }

        @Operation(nonParallelGroup = "committer")
        public List<Long> takeAll() {
            return marks(inbox.takeAll());
        }

        @Operation(nonParallelGroup = "committer")
        public List<Long> close() {
            return marks(inbox.close());
        }
    }

    @Test
    void aPutThatOverwritesAnotherIsCaught() {
        Interleavings.assertCaught(OverwritingQueue.class);
    }

    /// Puts without comparing.
    public static class OverwritingQueue {
        private final AtomicReference<@Nullable Pending> newest = new AtomicReference<>();

        @Operation
        public void put(@Param(gen = IntGen.class, conf = "1:9") int mark) {
            Pending pending = marked(mark);
            pending.next = newest.get();
            newest.set(pending);
        }

        @Operation(nonParallelGroup = "committer")
        public int takeAll() {
            return marks(newest.getAndSet(null)).size();
        }
    }

    @Test
    void aTakeThatLosesWhatIsPutMeanwhileIsCaught() {
        Interleavings.assertCaught(ForgetfulQueue.class);
    }

    /// Looks at what there is, then empties whatever there is.
    public static class ForgetfulQueue {
        private final AtomicReference<@Nullable Pending> newest = new AtomicReference<>();

        @Operation
        public void put(@Param(gen = IntGen.class, conf = "1:9") int mark) {
            Pending pending = marked(mark);
            do pending.next = newest.get();
            while (!newest.compareAndSet(pending.next, pending));
        }

        @Operation(nonParallelGroup = "committer")
        public int takeAll() {
            int size = marks(newest.get()).size();
            newest.set(null);
            return size;
        }
    }
}
