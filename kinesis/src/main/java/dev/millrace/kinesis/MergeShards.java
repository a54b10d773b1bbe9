package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Resharding;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class MergeShards implements Handler.Blocking<MergeShardsInput, Nothing> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final Registrar registrar;
    private final ControlRules rules;

    MergeShards(Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {
        this.catalog = catalog;
        this.address = address;
        this.registrar = registrar;
        this.rules = rules;
    }

    @Override
    public Nothing handle(Caller caller, MergeShardsInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        String first = Objects.requireNonNull(input.shardToMerge());
        String second = Objects.requireNonNull(input.adjacentShardToMerge());
        registrar.change(nowMs -> Resharding.merge(catalog, name, first, second, rules, nowMs));
        return Nothing.NOTHING;
    }
}
