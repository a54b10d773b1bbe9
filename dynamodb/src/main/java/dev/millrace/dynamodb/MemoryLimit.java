package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.util.concurrent.atomic.AtomicLong;

/// What the items of all tables may take of memory, together with those that are on their way.
/// Threads: any.
final class MemoryLimit {
    private final Tables tables;
    private final long maxBytes;
    private final AtomicLong coming = new AtomicLong();

    MemoryLimit(Tables tables, long maxBytes) {
        this.tables = tables;
        this.maxBytes = maxBytes;
    }

    /// Refuses to take more than there may be. What gives memory back is never refused.
    void require(long more) throws ApiException {
        try (var _ = reserve(more)) {} // at once
    }

    /// The same, and keeps others from taking it until it is closed: then it has been taken, or is
    /// not needed.
    Reserved reserve(long more) throws ApiException {
        var reserved = new Reserved(Math.max(0, more));
        long taken = tables.memory() + coming.get() - reserved.bytes;
        if (more <= 0 || taken + more <= maxBytes) return reserved;
        coming.addAndGet(-reserved.bytes);
        throw ApiErrors.limitExceeded(
                ("The items of all tables take %d bytes of memory, and %d more would exceed the"
                                + " %d that the setting dynamodb.max-bytes allows.")
                        .formatted(taken, more, maxBytes));
    }

    /// Room for what is about to be taken.
    final class Reserved implements AutoCloseable {
        private final long bytes;

        private Reserved(long bytes) {
            this.bytes = bytes;
            coming.addAndGet(bytes);
        }

        @Override
        public void close() {
            coming.addAndGet(-bytes);
        }
    }
}
