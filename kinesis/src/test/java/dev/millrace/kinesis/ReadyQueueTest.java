package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.Interleavings;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Who is to be woken is, whatever threads do to each other.
public class ReadyQueueTest {
    @Test
    void oneThatFailsDoesNotKeepOthersAsleep() {
        List<String> woken = new ArrayList<>();
        var queue =
                new ReadyQueue<String>(
                        name -> {
                            if (name.equals("b")) throw new IllegalStateException("by intent");
                            woken.add(name);
                        },
                        Runnable::run);
        for (String name : List.of("a", "b", "c")) queue.add(name);
        assertEquals(List.of("a", "c"), woken);
    }

    @Test
    void whoFoundNoThreadIsWokenWithTheNext() {
        List<String> woken = new ArrayList<>();
        var isShort = new AtomicBoolean(true);
        var queue =
                new ReadyQueue<String>(
                        woken::add,
                        task -> {
                            if (isShort.getAndSet(false)) throw new RejectedExecutionException();
                            task.run();
                        });
        assertThrows(RejectedExecutionException.class, () -> queue.add("a"));
        queue.add("b");
        assertEquals(List.of("a", "b"), woken);
    }

    @Test
    void whoIsAddedIsWokenOnce() {
        Interleavings.check(Ready.class);
    }

    /// Threads that add, and one that does what is done aside.
    public static class Ready {
        private final Queue<Runnable> aside = new ConcurrentLinkedQueue<>();
        private final AtomicInteger added = new AtomicInteger();
        private final AtomicInteger woken = new AtomicInteger();
        private final ReadyQueue<String> queue =
                new ReadyQueue<>(_ -> woken.incrementAndGet(), aside::add);

        @Operation
        public void add() {
            added.incrementAndGet();
            queue.add("one");
        }

        @Operation
        public void runAside() {
            Runnable task = aside.poll();
            if (task != null) task.run();
        }

        @Validate
        public void nobodySleepsOn() {
            while (!aside.isEmpty()) runAside();
            if (woken.get() != added.get()) throw new IllegalStateException("asleep");
        }
    }

    @Test
    void oneWhoDoesNotLookAgainIsCaught() {
        LincheckAssertionError caught = Interleavings.assertCaught(Careless.class);
        assertTrue(String.valueOf(caught.getMessage()).contains("asleep"));
    }

    /// Wakes all there are, and goes.
    public static class Careless {
        private final Queue<Runnable> aside = new ConcurrentLinkedQueue<>();
        private final Queue<String> ready = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean waking = new AtomicBoolean();
        private final AtomicInteger added = new AtomicInteger();
        private final AtomicInteger woken = new AtomicInteger();

        @Operation
        public void add() {
            added.incrementAndGet();
            ready.add("one");
            if (waking.compareAndSet(false, true)) aside.add(this::wakeAll);
        }

        private void wakeAll() {
            while (ready.poll() != null) woken.incrementAndGet();
            waking.set(false);
        }

        @Operation
        public void runAside() {
            Runnable task = aside.poll();
            if (task != null) task.run();
        }

        @Validate
        public void nobodySleepsOn() {
            while (!aside.isEmpty()) runAside();
            if (woken.get() != added.get()) throw new IllegalStateException("asleep");
        }
    }
}
