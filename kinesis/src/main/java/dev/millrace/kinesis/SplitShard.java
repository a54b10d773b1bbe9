package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.stream.StreamKey;

import java.util.Objects;

/// Divides a shard's hash keys between two new ones.
final class SplitShard {
    private final Streams streams;

    SplitShard(Streams streams) {
        this.streams = streams;
    }

    Nothing handle(Caller caller, SplitShardInput input) throws ApiException, InterruptedException {
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        String shardId = Objects.requireNonNull(input.shardToSplit());
        String hashKey = Objects.requireNonNull(input.newStartingHashKey());
        streams.change((decisions, nowMs) -> decisions.split(key, shardId, hashKey, nowMs));
        return Nothing.NOTHING;
    }
}
