package dev.millrace.kinesis;

import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.EnhancedMetrics;
import dev.millrace.model.kinesis.HashKeyRange;
import dev.millrace.model.kinesis.SequenceNumberRange;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The domain's pictures in the API's shapes.
final class Shapes {
    /// As a stream without encryption and without shard metrics shows itself.
    static final String ENCRYPTION_NONE = "NONE";

    static final List<EnhancedMetrics> NO_METRICS =
            List.of(EnhancedMetrics.builder().shardLevelMetrics(List.of()).build());

    private Shapes() {}

    static StreamModeDetails mode(Stream stream) {
        return StreamModeDetails.builder().streamMode(stream.mode().name()).build();
    }

    static dev.millrace.model.kinesis.Shard shard(Shard shard) {
        return dev.millrace.model.kinesis.Shard.builder()
                .shardId(shard.id())
                .parentShardId(parent(shard.parent()))
                .adjacentParentShardId(parent(shard.adjacentParent()))
                .hashKeyRange(range(shard))
                .sequenceNumberRange(
                        SequenceNumberRange.builder()
                                .startingSequenceNumber(shard.startingNumber().toString())
                                .endingSequenceNumber(
                                        shard.isOpen() ? null : shard.endingNumber().toString())
                                .build())
                .build();
    }

    /// The shards that `parent` became, as the end of its records names them.
    static List<ChildShard> children(Stream stream, Shard parent) {
        return stream.shards().stream()
                .filter(shard -> shard.hasParent(parent.index()))
                .map(
                        shard ->
                                ChildShard.builder()
                                        .shardId(shard.id())
                                        .parentShards(parents(shard))
                                        .hashKeyRange(range(shard))
                                        .build())
                .toList();
    }

    private static List<String> parents(Shard shard) {
        String first = ShardId.of(shard.parent());
        return shard.adjacentParent() == Shard.NONE
                ? List.of(first)
                : List.of(first, ShardId.of(shard.adjacentParent()));
    }

    private static @Nullable String parent(int index) {
        return index == Shard.NONE ? null : ShardId.of(index);
    }

    private static HashKeyRange range(Shard shard) {
        return HashKeyRange.builder()
                .startingHashKey(shard.range().first().toString())
                .endingHashKey(shard.range().last().toString())
                .build();
    }
}
