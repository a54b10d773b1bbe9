package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryOutput;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.stream.BillingCommitment;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.RegionalAccount;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamMode;

import java.time.Instant;

final class DescribeStreamSummary
        implements Handler.Blocking<DescribeStreamSummaryInput, DescribeStreamSummaryOutput> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Clock clock;

    DescribeStreamSummary(Catalog catalog, StreamAddress address, Clock clock) {
        this.catalog = catalog;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public DescribeStreamSummaryOutput handle(Caller caller, DescribeStreamSummaryInput input)
            throws ApiException {
        Stream stream =
                address.stream(caller, input.streamName(), input.streamARN(), input.streamId());
        // No StreamId, though streams have one: the SDK for Java calls a host of the service's own
        // when it is given one, whatever endpoint it was told, and the KCL gives it what is here.
        return new DescribeStreamSummaryOutput(
                StreamDescriptionSummary.builder()
                        .streamName(stream.name().name())
                        .streamARN(StreamArn.of(stream.name()))
                        .streamStatus(stream.status().name())
                        .streamModeDetails(StreamShapes.of(stream.mode()))
                        .retentionPeriodHours(stream.retentionHours())
                        .streamCreationTimestamp(Instant.ofEpochMilli(stream.createdMs()))
                        .enhancedMonitoring(StreamShapes.monitoring(stream.settings()))
                        .encryptionType(StreamShapes.encryptionType(stream.settings()))
                        .keyId(stream.settings().encryption().keyId())
                        .openShardCount(stream.shards().open().size())
                        .consumerCount(catalog.consumers().count(stream.number()))
                        .maxRecordSizeInKiB(stream.maxRecordKib())
                        .recordDistributionStrategy(stream.settings().distribution().name())
                        .warmThroughput(isWarm(stream) ? StreamShapes.warmThroughput(stream) : null)
                        .build());
    }

    /// Warm throughput is what a commitment brings to on-demand streams.
    private boolean isWarm(Stream stream) {
        return stream.mode() == StreamMode.ON_DEMAND
                && catalog.commitment(RegionalAccount.of(stream.name())).status(clock.wallMs())
                        != BillingCommitment.Status.DISABLED;
    }
}
