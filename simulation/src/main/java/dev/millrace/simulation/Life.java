package dev.millrace.simulation;

import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Service;
import dev.millrace.kinesis.KinesisApi;
import dev.millrace.kinesis.KinesisConfig;
import dev.millrace.log.FileLog;
import dev.millrace.log.LogConfig;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.model.kinesis.SubscribeToShardOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;
import dev.millrace.wire.Protocol;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// The server from one start to its end: the real gateway, API and log, stepped by the queue.
final class Life {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-central-1";

    private final EventQueue queue;
    private final ManualClock clock;
    private final FaultyDisk disk;
    private final SplittableRandom random;
    private final Defect defect;
    private final FileLog log;
    private final Audit audit;
    private final KinesisApi api;
    private final Gateway gateway;
    private final Set<Runnable> connections = new LinkedHashSet<>(); // what each loses in the end
    private long stepAtMs = Long.MAX_VALUE;
    private int idleSteps;
    private boolean arriving;
    private boolean over;

    /// @throws StorageException if the disk does not let it start
    Life(
            EventQueue queue,
            ManualClock clock,
            FaultyDisk disk,
            SplittableRandom random,
            KinesisConfig kinesis,
            LogConfig config,
            Defect defect,
            SlowDisk.Pace pace,
            History history)
            throws StorageException {
        this.queue = queue;
        this.clock = clock;
        this.disk = disk;
        this.random = random;
        this.defect = defect;
        var catalog = new Catalog();
        var peaks = new Peaks();
        defect.onDisk(disk);
        log =
                FileLog.openStepped(
                        new SlowDisk(disk, queue, random.split(), pace),
                        clock,
                        config,
                        Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks),
                        random.split());
        defect.onLog(log);
        audit =
                new Audit(
                        defect.engine(new WakingEngine(log, this::wake), clock),
                        (promise, words) -> history.add(new Entry.Broken(promise, words)));
        try {
            api =
                    KinesisApi.open(
                            audit,
                            catalog,
                            peaks,
                            defect.clock(clock),
                            random.split(),
                            kinesis,
                            Runnable::run);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts here", e);
        }
        gateway =
                new Gateway(
                        Setting.gateway(random),
                        List.of(
                                new Service(
                                        "kinesis",
                                        "Kinesis_20131202",
                                        List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                        api.operations())),
                        Map.of(),
                        null,
                        (_, work) -> start(work));
        wake();
        conduct();
    }

    // ---- the engine's threads

    /// The committer's: soon after something was queued, else now and then.
    private void wake() {
        idleSteps = 0;
        stepIn(random.nextInt(20) == 0 ? random.nextInt(50) : random.nextInt(3));
    }

    private void stepIn(long delayMs) {
        long atMs = queue.nowMs() + delayMs;
        if (atMs >= stepAtMs) return;
        stepAtMs = atMs;
        queue.after(delayMs, () -> step(atMs));
    }

    private void step(long atMs) {
        if (over || atMs != stepAtMs) return; // an earlier one took its place
        stepAtMs = Long.MAX_VALUE;
        if (random.nextInt(30) == 0) log.checkpointSoon();
        if (log.doWork() > 0) idleSteps = 0;
        stepIn(random.nextInt(2) + (1L << Math.min(9, idleSteps++)));
    }

    /// The conductor's.
    private void conduct() {
        if (over) return;
        api.doWork(clock.nanos());
        queue.after(1 + random.nextInt(random.nextBoolean() ? 20 : 500), this::conduct);
    }

    // ---- what clients ask

    /// Whether the power is off, or it has ended otherwise: nothing leaves it any more.
    boolean isOver() {
        return over || disk.hasCrashed();
    }

    /// Looks into the engine, which costs little.
    void look() {
        if (!isOver()) audit.look();
    }

    /// Whether it still takes writes.
    boolean isWritable() {
        return log.writable();
    }

    /// Answers, unless it ends before; then the call is lost.
    <I extends Shape, O extends Shape> void answer(
            OperationType<I, O> type, I input, Consumer<Outcome<O>> client) {
        if (isOver()) {
            client.accept(new Outcome.Lost<>());
            return;
        }
        var connection = new Connection<O>(outcome -> client.accept(defect.answer(type, outcome)));
        handle(
                type,
                input,
                connection,
                _ -> {
                    throw new IllegalStateException(type.name() + " has no events");
                });
    }

    /// Begins a subscription, unless it ends before.
    void subscribe(SubscribeToShardInput input, Consumer<Outcome<Push>> client) {
        if (isOver()) {
            client.accept(new Outcome.Lost<>());
            return;
        }
        var connection =
                new Connection<SubscribeToShardOutput>(
                        outcome -> client.accept(Outcome.withoutAnswer(outcome)));
        handle(
                Kinesis.SUBSCRIBE_TO_SHARD,
                input,
                connection,
                pieces -> {
                    if (!isOver()) connection.begin(client, new Push(this, clock, pieces));
                });
    }

    private <I extends Shape, O extends Shape> void handle(
            OperationType<I, O> type, I input, Connection<O> connection, Consumer<Pieces> events) {
        Protocol protocol = random.nextBoolean() ? AwsJson.V1_1 : AwsCbor.V1_1;
        arriving = true;
        gateway.handle(new Call<O>(type, input, protocol, this::resume, connection::send, events));
        arriving = false;
    }

    /// What a request on arrival begins is done at once, and may take time; all else later.
    private void start(Runnable work) {
        if (arriving) {
            arriving = false;
            work.run();
        } else {
            later(0, work);
        }
    }

    private void resume(Runnable work) {
        later(random.nextInt(3), work);
    }

    private void later(long delayMs, Runnable work) {
        queue.meanwhile(
                delayMs,
                () -> {
                    if (!isOver()) work.run();
                });
    }

    void connect(Runnable lost) {
        connections.add(lost);
    }

    void disconnect(Runnable lost) {
        connections.remove(lost);
    }

    /// The way back of one answer.
    private final class Connection<O extends Shape> {
        private final Consumer<Outcome<O>> client;
        private final Runnable lost;

        Connection(Consumer<Outcome<O>> client) {
            this.client = client;
            lost = () -> client.accept(new Outcome.Lost<>());
            connect(lost);
        }

        void send(Outcome<O> outcome) {
            if (isOver()) return;
            disconnect(lost);
            client.accept(outcome);
        }

        /// It lasts.
        void begin(Consumer<Outcome<Push>> subscriber, Push push) {
            disconnect(lost);
            subscriber.accept(new Outcome.Answered<>(push));
        }
    }

    // ---- its end

    /// Stops in good order.
    void close() {
        log.close();
        end();
    }

    /// Nothing is done any more; who waits for an answer learns that none will come.
    void end() {
        over = true;
        for (Runnable lost : List.copyOf(connections)) lost.run();
        connections.clear();
    }
}
