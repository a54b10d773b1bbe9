package dev.millrace.gateway;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// A number of bytes that requests share, given out in the order in which it is asked for: requests
/// of one connection ask in theirs, so none holds memory while it waits behind one that has none
/// yet. Any thread.
final class Memory {
    /// What one request has, or waits for.
    final class Share {
        private final Consumer<Share> granted;
        private long bytes;

        private Share(long bytes, Consumer<Share> granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        /// Gives back all beyond `needed`.
        void shrink(long needed) {
            synchronized (Memory.this) {
                if (needed >= bytes) return;
                used -= bytes - needed;
                bytes = needed;
            }
            grant();
        }

        /// Gives back everything. Any number of times.
        void release() {
            shrink(0);
        }
    }

    private final long limit;
    private final ArrayDeque<Share> waiting = new ArrayDeque<>();
    private long used;

    Memory(long limit) {
        this.limit = limit;
    }

    /// Asks for `bytes`. More than there is at all is given to one who is alone.
    ///
    /// @param granted runs once the share is held: now, or on the thread that gave some back; must
    ///     be quick and not throw
    void take(long bytes, Consumer<Share> granted) {
        var share = new Share(bytes, granted);
        synchronized (this) {
            waiting.add(share);
        }
        grant();
    }

    /// Takes `bytes` at once, beyond the limit if need be: they only have to be counted.
    Share charge(long bytes) {
        synchronized (this) {
            used += bytes;
        }
        return new Share(bytes, _ -> {});
    }

    synchronized long used() {
        return used;
    }

    private void grant() {
        for (Share next; (next = next()) != null; ) next.granted.accept(next);
    }

    private synchronized @Nullable Share next() {
        Share next = waiting.peek();
        if (next == null || (used != 0 && used + next.bytes > limit)) return null;
        waiting.remove();
        used += next.bytes;
        return next;
    }
}
