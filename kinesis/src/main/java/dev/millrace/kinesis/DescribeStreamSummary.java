package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryOutput;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Stream;

import java.time.Instant;

final class DescribeStreamSummary
        implements Handler.Blocking<DescribeStreamSummaryInput, DescribeStreamSummaryOutput> {
    private final Catalog catalog;
    private final StreamAddress address;

    DescribeStreamSummary(Catalog catalog, StreamAddress address) {
        this.catalog = catalog;
        this.address = address;
    }

    @Override
    public DescribeStreamSummaryOutput handle(Caller caller, DescribeStreamSummaryInput input)
            throws ApiException {
        Stream stream =
                address.stream(caller, input.streamName(), input.streamARN(), input.streamId());
        return new DescribeStreamSummaryOutput(
                StreamDescriptionSummary.builder()
                        .streamName(stream.name().name())
                        .streamARN(StreamArn.of(stream.name()))
                        .streamId(stream.id())
                        .streamStatus(stream.status().name())
                        .streamModeDetails(StreamShapes.of(stream.mode()))
                        .retentionPeriodHours(stream.retentionHours())
                        .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMs()))
                        .enhancedMonitoring(StreamShapes.NO_METRICS)
                        .encryptionType(StreamShapes.UNENCRYPTED)
                        .openShardCount(stream.shards().open().size())
                        .consumerCount(catalog.consumers().count(stream.number()))
                        .maxRecordSizeInKiB(stream.maxRecordKib())
                        .build());
    }
}
