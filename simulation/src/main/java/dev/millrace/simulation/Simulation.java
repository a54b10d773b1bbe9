package dev.millrace.simulation;

import dev.millrace.model.Nothing;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Consumer;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryOutput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.model.kinesis.RegisterStreamConsumerOutput;
import dev.millrace.simulation.Entry.Retained;
import dev.millrace.simulation.Entry.Scaled;
import dev.millrace.simulation.Entry.Shards;
import dev.millrace.simulation.Entry.Space;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// A server under load that is resharded, crashes and starts again, all of it from one seed.
///
/// Writers, resharders, consumers that poll and consumers that are pushed to share one or two
/// streams, others are deleted and made again; hours go by, and clocks are set. In the end nothing
/// goes wrong any more, and everything is read once again.
final class Simulation {
    /// More than any history needs.
    private static final int MOST_EVENTS = 5_000_000;

    /// Of segments, once there is nothing to read any more.
    private static final long LEFT_BYTES = 8 << 10;

    static final String ACCOUNT = "arn:aws:kinesis:eu-central-1:111122223333:stream/";

    private final SplittableRandom random;
    private final EventQueue queue;
    private final Host host;
    private final World world;
    private final History history = new History();
    private final Climate climate;
    private final AtomicInteger actors = new AtomicInteger();
    private int events;

    private Simulation(long seed, Defect defect) {
        random = new SplittableRandom(seed);
        var clock = new ManualClock(1_700_000_000_000L);
        var disk = new FaultyDisk(seed);
        queue = new EventQueue(clock, random.split(), this::look);
        climate = new Climate(clock, queue, history, random.split());
        host =
                new Host(
                        queue,
                        clock,
                        disk,
                        random.split(),
                        Setting.kinesis(random),
                        Setting.LOG,
                        defect,
                        climate,
                        history);
        var network = new Network(queue, random.split(), host);
        world = new World(random.split(), clock, queue, network, history, actors::decrementAndGet);
    }

    private void look() {
        host.look();
    }

    /// Runs it.
    ///
    /// @return what clients did and were told
    static List<Entry> run(long seed, Defect defect) {
        var simulation = new Simulation(seed, defect);
        simulation.live();
        return defect.told(simulation.history.entries());
    }

    private void live() {
        climate.begin();
        host.start();
        List<String> streams = new ArrayList<>();
        for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) streams.add(create("stream-" + i));
        List<String> consumers = new ArrayList<>();
        for (String stream : streams) consumers.add(register(stream));
        int turns = 10 + random.nextInt(50);
        for (int i = 0; i < streams.size(); i++) people(streams.get(i), consumers.get(i), turns, i);
        for (int i = random.nextInt(2); i > 0; i--)
            enter(new Rebuilder(world, 1 + random.nextInt(3), "again-" + i));
        if (random.nextInt(5) > 0) queue.after(random.nextInt(1_000), this::harm);
        climate.turnAgainAndAgain(() -> actors.get() > 0);
        // Not every writer waits for its answers.
        until(() -> actors.get() == 0 && world.network().isSilent());
        host.spare();
        if (random.nextBoolean()) host.fall();
        readAll(streams);
        climate.end();
        if (climate.isJumping()) return; // then it is long before all has expired
        int told = history.size();
        if (random.nextBoolean()) expire();
        else deleteAll(streams);
        history.endAt(told, new Space(host.segmentBytes(), LEFT_BYTES));
    }

    /// So long that nothing is left, even if the clocks have to be believed first.
    private void expire() {
        for (int i = 0; i < 3; i++) {
            climate.sleep(Duration.ofHours(Keeper.LONGEST / 2));
            pass(100_000);
        }
    }

    private void deleteAll(List<String> streams) {
        for (String stream : streams) {
            var input =
                    DeleteStreamInput.builder()
                            .streamName(stream)
                            .enforceConsumerDeletion(true)
                            .build();
            Outcome<Nothing> outcome;
            do outcome = ask(Kinesis.DELETE_STREAM, input);
            while (!(outcome instanceof Outcome.Failed<Nothing>(var error)
                    && error.type().equals("ResourceNotFoundException")));
        }
        pass(100_000);
    }

    private void pass(long ms) {
        long untilMs = queue.nowMs() + ms;
        queue.after(ms, () -> {});
        until(() -> queue.nowMs() >= untilMs);
    }

    private void people(String stream, String consumer, int turns, int number) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) enter(new Writer(world, turns, stream));
        if (random.nextInt(4) == 0) {
            history.add(new Scaled(stream));
            enter(new ScaledStream(world, 1 + random.nextInt(turns), ACCOUNT + stream));
        } else
            for (int i = random.nextInt(3); i > 0; i--)
                enter(new Resharder(world, 1 + random.nextInt(turns), stream));
        if (!climate.isEven() && random.nextBoolean())
            enter(new Keeper(world, 1 + random.nextInt(turns), stream));
        for (int i = random.nextInt(3); i > 0; i--)
            enter(new Follower(world, 2 * turns, stream, 3 * number + i));
        for (int i = random.nextInt(3); i > 0; i--) enter(new Sampler(world, 2 * turns));
        for (int i = random.nextInt(3); i > 0; i--)
            enter(new Subscriber(world, 1 + turns / 3, stream, consumer));
    }

    private void enter(Actor actor) {
        actors.incrementAndGet();
        queue.meanwhile(random.nextInt(random.nextInt(4) == 0 ? 1_000 : 5), actor::act);
    }

    private void harm() {
        if (actors.get() == 0) return;
        host.harm();
        queue.after(random.nextInt(random.nextBoolean() ? 1_500 : 20_000), this::harm);
    }

    private void readAll(List<String> streams) {
        for (int i = 0; i < streams.size(); i++)
            enter(Follower.ofAll(world, streams.get(i), 100 + i));
        until(() -> actors.get() == 0);
        var listed = new AtomicInteger();
        for (String stream : streams)
            ShardList.ask(
                    world,
                    stream,
                    shards -> {
                        history.add(new Shards(stream, shards));
                        listed.incrementAndGet();
                    });
        until(() -> listed.get() == streams.size());
    }

    // ---- before anything goes wrong

    private String create(String stream) {
        await(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder()
                        .streamName(stream)
                        .shardCount(1 + random.nextInt(4))
                        .build());
        String status;
        do {
            pass(100);
            DescribeStreamSummaryOutput answer =
                    await(
                            Kinesis.DESCRIBE_STREAM_SUMMARY,
                            DescribeStreamSummaryInput.builder().streamName(stream).build());
            status = Objects.requireNonNull(answer.streamDescriptionSummary()).streamStatus();
        } while (!"ACTIVE".equals(status));
        history.add(new Retained(stream, 24, true));
        return stream;
    }

    private String register(String stream) {
        RegisterStreamConsumerOutput answer =
                await(
                        Kinesis.REGISTER_STREAM_CONSUMER,
                        RegisterStreamConsumerInput.builder()
                                .streamARN(ACCOUNT + stream)
                                .consumerName("consumer")
                                .build());
        Consumer consumer = Objects.requireNonNull(answer.consumer());
        return Objects.requireNonNull(consumer.consumerARN());
    }

    private <I extends Shape, O extends Shape> O await(OperationType<I, O> type, I input) {
        Outcome<O> outcome = ask(type, input);
        if (outcome instanceof Outcome.Answered<O>(O answer)) return answer;
        throw new IllegalStateException(type.name() + ": " + outcome);
    }

    private <I extends Shape, O extends Shape> Outcome<O> ask(OperationType<I, O> type, I input) {
        var outcome = new AtomicReference<Outcome<O>>();
        world.network().call(type, input, outcome::set);
        until(() -> outcome.get() != null);
        return Objects.requireNonNull(outcome.get());
    }

    private void until(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (!queue.step()) throw new IllegalStateException("nothing happens any more");
            if (++events > MOST_EVENTS) throw new IllegalStateException("this never ends");
        }
    }
}
