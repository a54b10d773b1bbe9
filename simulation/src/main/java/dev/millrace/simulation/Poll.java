package dev.millrace.simulation;

import dev.millrace.model.ApiException;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.GetShardIteratorOutput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.simulation.Entry.Child;
import dev.millrace.simulation.Entry.Got;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Start;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// One reader that polls one shard, from its start to wherever it gives up.
final class Poll {
    /// What a poller has to know after a step.
    ///
    /// @param records got by it
    /// @param children at the end of the shard, else null
    /// @param isLive whether there can be another step
    /// @param atTip whether there was no more
    /// @param isGone whether there is no such shard any more
    record Step(
            List<Got> records,
            @Nullable List<Child> children,
            boolean isLive,
            boolean atTip,
            boolean isGone) {
        static final Step NOTHING = new Step(List.of(), null, true, false, false);
        static final Step BROKEN = new Step(List.of(), null, false, false, false);
        static final Step GONE = new Step(List.of(), null, false, false, true);
    }

    private final World world;
    private final Place place;
    private final Start start;
    private final int reader;
    private @Nullable String iterator;

    Poll(World world, int group, Place place, Start start) {
        this.world = world;
        this.place = place;
        this.start = start;
        reader = world.history().nextReader();
        world.history().add(new Entry.Begun(reader, group, null, place, start));
    }

    /// Gets an iterator at first, then records.
    ///
    /// @param limit most records, null for the service's
    void step(@Nullable Integer limit, Consumer<Step> then) {
        if (iterator == null) begin(then);
        else get(iterator, limit, then);
    }

    private void begin(Consumer<Step> then) {
        var input = GetShardIteratorInput.builder();
        input.streamName(Place.name(place.stream())).shardId(place.shard());
        switch (start) {
            case Start.Horizon() -> input.shardIteratorType("TRIM_HORIZON");
            case Start.Tip() -> input.shardIteratorType("LATEST");
            case Start.At(String number) ->
                    input.shardIteratorType("AT_SEQUENCE_NUMBER").startingSequenceNumber(number);
            case Start.After(String number) ->
                    input.shardIteratorType("AFTER_SEQUENCE_NUMBER").startingSequenceNumber(number);
            case Start.From(long timeMs) ->
                    input.shardIteratorType("AT_TIMESTAMP").timestamp(Instant.ofEpochMilli(timeMs));
        }
        world.network()
                .call(
                        Kinesis.GET_SHARD_ITERATOR,
                        input.build(),
                        outcome -> then.accept(begun(outcome)));
    }

    private Step begun(Outcome<GetShardIteratorOutput> outcome) {
        return switch (outcome) {
            case Outcome.Answered<GetShardIteratorOutput>(GetShardIteratorOutput answer) -> {
                iterator = Objects.requireNonNull(answer.shardIterator());
                world.history().add(new Entry.Placed(reader, world.nowMs()));
                yield Step.NOTHING;
            }
            case Outcome.Failed<GetShardIteratorOutput>(ApiException error) -> {
                if (isGone(error)) yield gone();
                // The clock may be set back behind the time that was asked for.
                if (start instanceof Start.From) Actor.expect(error, "InvalidArgumentException");
                else Actor.expect(error);
                yield error.status() == 400 && start instanceof Start.From
                        ? Step.BROKEN
                        : Step.NOTHING;
            }
            case Outcome.Lost<GetShardIteratorOutput> _ -> Step.NOTHING;
        };
    }

    private void get(String from, @Nullable Integer limit, Consumer<Step> then) {
        int asked = world.history().size();
        long atMs = world.nowMs();
        world.network()
                .call(
                        Kinesis.GET_RECORDS,
                        GetRecordsInput.builder().shardIterator(from).limit(limit).build(),
                        outcome -> then.accept(got(outcome, asked, atMs)));
    }

    private Step got(Outcome<GetRecordsOutput> outcome, int asked, long atMs) {
        return switch (outcome) {
            case Outcome.Answered<GetRecordsOutput>(GetRecordsOutput answer) -> {
                List<Got> records = Actor.got(answer.records());
                boolean atTip = Objects.requireNonNull(answer.millisBehindLatest()) == 0;
                List<Child> children =
                        answer.nextShardIterator() == null
                                ? children(Objects.requireNonNull(answer.childShards()))
                                : null;
                world.history()
                        .add(new Entry.Read(reader, asked, atMs, records, atTip, null, children));
                iterator = answer.nextShardIterator();
                yield new Step(records, children, iterator != null, atTip, false);
            }
            case Outcome.Failed<GetRecordsOutput>(ApiException error) -> {
                if (isGone(error)) yield gone();
                Actor.expect(error, "ExpiredIteratorException");
                yield error.type().equals("ExpiredIteratorException") ? Step.BROKEN : Step.NOTHING;
            }
            case Outcome.Lost<GetRecordsOutput> _ -> Step.NOTHING; // the iterator still holds
        };
    }

    private static boolean isGone(ApiException error) {
        return error.type().equals("ResourceNotFoundException");
    }

    private Step gone() {
        world.history().add(new Entry.Vanished(reader));
        return Step.GONE;
    }

    static List<Child> children(List<ChildShard> children) {
        return children.stream()
                .map(
                        child ->
                                new Child(
                                        Objects.requireNonNull(child.shardId()),
                                        List.copyOf(Objects.requireNonNull(child.parentShards())),
                                        ShardList.range(
                                                Objects.requireNonNull(child.hashKeyRange()))))
                .toList();
    }
}
