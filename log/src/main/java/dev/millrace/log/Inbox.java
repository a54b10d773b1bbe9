package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/// The committer's queue: any thread puts, the committer takes everything at once. A stack that is
/// turned round when it is taken: one compare-and-set per put.
///
/// Bounded by the bytes in flight, which are counted before a batch is put here.
final class Inbox {
    private static final Pending CLOSED = new Pending.Changes(java.util.List.of());

    private final AtomicReference<@Nullable Pending> newest = new AtomicReference<>();

    /// Adds, unless the inbox is closed.
    boolean put(Pending pending) {
        while (true) {
            Pending before = newest.get();
            if (before == CLOSED) return false;
            pending.next = before;
            if (newest.compareAndSet(before, pending)) return true;
        }
    }

    boolean isEmpty() {
        Pending now = newest.get();
        return now == null || now == CLOSED;
    }

    /// Everything put so far, oldest first, linked by [Pending#next].
    @Nullable Pending takeAll() {
        if (isEmpty()) return null;
        return reversed(newest.getAndSet(null));
    }

    /// Takes everything, and lets nothing in any more.
    @Nullable Pending close() {
        Pending all = newest.getAndSet(CLOSED);
        return all == CLOSED ? null : reversed(all);
    }

    private static @Nullable Pending reversed(@Nullable Pending stack) {
        Pending queue = null;
        while (stack != null) {
            Pending below = stack.next;
            stack.next = queue;
            queue = stack;
            stack = below;
        }
        return queue;
    }
}
