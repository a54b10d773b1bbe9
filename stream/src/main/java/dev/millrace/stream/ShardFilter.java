package dev.millrace.stream;

/// Which of a stream's unexpired shards a list shows. A shard is open from the millisecond of its
/// creation up to, and not in, that of its closing.
public sealed interface ShardFilter {
    boolean admits(Shard shard);

    record All() implements ShardFilter {
        @Override
        public boolean admits(Shard shard) {
            return true;
        }
    }

    record OpenNow() implements ShardFilter {
        @Override
        public boolean admits(Shard shard) {
            return shard.isOpen();
        }
    }

    /// Milliseconds since the epoch.
    record OpenAt(long timeMs) implements ShardFilter {
        @Override
        public boolean admits(Shard shard) {
            return shard.createdMs() <= timeMs && timeMs < shard.closedMs();
        }
    }

    /// Open at that time or later; milliseconds since the epoch.
    record OpenSince(long timeMs) implements ShardFilter {
        @Override
        public boolean admits(Shard shard) {
            return timeMs < shard.closedMs();
        }
    }

    /// The shards open at a time, which counts as the horizon if it lies before it or before the
    /// stream was created.
    static ShardFilter openAt(long timeMs, Stream stream, long nowMs) {
        long horizonMs = Math.max(stream.createdMs(), stream.horizonMs(nowMs));
        return new OpenAt(Math.max(timeMs, horizonMs));
    }
}
