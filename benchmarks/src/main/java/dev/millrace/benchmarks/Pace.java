package dev.millrace.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// When requests are due. Any thread.
///
/// At a rate, the moments are fixed beforehand, whatever the server does: a request that has to
/// wait for a connection because the server was slow counts from when it was due, so that a stall
/// is not hidden by the requests that were not sent meanwhile (coordinated omission).
sealed interface Pace {
    /// Waits until the next request is due.
    ///
    /// @return when it was due, by [System#nanoTime]
    long next();

    /// As soon as there is a connection for it.
    static Pace free() {
        return new Free();
    }

    static Pace of(double perSecond) {
        return new Rate(System.nanoTime(), 1e9 / perSecond, new AtomicLong());
    }

    /// At any moment.
    record Free() implements Pace {
        @Override
        public long next() {
            return System.nanoTime();
        }
    }

    /// At fixed moments.
    ///
    /// @param given how many were handed out
    record Rate(long startNs, double intervalNs, AtomicLong given) implements Pace {
        @Override
        public long next() {
            long due = startNs + (long) (given.getAndIncrement() * intervalNs);
            for (long left; (left = due - System.nanoTime()) > 0; ) LockSupport.parkNanos(left);
            return due;
        }
    }
}
