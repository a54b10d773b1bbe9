package dev.millrace.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryOutput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.GetShardIteratorOutput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListStreamConsumersInput;
import dev.millrace.model.kinesis.ListStreamConsumersOutput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.simulation.Entry.Acknowledged;
import dev.millrace.simulation.Entry.Again;
import dev.millrace.simulation.Entry.Broken;
import dev.millrace.simulation.Entry.Place;
import dev.millrace.simulation.Entry.Put;
import dev.millrace.simulation.Entry.Refused;
import dev.millrace.simulation.Entry.Retained;
import dev.millrace.simulation.Entry.Shards;
import dev.millrace.stream.HashKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Makes a stream with a consumer, writes to it, reads it all, deletes it and makes it again under
/// the same name, while others load the server.
final class Rebuilder extends Actor {
    private static final String NOT_FOUND = "ResourceNotFoundException";

    private final String name;
    private int left;
    private int number;
    private @Nullable String oldIterator;
    private int writesLeft;
    private Runnable step = this::create;

    /// @param times how often it makes the stream
    Rebuilder(World world, int times, String name) {
        super(world, Integer.MAX_VALUE);
        this.name = name;
        left = times;
    }

    @Override
    void act() {
        step.run();
    }

    private String stream() {
        return name + "@" + number;
    }

    private String arn() {
        return Simulation.ACCOUNT + name;
    }

    private void next(Runnable following) {
        step = following;
        rest();
    }

    private void create() {
        var input = CreateStreamInput.builder().streamName(name).shardCount(1 + random.nextInt(3));
        world.network()
                .call(
                        Kinesis.CREATE_STREAM,
                        input.build(),
                        outcome -> {
                            // It may be there already: of a call of which nothing was heard.
                            if (outcome instanceof Outcome.Failed<?>(ApiException error))
                                expect(error, "ResourceInUseException", "LimitExceededException");
                            next(this::awaitActive);
                        });
    }

    private void describe(Runnable active, Runnable absent, Runnable otherwise) {
        world.network()
                .call(
                        Kinesis.DESCRIBE_STREAM_SUMMARY,
                        DescribeStreamSummaryInput.builder().streamName(name).build(),
                        outcome -> {
                            Runnable then = otherwise;
                            if (outcome
                                    instanceof
                                    Outcome.Failed<DescribeStreamSummaryOutput>(var error)) {
                                if (error.type().equals(NOT_FOUND)) then = absent;
                                else expect(error, "LimitExceededException");
                            } else if (outcome
                                            instanceof
                                            Outcome.Answered<DescribeStreamSummaryOutput>(
                                                    var answer)
                                    && isActive(answer)) {
                                then = active;
                            }
                            next(then);
                        });
    }

    private static boolean isActive(DescribeStreamSummaryOutput answer) {
        var summary = Objects.requireNonNull(answer.streamDescriptionSummary());
        return "ACTIVE".equals(summary.streamStatus());
    }

    private void awaitActive() {
        describe(this::begin, this::create, this::awaitActive);
    }

    private void begin() {
        number++;
        world.history().add(new Retained(stream(), 24, true));
        if (number > 1) world.history().add(new Again(stream(), name + "@" + (number - 1)));
        writesLeft = 1 + random.nextInt(4);
        step = this::askForOld;
        act();
    }

    /// An iterator of the stream that had this name before leads nowhere.
    private void askForOld() {
        String iterator = oldIterator;
        if (iterator == null) {
            next(this::listConsumers);
            return;
        }
        world.network()
                .call(
                        Kinesis.GET_RECORDS,
                        GetRecordsInput.builder().shardIterator(iterator).build(),
                        outcome -> {
                            if (outcome instanceof Outcome.Answered<?>(var answer))
                                gone(
                                        "an iterator of the former %s: %s"
                                                .formatted(stream(), answer));
                            else if (outcome instanceof Outcome.Failed<?>(ApiException error))
                                expect(
                                        error,
                                        NOT_FOUND,
                                        "ExpiredIteratorException",
                                        "InvalidArgumentException");
                            next(this::listConsumers);
                        });
    }

    private void gone(String words) {
        world.history().add(new Broken(Promise.GONE, words));
    }

    private void listConsumers() {
        world.network()
                .call(
                        Kinesis.LIST_STREAM_CONSUMERS,
                        ListStreamConsumersInput.builder().streamARN(arn()).build(),
                        outcome -> {
                            switch (outcome) {
                                case Outcome.Answered<ListStreamConsumersOutput>(var answer) -> {
                                    if (!Objects.requireNonNull(answer.consumers()).isEmpty())
                                        gone("a consumer of the former " + stream());
                                }
                                case Outcome.Failed<ListStreamConsumersOutput>(var error) ->
                                        expect(error, "LimitExceededException");
                                case Outcome.Lost<ListStreamConsumersOutput> _ -> {}
                            }
                            next(this::register);
                        });
    }

    private void register() {
        world.network()
                .call(
                        Kinesis.REGISTER_STREAM_CONSUMER,
                        RegisterStreamConsumerInput.builder()
                                .streamARN(arn())
                                .consumerName("consumer")
                                .build(),
                        outcome -> {
                            if (outcome instanceof Outcome.Failed<?>(ApiException error))
                                expect(error, "ResourceInUseException", "LimitExceededException");
                            next(this::write);
                        });
    }

    private void write() {
        List<Put> puts = new ArrayList<>();
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            String key = "key-" + random.nextInt(8);
            int write = world.history().nextWrite();
            Blob data = Blob.of((write + ".".repeat(random.nextInt(300))).getBytes(UTF_8));
            HashKey hash = HashKey.ofPartitionKey(key.getBytes(UTF_8));
            puts.add(new Put(write, stream(), key, hash, data, null));
            world.history().add(puts.getLast());
            entries.add(new PutRecordsRequestEntry(data, null, key));
        }
        world.network()
                .call(
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName(name).records(entries).build(),
                        outcome -> {
                            written(puts, outcome);
                            next(--writesLeft > 0 ? this::write : this::readAll);
                        });
    }

    private void written(List<Put> puts, Outcome<PutRecordsOutput> outcome) {
        switch (outcome) {
            case Outcome.Answered<PutRecordsOutput>(PutRecordsOutput answer) -> {
                List<PutRecordsResultEntry> results = Objects.requireNonNull(answer.records());
                for (int i = 0; i < puts.size(); i++) {
                    PutRecordsResultEntry result = results.get(i);
                    if (result.errorCode() == null)
                        world.history()
                                .add(
                                        new Acknowledged(
                                                puts.get(i).write(),
                                                new Place(
                                                        stream(),
                                                        Objects.requireNonNull(result.shardId())),
                                                Objects.requireNonNull(result.sequenceNumber())));
                    else if (!result.errorCode().equals("InternalFailure"))
                        world.history().add(new Refused(puts.get(i).write()));
                }
            }
            case Outcome.Failed<PutRecordsOutput>(var error) -> expect(error);
            case Outcome.Lost<PutRecordsOutput> _ -> {}
        }
    }

    private void readAll() {
        World inner = world.leavingBy(() -> ShardList.ask(world, stream(), this::haveRead));
        Follower.ofAll(inner, stream(), world.history().nextGroup()).act();
    }

    private void haveRead(List<Entry.Listed> shards) {
        world.history().add(new Shards(stream(), shards));
        takeIterator(shards.getFirst());
    }

    private void takeIterator(Entry.Listed shard) {
        world.network()
                .call(
                        Kinesis.GET_SHARD_ITERATOR,
                        GetShardIteratorInput.builder()
                                .streamName(name)
                                .shardId(shard.shard())
                                .shardIteratorType("TRIM_HORIZON")
                                .build(),
                        outcome -> {
                            if (outcome instanceof Outcome.Failed<?>(ApiException error))
                                expect(error);
                            oldIterator =
                                    outcome
                                                    instanceof
                                                    Outcome.Answered<GetShardIteratorOutput>(
                                                            GetShardIteratorOutput answer)
                                            ? answer.shardIterator()
                                            : null;
                            next(this::delete);
                        });
    }

    private void delete() {
        world.network()
                .call(
                        Kinesis.DELETE_STREAM,
                        DeleteStreamInput.builder()
                                .streamName(name)
                                .enforceConsumerDeletion(true)
                                .build(),
                        outcome -> {
                            if (outcome instanceof Outcome.Failed<?>(ApiException error))
                                expect(
                                        error,
                                        NOT_FOUND,
                                        "ResourceInUseException",
                                        "LimitExceededException");
                            next(this::awaitGone);
                        });
    }

    private void end() {
        if (--left > 0) create();
        else world.leave().run();
    }

    private void awaitGone() {
        describe(this::delete, this::end, this::awaitGone);
    }
}
