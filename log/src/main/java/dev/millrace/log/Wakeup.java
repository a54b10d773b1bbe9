package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/// Wakes one thread, whoever sleeps on it. A signal while it is awake is kept.
final class Wakeup {
    private volatile boolean signalled;
    private volatile @Nullable Thread sleeper;

    void signal() {
        if (signalled) return;
        signalled = true;
        Thread thread = sleeper;
        if (thread != null) LockSupport.unpark(thread);
    }

    /// Sleeps until the next signal or for `nanos`, whichever is first.
    void await(long nanos) {
        sleeper = Thread.currentThread();
        if (!signalled) LockSupport.parkNanos(this, nanos);
        sleeper = null;
        signalled = false;
    }
}
