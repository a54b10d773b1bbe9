package dev.millrace.stream;

/// Which of a stream's unexpired shards a list shows. A shard is open from the millisecond of its
/// creation up to, and not in, that of its closing.
public sealed interface ShardFilter {
    /// Whether an unexpired shard of `stream` is shown.
    boolean admits(Shard shard, Stream stream, long nowMs);

    record All() implements ShardFilter {
        @Override
        public boolean admits(Shard shard, Stream stream, long nowMs) {
            return true;
        }
    }

    record OpenNow() implements ShardFilter {
        @Override
        public boolean admits(Shard shard, Stream stream, long nowMs) {
            return shard.isOpen();
        }
    }

    /// The eldest: those whose parents, if any, have expired. Not by time, as a shard may be split
    /// in the millisecond of its creation and yet hold records, which a reader who starts at the
    /// horizon must find.
    record AtHorizon() implements ShardFilter {
        @Override
        public boolean admits(Shard shard, Stream stream, long nowMs) {
            return stream.shard(shard.parent(), nowMs) == null
                    && stream.shard(shard.adjacentParent(), nowMs) == null;
        }
    }

    /// Milliseconds since the epoch.
    record OpenAt(long timeMs) implements ShardFilter {
        @Override
        public boolean admits(Shard shard, Stream stream, long nowMs) {
            return shard.createdMs() <= timeMs && timeMs < shard.closedMs();
        }
    }

    /// Open at that time or later; milliseconds since the epoch.
    record OpenSince(long timeMs) implements ShardFilter {
        @Override
        public boolean admits(Shard shard, Stream stream, long nowMs) {
            return timeMs < shard.closedMs();
        }
    }

    /// The shards open at a time; one before the horizon or before the stream was created counts as
    /// the horizon.
    static ShardFilter openAt(long timeMs, Stream stream, long nowMs) {
        long horizonMs = Math.max(stream.createdMs(), stream.horizonMs(nowMs));
        return timeMs < horizonMs ? new AtHorizon() : new OpenAt(timeMs);
    }
}
