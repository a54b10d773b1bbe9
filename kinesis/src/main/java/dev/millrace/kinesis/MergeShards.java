package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.stream.StreamKey;

import java.util.Objects;

/// Joins two neighbouring shards into a new one.
final class MergeShards {
    private final Streams streams;

    MergeShards(Streams streams) {
        this.streams = streams;
    }

    Nothing handle(Caller caller, MergeShardsInput input)
            throws ApiException, InterruptedException {
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        String shardId = Objects.requireNonNull(input.shardToMerge());
        String adjacentId = Objects.requireNonNull(input.adjacentShardToMerge());
        streams.change((decisions, nowMs) -> decisions.merge(key, shardId, adjacentId, nowMs));
        return Nothing.NOTHING;
    }
}
