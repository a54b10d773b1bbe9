package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.kinesis.ShardFilter;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// Which of a stream's shards a listing shows.
///
/// A shard counts as open at an instant from its creation on, inclusive, until its close,
/// exclusive. The horizon is where the oldest record can be: the retention ago, or the first
/// shard's creation.
///
/// @param type as in the API's ShardFilter; its default FROM_TRIM_HORIZON shows all
/// @param afterIndex for AFTER_SHARD_ID, else -1
/// @param atMs for the types with a timestamp, milliseconds since the epoch, else 0
record ShardSelection(Type type, int afterIndex, long atMs) {
    static final ShardSelection ALL = new ShardSelection(Type.FROM_TRIM_HORIZON, -1, 0);

    enum Type {
        AFTER_SHARD_ID,
        AT_TRIM_HORIZON,
        FROM_TRIM_HORIZON,
        AT_LATEST,
        AT_TIMESTAMP,
        FROM_TIMESTAMP
    }

    static ShardSelection of(@Nullable ShardFilter filter, long nowMs) throws ApiException {
        if (filter == null) return ALL;
        Type type = Type.valueOf(Objects.requireNonNull(filter.type()));
        int afterIndex = -1;
        if (type == Type.AFTER_SHARD_ID) {
            if (filter.shardId() == null)
                throw KinesisErrors.invalidArgument(
                        "ShardId must be specified when ShardFilterType is AFTER_SHARD_ID.");
            OptionalInt index = ShardId.parse(filter.shardId());
            if (index.isEmpty())
                throw KinesisErrors.invalidArgument(
                        "ShardId " + filter.shardId() + " in ShardFilter names no shard.");
            afterIndex = index.getAsInt();
        }
        long atMs = 0;
        if (type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP) {
            if (filter.timestamp() == null)
                throw KinesisErrors.invalidArgument(
                        "Timestamp must be specified when ShardFilterType is " + type + ".");
            atMs = filter.timestamp().toEpochMilli();
            if (atMs > nowMs)
                throw KinesisErrors.invalidArgument(
                        "Timestamp in ShardFilter must not be in the future: %d is after %d."
                                .formatted(atMs, nowMs));
        }
        return new ShardSelection(type, afterIndex, atMs);
    }

    List<Shard> of(Stream stream, long nowMs) {
        List<Shard> visible = stream.visibleShards(nowMs);
        long firstMs = visible.stream().mapToLong(Shard::createdMs).min().orElse(0);
        long horizonMs = Math.max(stream.horizonMs(nowMs), firstMs);
        long instantMs = Math.max(atMs, horizonMs);
        return visible.stream()
                .filter(
                        shard ->
                                switch (type) {
                                    case FROM_TRIM_HORIZON -> true;
                                    case AFTER_SHARD_ID -> shard.index() > afterIndex;
                                    case AT_LATEST -> shard.isOpen();
                                    case AT_TRIM_HORIZON -> isOpenAt(shard, horizonMs);
                                    case AT_TIMESTAMP -> isOpenAt(shard, instantMs);
                                    case FROM_TIMESTAMP ->
                                            shard.isOpen() || shard.closedMs() > instantMs;
                                })
                .toList();
    }

    private static boolean isOpenAt(Shard shard, long ms) {
        return shard.createdMs() <= ms && (shard.isOpen() || shard.closedMs() > ms);
    }
}
