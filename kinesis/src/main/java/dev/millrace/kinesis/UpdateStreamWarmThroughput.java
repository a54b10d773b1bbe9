package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputInput;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputOutput;
import dev.millrace.model.kinesis.WarmThroughputObject;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.WarmThroughput;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

final class UpdateStreamWarmThroughput
        implements Handler.Blocking<
                UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    UpdateStreamWarmThroughput(
            Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public UpdateStreamWarmThroughputOutput handle(
            Caller caller, UpdateStreamWarmThroughputInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int target = Objects.requireNonNull(input.warmThroughputMiBps());
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
