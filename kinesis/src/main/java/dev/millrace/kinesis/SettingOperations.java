package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.UpdateMaxRecordSizeInput;
import dev.millrace.model.kinesis.UpdateStreamModeInput;
import dev.millrace.model.kinesis.UpdateStreamRecordDistributionStrategyInput;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputInput;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputOutput;
import dev.millrace.model.kinesis.WarmThroughputObject;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.ModeSwitch;
import dev.millrace.stream.RecordDistribution;
import dev.millrace.stream.RecordRouting;
import dev.millrace.stream.RecordSize;
import dev.millrace.stream.Retention;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.WarmThroughput;

import java.util.concurrent.atomic.AtomicInteger;

/// The operations that change one setting of a stream: its retention, its largest record, its mode,
/// its record distribution strategy and its warm throughput.
record SettingOperations(
        Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {

    Nothing increaseRetention(Caller caller, IncreaseStreamRetentionPeriodInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int hours = requireNonNull(input.retentionPeriodHours());
        registrar.change(_ -> Retention.increase(catalog, name, hours, registrar.believedMs()));
        return Nothing.NOTHING;
    }

    Nothing decreaseRetention(Caller caller, DecreaseStreamRetentionPeriodInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int hours = requireNonNull(input.retentionPeriodHours());
        registrar.change(_ -> Retention.decrease(catalog, name, hours, registrar.believedMs()));
        return Nothing.NOTHING;
    }

    Nothing recordSize(Caller caller, UpdateMaxRecordSizeInput input)
            throws ApiException, InterruptedException {
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        int size = requireNonNull(input.maxRecordSizeInKiB());
        registrar.change(nowMs -> RecordSize.update(catalog, name, size, nowMs));
        return Nothing.NOTHING;
    }

    Nothing mode(Caller caller, UpdateStreamModeInput input)
            throws ApiException, InterruptedException {
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        var details = requireNonNull(input.streamModeDetails());
        StreamMode mode = StreamMode.valueOf(requireNonNull(details.streamMode()));
        registrar.change(
                nowMs ->
                        ModeSwitch.decide(
                                catalog, name, mode, input.warmThroughputMiBps(), rules, nowMs));
        return Nothing.NOTHING;
    }

    Nothing distribution(Caller caller, UpdateStreamRecordDistributionStrategyInput input)
            throws ApiException, InterruptedException {
        StreamName name = address.name(caller, null, input.streamARN(), input.streamId());
        var distribution =
                RecordDistribution.valueOf(requireNonNull(input.recordDistributionStrategy()));
        registrar.change(nowMs -> RecordRouting.update(catalog, name, distribution, nowMs));
        return Nothing.NOTHING;
    }

    UpdateStreamWarmThroughputOutput warmThroughput(
            Caller caller, UpdateStreamWarmThroughputInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int target = requireNonNull(input.warmThroughputMiBps());
        var before = new AtomicInteger();
        registrar.change(
                nowMs -> {
                    Stream stream = catalog.find(name);
                    if (stream != null) before.set(stream.settings().warmMibps());
                    return WarmThroughput.update(catalog, name, target, rules, nowMs);
                });
        return UpdateStreamWarmThroughputOutput.builder()
                .streamName(name.name())
                .streamARN(StreamArn.of(name))
                .warmThroughput(
                        WarmThroughputObject.builder()
                                .targetMiBps(target)
                                .currentMiBps(before.get())
                                .build())
                .build();
    }
}
