package dev.millrace.kinesis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Those who are to be woken, each by a call that takes next to no time, on one thread at a time
/// and not on that of who says so. Whoever adds one while nobody wakes has it begun. Any thread.
final class ReadyQueue<T> {
    private static final Logger LOG = System.getLogger(ReadyQueue.class.getName());

    private final ConcurrentLinkedQueue<T> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waking = new AtomicBoolean();
    private final Consumer<T> waker;
    private final Executor aside;

    /// @param aside runs what would hold up the thread of who adds
    ReadyQueue(Consumer<T> waker, Executor aside) {
        this.waker = waker;
        this.aside = aside;
    }

    void add(T next) {
        ready.add(next);
        if (!waking.compareAndSet(false, true)) return;
        try {
            aside.execute(this::wakeAll);
        } catch (Throwable noThread) {
            waking.set(false); // the next one tries again
            throw noThread;
        }
    }

    private void wakeAll() {
        do {
            for (T next; (next = ready.poll()) != null; ) wake(next);
            waking.set(false);
            // Who was added since the last look found somebody waking.
        } while (!ready.isEmpty() && waking.compareAndSet(false, true));
    }

    /// One that fails must not keep the others asleep.
    private void wake(T next) {
        try {
            waker.accept(next);
        } catch (Throwable bug) {
            LOG.log(Level.ERROR, "a subscription could not be woken", bug);
        }
    }
}
