package dev.millrace.log;

import dev.millrace.stream.StorageException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Who wants the files of a snapshot kept. Any thread asks and lets go; the checkpointer, which is
/// the one that deletes such files, gives each a snapshot begun after it was asked for.
///
/// From asking on, not only from the snapshot on, nothing is deleted: there is then no moment at
/// which a snapshot names what is gone.
final class Pins {
    private final ConcurrentLinkedQueue<Asked> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();

    /// A pin, from when it is wanted.
    final class Asked implements Pin {
        private final CompletableFuture<String> snapshot = new CompletableFuture<>();
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public String snapshot() {
            return snapshot.join();
        }

        boolean isDecided() {
            return snapshot.isDone();
        }

        void await() throws StorageException, InterruptedException {
            try {
                snapshot.get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw new StorageException(
                        "no snapshot: " + (cause == null ? e : cause).getMessage(), e);
            }
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) return;
            waiting.remove(this);
            held.decrementAndGet();
        }
    }

    Asked ask() {
        var asked = new Asked();
        held.incrementAndGet();
        waiting.add(asked);
        return asked;
    }

    /// Whether nothing may be deleted that a snapshot names.
    boolean any() {
        return held.get() > 0;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /// Those for whom a snapshot that is begun now will do.
    List<Asked> waiting() {
        return new ArrayList<>(waiting);
    }

    /// They have what they asked for.
    void serve(List<Asked> asked, String snapshot) {
        waiting.removeAll(asked);
        for (Asked one : asked) one.snapshot.complete(snapshot);
    }

    /// Nobody gets a snapshot.
    void fail(Throwable cause) {
        for (Asked one = waiting.poll(); one != null; one = waiting.poll())
            one.snapshot.completeExceptionally(cause);
    }
}
