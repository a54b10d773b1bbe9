package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.stream.StreamKey;

import java.util.Objects;

/// Makes a stream keep its records longer or shorter.
final class RetentionPeriod {
    private final Streams streams;

    RetentionPeriod(Streams streams) {
        this.streams = streams;
    }

    Nothing increase(Caller caller, IncreaseStreamRetentionPeriodInput input)
            throws ApiException, InterruptedException {
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        int hours = Objects.requireNonNull(input.retentionPeriodHours());
        streams.change((decisions, nowMs) -> decisions.increaseRetention(key, hours, nowMs));
        return Nothing.NOTHING;
    }

    Nothing decrease(Caller caller, DecreaseStreamRetentionPeriodInput input)
            throws ApiException, InterruptedException {
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        int hours = Objects.requireNonNull(input.retentionPeriodHours());
        streams.change((decisions, nowMs) -> decisions.decreaseRetention(key, hours, nowMs));
        return Nothing.NOTHING;
    }
}
