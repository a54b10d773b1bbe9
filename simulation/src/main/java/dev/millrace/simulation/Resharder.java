package dev.millrace.simulation;

import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.model.kinesis.UpdateShardCountInput;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import java.util.Comparator;
import java.util.List;

/// Splits and merges shards without end.
final class Resharder extends Actor {
    private static final int MOST_OPEN = 10;

    private final String stream;

    Resharder(World world, int turns, String stream) {
        super(world, turns);
        this.stream = stream;
    }

    @Override
    void act() {
        ShardList.ask(
                world,
                stream,
                shards ->
                        reshard(
                                shards.stream()
                                        .filter(shard -> shard.last() == null)
                                        .sorted(
                                                Comparator.comparing(
                                                        shard -> shard.range().first()))
                                        .toList()));
    }

    private void reshard(List<Listed> open) {
        if (oneIn(4)) update();
        else if (open.size() > 1 && (open.size() >= MOST_OPEN || random.nextBoolean())) merge(open);
        else split(any(open));
    }

    private void split(Listed shard) {
        HashKeyRange range = shard.range();
        HashKey at =
                switch (random.nextInt(4)) {
                    case 0 -> range.first().next();
                    case 1 -> range.last();
                    default -> middle(range);
                };
        call(
                Kinesis.SPLIT_SHARD,
                SplitShardInput.builder()
                        .streamName(stream)
                        .shardToSplit(shard.shard())
                        .newStartingHashKey(at.toString())
                        .build());
    }

    private static HashKey middle(HashKeyRange range) {
        long low = range.first().high();
        long half = (range.last().high() - low) >>> 1;
        return new HashKey(low + half, range.last().low());
    }

    private void merge(List<Listed> open) {
        int at = random.nextInt(open.size() - 1);
        boolean swap = random.nextBoolean();
        call(
                Kinesis.MERGE_SHARDS,
                MergeShardsInput.builder()
                        .streamName(stream)
                        .shardToMerge(open.get(swap ? at + 1 : at).shard())
                        .adjacentShardToMerge(open.get(swap ? at : at + 1).shard())
                        .build());
    }

    private void update() {
        call(
                Kinesis.UPDATE_SHARD_COUNT,
                UpdateShardCountInput.builder()
                        .streamName(stream)
                        .targetShardCount(1 + random.nextInt(MOST_OPEN))
                        .scalingType("UNIFORM_SCALING")
                        .build());
    }

    /// Others reshard too: what was seen may have changed.
    private <I extends Shape, O extends Shape> void call(OperationType<I, O> type, I input) {
        world.network()
                .call(
                        type,
                        input,
                        outcome -> {
                            if (outcome instanceof Outcome.Failed<O>(var error))
                                expect(
                                        error,
                                        "LimitExceededException",
                                        "ResourceInUseException",
                                        "ResourceNotFoundException",
                                        "ValidationException",
                                        "InvalidArgumentException");
                            rest();
                        });
    }
}
