package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.UpdateShardCountInput;
import dev.millrace.model.kinesis.UpdateShardCountOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.ShardCountUpdate;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// The only scaling type, which the model checks, is UNIFORM_SCALING.
final class UpdateShardCount
        implements Handler.Blocking<UpdateShardCountInput, UpdateShardCountOutput> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    UpdateShardCount(
            Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public UpdateShardCountOutput handle(Caller caller, UpdateShardCountInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int target = Objects.requireNonNull(input.targetShardCount());
        var before = new AtomicInteger();
        registrar.change(
                nowMs -> {
                    Stream stream = catalog.find(name);
                    if (stream != null) before.set(stream.openShards());
                    return ShardCountUpdate.decide(catalog, name, target, rules, nowMs);
                });
        return new UpdateShardCountOutput(name.name(), before.get(), target, StreamArn.of(name));
    }
}
