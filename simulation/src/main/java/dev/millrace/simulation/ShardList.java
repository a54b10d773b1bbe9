package dev.millrace.simulation;

import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.ListShardsOutput;
import dev.millrace.model.kinesis.SequenceNumberRange;
import dev.millrace.model.kinesis.Shard;
import dev.millrace.simulation.Entry.Listed;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Asks for all shards of a stream, page by page; from the beginning if an answer is lost.
final class ShardList {
    private static final int PAGE = 7;

    private final World world;
    private final String stream;
    private final Consumer<List<Listed>> then;
    private final List<Listed> shards = new ArrayList<>();
    private int asked;

    private ShardList(World world, String stream, Consumer<List<Listed>> then) {
        this.world = world;
        this.stream = stream;
        this.then = then;
    }

    static void ask(World world, String stream, Consumer<List<Listed>> then) {
        new ShardList(world, stream, then).page(null);
    }

    private void page(@Nullable String token) {
        if (token == null) asked = world.history().size();
        var input =
                ListShardsInput.builder()
                        .streamName(token == null ? Place.name(stream) : null)
                        .nextToken(token)
                        .maxResults(PAGE)
                        .build();
        world.network().call(Kinesis.LIST_SHARDS, input, this::answered);
    }

    private void answered(Outcome<ListShardsOutput> outcome) {
        if (!(outcome instanceof Outcome.Answered<ListShardsOutput>(ListShardsOutput answer))) {
            if (outcome instanceof Outcome.Failed<ListShardsOutput>(var error))
                Actor.expect(error, "LimitExceededException", "ExpiredNextTokenException");
            shards.clear();
            world.queue().meanwhile(100, () -> page(null));
            return;
        }
        for (Shard shard : Objects.requireNonNull(answer.shards())) shards.add(listed(shard));
        if (answer.nextToken() == null) {
            world.history().add(new Entry.Seen(stream, asked, List.copyOf(shards)));
            then.accept(List.copyOf(shards));
        } else page(answer.nextToken());
    }

    private static Listed listed(Shard shard) {
        SequenceNumberRange numbers = Objects.requireNonNull(shard.sequenceNumberRange());
        return new Listed(
                Objects.requireNonNull(shard.shardId()),
                Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                        .<String>mapMulti(
                                (parent, all) -> {
                                    if (parent != null) all.accept(parent);
                                })
                        .toList(),
                range(Objects.requireNonNull(shard.hashKeyRange())),
                Objects.requireNonNull(numbers.startingSequenceNumber()),
                numbers.endingSequenceNumber());
    }

    static HashKeyRange range(dev.millrace.model.kinesis.HashKeyRange range) {
        return new HashKeyRange(
                key(Objects.requireNonNull(range.startingHashKey())),
                key(Objects.requireNonNull(range.endingHashKey())));
    }

    private static HashKey key(String decimal) {
        return Objects.requireNonNull(HashKey.parse(decimal));
    }
}
