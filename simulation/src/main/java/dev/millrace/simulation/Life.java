package dev.millrace.simulation;

import dev.millrace.kinesis.KinesisApi;
import dev.millrace.kinesis.KinesisConfig;
import dev.millrace.log.FileLog;
import dev.millrace.log.LogConfig;
import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// The server from one start to its end: the real API over the real log, stepped by the queue.
final class Life {
    private static final Caller CALLER = new Caller("111122223333", "eu-central-1", "AKIATEST");

    private final EventQueue queue;
    private final ManualClock clock;
    private final FaultyDisk disk;
    private final SplittableRandom random;
    private final FileLog log;
    private final KinesisApi api;
    private final Map<String, Handler<?, ?>> handlers = new HashMap<>();
    private final Set<Runnable> connections = new LinkedHashSet<>(); // what each loses in the end
    private long stepAtMs = Long.MAX_VALUE;
    private int idleSteps;
    private boolean over;

    /// @throws StorageException if the disk does not let it start
    Life(
            EventQueue queue,
            ManualClock clock,
            FaultyDisk disk,
            SplittableRandom random,
            KinesisConfig kinesis,
            LogConfig config,
            Defect defect)
            throws StorageException {
        this.queue = queue;
        this.clock = clock;
        this.disk = disk;
        this.random = random;
        var catalog = new Catalog();
        var peaks = new Peaks();
        defect.onDisk(disk);
        log =
                FileLog.openStepped(
                        new SlowDisk(disk, queue, random.split()),
                        clock,
                        config,
                        Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks),
                        random.split());
        StorageEngine engine = defect.engine(new WakingEngine(log, this::wake));
        try {
            api =
                    KinesisApi.open(
                            engine,
                            catalog,
                            peaks,
                            defect.clock(clock),
                            random.split(),
                            kinesis,
                            Runnable::run);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts here", e);
        }
        for (Operation<?, ?> operation : api.operations())
            handlers.put(operation.type().name(), operation.handler());
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

    /// Whether it still takes writes.
    boolean isWritable() {
        return log.writable();
    }

    /// Answers, unless it ends before; then the call is lost.
    @SuppressWarnings("unchecked") // an operation's handler fits its type
    <I extends Shape, O extends Shape> void answer(
            OperationType<I, O> type, I input, Consumer<Outcome<O>> client) {
        if (isOver()) {
            client.accept(new Outcome.Lost<>());
            return;
        }
        var connection = new Connection<O>(client);
        switch ((Handler<I, O>) handler(type)) {
            case Handler.Blocking<I, O> blocking -> {
                try {
                    connection.succeed(blocking.handle(CALLER, input));
                } catch (ApiException e) {
                    connection.fail(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts here", e);
                }
            }
            case Handler.Prompt<I, O> prompt -> prompt.handle(CALLER, input, connection);
            case Handler.Streaming<I, O> _ -> throw new IllegalArgumentException(type.name());
        }
    }

    private Handler<?, ?> handler(OperationType<?, ?> type) {
        return Objects.requireNonNull(handlers.get(type.name()), type.name());
    }

    /// Begins a subscription, unless it ends before.
    @SuppressWarnings("unchecked") // an operation's handler fits its type
    void subscribe(SubscribeToShardInput input, Consumer<Outcome<Push>> client) {
        if (isOver()) {
            client.accept(new Outcome.Lost<>());
            return;
        }
        var handler =
                (Handler.Streaming<SubscribeToShardInput, ?>) handler(Kinesis.SUBSCRIBE_TO_SHARD);
        try {
            var push = new Push(this, queue, clock, handler.handle(CALLER, input).events());
            client.accept(new Outcome.Answered<>(push));
        } catch (ApiException e) {
            client.accept(new Outcome.Failed<>(e));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts here", e);
        }
    }

    void connect(Runnable lost) {
        connections.add(lost);
    }

    void disconnect(Runnable lost) {
        connections.remove(lost);
    }

    /// The way back of one answer.
    private final class Connection<O extends Shape> implements Completion<O> {
        private final Consumer<Outcome<O>> client;
        private final Runnable lost;

        Connection(Consumer<Outcome<O>> client) {
            this.client = client;
            lost = () -> client.accept(new Outcome.Lost<>());
            connect(lost);
        }

        private void send(Outcome<O> outcome) {
            if (isOver()) return;
            disconnect(lost);
            client.accept(outcome);
        }

        @Override
        public void succeed(O output) {
            send(new Outcome.Answered<>(output));
        }

        @Override
        public void fail(ApiException error) {
            send(new Outcome.Failed<>(error));
        }

        @Override
        public void resume(Runnable work) {
            queue.meanwhile(
                    random.nextInt(3),
                    () -> {
                        if (!isOver()) work.run();
                    });
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
