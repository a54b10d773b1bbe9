package dev.millrace.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// A number of bytes that many share. Who asks for more than is left waits its turn, in order, so
/// that small requests cannot starve a large one. Any thread.
final class BytePool {
    /// Bytes that one holder has, or waits for.
    final class Share {
        private final long bytes;
        private final Executor executor;
        private final Runnable granted;
        private boolean held;

        private Share(long bytes, Executor executor, Runnable granted) {
            this.bytes = bytes;
            this.executor = executor;
            this.granted = granted;
        }

        boolean isHeld() {
            synchronized (BytePool.this) {
                return held;
            }
        }

        /// Gives the bytes back, or the place in the queue up. Once.
        void release() {
            synchronized (BytePool.this) {
                if (held) used -= bytes;
                else waiting.remove(this);
                grant();
            }
        }
    }

    /// Most that may wait at once: each holds on to what it has read already.
    private static final int MAX_WAITING = 1_024;

    private final long limit;
    private final ArrayDeque<Share> waiting = new ArrayDeque<>();
    private long used;

    BytePool(long limit) {
        this.limit = limit;
    }

    /// Takes `bytes` out, now or later; null when too many wait already. More than the whole pool
    /// is given to one who is alone.
    ///
    /// @param granted runs on `executor` if the share was not held at once, when it is
    synchronized @Nullable Share take(long bytes, Executor executor, Runnable granted) {
        if (waiting.size() >= MAX_WAITING) return null;
        var share = new Share(bytes, executor, granted);
        if (waiting.isEmpty() && fits(bytes)) {
            share.held = true;
            used += bytes;
        } else {
            waiting.add(share);
        }
        return share;
    }

    /// Takes `bytes` out at once, beyond the limit if need be: what exists already only has to be
    /// counted.
    synchronized void charge(long bytes) {
        used += bytes;
    }

    /// Gives back what was charged.
    synchronized void refund(long bytes) {
        used -= bytes;
        grant();
    }

    /// Whether anyone waits.
    synchronized boolean isContended() {
        return !waiting.isEmpty();
    }

    synchronized long used() {
        return used;
    }

    private boolean fits(long bytes) {
        return used + bytes <= limit || used == 0;
    }

    private void grant() {
        for (Share next; (next = waiting.peek()) != null && fits(next.bytes); ) {
            waiting.remove();
            next.held = true;
            used += next.bytes;
            try {
                next.executor.execute(next.granted);
            } catch (RejectedExecutionException closed) {
                // The connection's loop has ended: nobody is left to use the share.
                next.held = false;
                used -= next.bytes;
            }
        }
    }
}
