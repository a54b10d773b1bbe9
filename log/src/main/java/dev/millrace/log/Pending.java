package dev.millrace.log;

import dev.millrace.stream.AppendBatch;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Something in the committer's queue.
abstract sealed class Pending {
    @Nullable Pending next;

    /// A request's records.
    static final class Batch extends Pending {
        final AppendBatch batch;

        /// What it counts against the bytes in flight.
        final long weight;

        /// Records below this one have their outcome already, by an earlier group.
        int done;

        /// The current group takes the records below this one.
        int planned;

        Batch(AppendBatch batch, long weight) {
            this.batch = batch;
            this.weight = weight;
        }
    }

    /// Changes that become durable together.
    static final class Changes extends Pending {
        final List<Change> changes;
        private final CountDownLatch decided = new CountDownLatch(1);
        private volatile @Nullable Throwable failure;

        Changes(List<Change> changes) {
            this.changes = changes;
        }

        void succeed() {
            decided.countDown();
        }

        void fail(Throwable cause) {
            failure = cause;
            decided.countDown();
        }

        boolean isDecided() {
            return decided.getCount() == 0;
        }

        /// Null once durable.
        @Nullable Throwable failure() {
            return failure;
        }

        void await() throws InterruptedException {
            decided.await();
        }
    }
}
