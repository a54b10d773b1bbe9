package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryOutput;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.stream.Stream;

import java.time.Instant;

/// Shows a stream without its shards.
final class DescribeStreamSummary {
    private final Streams streams;

    DescribeStreamSummary(Streams streams) {
        this.streams = streams;
    }

    DescribeStreamSummaryOutput handle(Caller caller, DescribeStreamSummaryInput input)
            throws ApiException {
        Stream stream =
                streams.require(
                        streams.key(
                                caller, input.streamName(), input.streamARN(), input.streamId()));
        return DescribeStreamSummaryOutput.builder()
                .streamDescriptionSummary(
                        StreamDescriptionSummary.builder()
                                .streamName(stream.name())
                                .streamARN(stream.key().arn())
                                .streamId(stream.id())
                                .streamStatus(stream.status().name())
                                .streamModeDetails(Shapes.mode(stream))
                                .retentionPeriodHours(stream.retentionHours())
                                .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMs()))
                                .enhancedMonitoring(Shapes.NO_METRICS)
                                .encryptionType(Shapes.ENCRYPTION_NONE)
                                .openShardCount(stream.routing().size())
                                .consumerCount(0)
                                .maxRecordSizeInKiB(stream.maxRecordKiB())
                                .build())
                .build();
    }
}
