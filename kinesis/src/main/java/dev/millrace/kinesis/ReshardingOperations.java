package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Nothing;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.model.kinesis.UpdateShardCountInput;
import dev.millrace.model.kinesis.UpdateShardCountOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Resharding;
import dev.millrace.stream.ShardCountUpdate;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import java.util.concurrent.atomic.AtomicInteger;

/// SplitShard, MergeShards and UpdateShardCount.
record ReshardingOperations(
        Catalog catalog, StreamAddress address, Registrar registrar, ControlRules rules) {

    Nothing split(Caller caller, SplitShardInput input) throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        String shard = requireNonNull(input.shardToSplit());
        String key = requireNonNull(input.newStartingHashKey());
        registrar.change(nowMs -> Resharding.split(catalog, name, shard, key, rules, nowMs));
        return Nothing.NOTHING;
    }

    Nothing merge(Caller caller, MergeShardsInput input) throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        String first = requireNonNull(input.shardToMerge());
        String second = requireNonNull(input.adjacentShardToMerge());
        registrar.change(nowMs -> Resharding.merge(catalog, name, first, second, rules, nowMs));
        return Nothing.NOTHING;
    }

    /// The only scaling type, which the model checks, is UNIFORM_SCALING.
    UpdateShardCountOutput updateCount(Caller caller, UpdateShardCountInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        int target = requireNonNull(input.targetShardCount());
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
