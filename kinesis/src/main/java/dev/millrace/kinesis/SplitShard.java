package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Resharding;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class SplitShard implements Handler.Blocking<SplitShardInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    SplitShard(Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public Nothing handle(Caller caller, SplitShardInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        String shard = Objects.requireNonNull(input.shardToSplit());
        String key = Objects.requireNonNull(input.newStartingHashKey());
        registrar.change(nowMs -> Resharding.split(catalog, name, shard, key, rules, nowMs));
        return Nothing.NOTHING;
    }
}
