package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DescribeStreamInput;
import dev.millrace.model.kinesis.DescribeStreamOutput;
import dev.millrace.model.kinesis.StreamDescription;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

final class DescribeStream implements Handler.Blocking<DescribeStreamInput, DescribeStreamOutput> {
    /// More are not shown, whatever is asked for.
    private static final int MOST_SHARDS = 100;

    private final StreamAddress address;
    private final Clock clock;

    DescribeStream(StreamAddress address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    @Override
    public DescribeStreamOutput handle(Caller caller, DescribeStreamInput input)
            throws ApiException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int after = after(input.exclusiveStartShardId(), name);
        Stream stream = address.require(name);
        int limit = input.limit() == null ? MOST_SHARDS : Math.min(input.limit(), MOST_SHARDS);
        List<Shard> rest = stream.shardsAfter(after, clock.believedMs());
        List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
        return new DescribeStreamOutput(
                StreamDescription.builder()
                        .streamName(stream.name().name())
                        .streamARN(StreamArn.of(stream.name()))
                        .streamStatus(stream.status().name())
                        .streamModeDetails(StreamShapes.of(stream.mode()))
                        .shards(StreamShapes.of(page))
                        .hasMoreShards(page.size() < rest.size())
                        .retentionPeriodHours(stream.retentionHours())
                        .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMs()))
                        .enhancedMonitoring(StreamShapes.monitoring(stream.settings()))
                        .encryptionType(StreamShapes.encryptionType(stream.settings()))
                        .keyId(stream.settings().encryption().keyId())
                        .build());
    }

    /// The index that a list of shards starts after. The service reads it before it looks for the
    /// stream.
    static int after(@Nullable String exclusiveStart, StreamName stream) throws ApiException {
        if (exclusiveStart == null) return Shard.NONE;
        OptionalInt index = ShardId.parse(exclusiveStart);
        if (index.isEmpty()) throw ApiErrors.of(new Refusal.ShardNotFound(exclusiveStart, stream));
        return index.getAsInt();
    }
}
