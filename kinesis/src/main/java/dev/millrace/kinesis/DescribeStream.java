package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.DescribeStreamInput;
import dev.millrace.model.kinesis.DescribeStreamOutput;
import dev.millrace.model.kinesis.StreamDescription;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// Shows a stream with its shards, a page of at most 100.
final class DescribeStream {
    private static final int PAGE = 100;

    private final Streams streams;

    DescribeStream(Streams streams) {
        this.streams = streams;
    }

    DescribeStreamOutput handle(Caller caller, DescribeStreamInput input) throws ApiException {
        Stream stream =
                streams.require(
                        streams.key(
                                caller, input.streamName(), input.streamARN(), input.streamId()));
        int limit = input.limit() == null ? PAGE : Math.min(input.limit(), PAGE);
        int after = -1;
        if (input.exclusiveStartShardId() != null) {
            OptionalInt index = ShardId.parse(input.exclusiveStartShardId());
            if (index.isEmpty())
                throw KinesisErrors.unreadableShardId(stream.key(), input.exclusiveStartShardId());
            after = index.getAsInt();
        }
        int start = after;
        List<Shard> following =
                stream.visibleShards(streams.clock().wallMs()).stream()
                        .filter(shard -> shard.index() > start)
                        .toList();
        return DescribeStreamOutput.builder()
                .streamDescription(
                        StreamDescription.builder()
                                .streamName(stream.name())
                                .streamARN(stream.key().arn())
                                .streamStatus(stream.status().name())
                                .streamModeDetails(Shapes.mode(stream))
                                .shards(following.stream().limit(limit).map(Shapes::shard).toList())
                                .hasMoreShards(following.size() > limit)
                                .retentionPeriodHours(stream.retentionHours())
                                .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMs()))
                                .enhancedMonitoring(Shapes.NO_METRICS)
                                .encryptionType(Shapes.ENCRYPTION_NONE)
                                .build())
                .build();
    }
}
