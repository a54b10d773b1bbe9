package dev.millrace.server;

import dev.millrace.stream.Clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Drives one room's duty cycle on a platform thread of its own, until it is closed.
final class DutyThread implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DutyThread.class.getName());

    /// Does what is due.
    @FunctionalInterface
    interface Duty {
        /// Does what is due at this monotonic time.
        ///
        /// @return how much was done; 0 if nothing was due
        int doWork(long nowNs);
    }

    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean failed;
    private long begun; // rounds; guarded by this
    private long idle; // the last round that found nothing due any more; guarded by this

    private DutyThread(String name, Clock clock, Duration idle, Duty duty) {
        thread =
                Thread.ofPlatform()
                        .name(name)
                        .daemon()
                        .unstarted(() -> run(clock, idle.toNanos(), duty));
    }

    /// @param idle how long to rest when nothing was due
    static DutyThread start(String name, Clock clock, Duration idle, Duty duty) {
        var duties = new DutyThread(name, clock, idle, duty);
        duties.thread.start();
        return duties;
    }

    private void run(Clock clock, long idleNs, Duty duty) {
        try {
            while (!closed) {
                long round = begin();
                if (duty.doWork(clock.nanos()) > 0) continue;
                end(round);
                LockSupport.parkNanos(idleNs);
            }
        } catch (Throwable bug) {
            failed = true;
            LOG.log(Level.ERROR, Thread.currentThread().getName() + " has ended", bug);
        } finally {
            end(Long.MAX_VALUE);
        }
    }

    private synchronized long begin() {
        return ++begun;
    }

    private synchronized void end(long round) {
        idle = round;
        notifyAll();
    }

    /// Returns once it has looked at everything that is due by now and done it, or has ended.
    synchronized void awaitRound() throws InterruptedException {
        long before = begun;
        LockSupport.unpark(thread);
        while (idle <= before) wait();
    }

    /// Whether a bug has ended it.
    boolean hasFailed() {
        return failed;
    }

    /// Returns once it does nothing any more.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
