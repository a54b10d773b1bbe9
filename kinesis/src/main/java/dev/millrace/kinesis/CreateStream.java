package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.stream.StreamKey;
import dev.millrace.stream.StreamMode;

import java.util.Map;
import java.util.Objects;

/// Begins a stream.
final class CreateStream {
    private static final int DEFAULT_RECORD_KIB = 1_024;

    private final Streams streams;

    CreateStream(Streams streams) {
        this.streams = streams;
    }

    Nothing handle(Caller caller, CreateStreamInput input)
            throws ApiException, InterruptedException {
        if (input.warmThroughputMiBps() != null)
            throw KinesisErrors.validation(
                    "WarmThroughputMiBps needs an account with the minimum throughput billing"
                            + " commitment.");
        if ("AUTO".equals(input.recordDistributionStrategy()))
            throw KinesisErrors.validation("RecordDistributionStrategy AUTO is not available.");
        String name = Objects.requireNonNull(input.streamName());
        var key = new StreamKey(caller.account(), caller.region(), name);
        StreamModeDetails mode = input.streamModeDetails();
        Integer recordKiB = input.maxRecordSizeInKiB();
        Map<String, String> tags = input.tags();
        streams.change(
                (decisions, nowMs) ->
                        decisions.create(
                                key,
                                mode == null || mode.streamMode() == null
                                        ? null
                                        : StreamMode.valueOf(mode.streamMode()),
                                input.shardCount(),
                                recordKiB == null ? DEFAULT_RECORD_KIB : recordKiB,
                                tags == null ? Map.of() : tags,
                                nowMs));
        return Nothing.NOTHING;
    }
}
