package dev.millrace.simulation;

import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.SubscribeToShardInput;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What lies between clients and the server: every way takes a while. Requests go as the bytes of
/// a protocol, and answers come as such: see [Call] and [Frame].
final class Network {
    /// What changes the catalog: the server does one of these at a time, and nothing else of its
    /// own meanwhile.
    private static final Set<String> CHANGES =
            Set.of(
                    Kinesis.CREATE_STREAM.name(),
                    Kinesis.DELETE_STREAM.name(),
                    Kinesis.INCREASE_STREAM_RETENTION_PERIOD.name(),
                    Kinesis.DECREASE_STREAM_RETENTION_PERIOD.name(),
                    Kinesis.UPDATE_STREAM_MODE.name(),
                    Kinesis.TAG_RESOURCE.name(),
                    Kinesis.REGISTER_STREAM_CONSUMER.name(),
                    Kinesis.SPLIT_SHARD.name(),
                    Kinesis.MERGE_SHARDS.name(),
                    Kinesis.UPDATE_SHARD_COUNT.name());

    private final EventQueue queue;
    private final SplittableRandom random;
    private final Host host;
    private int underWay;

    Network(EventQueue queue, SplittableRandom random, Host host) {
        this.queue = queue;
        this.random = random;
        this.host = host;
    }

    <I extends Shape, O extends Shape> void call(
            OperationType<I, O> type, I input, Consumer<Outcome<O>> client) {
        underWay++;
        Consumer<Outcome<O>> back =
                back(
                        outcome -> {
                            underWay--;
                            client.accept(outcome);
                        });
        Runnable arrival =
                () -> {
                    Life life = host.life();
                    if (life == null) back.accept(new Outcome.Lost<>());
                    else life.answer(type, input, back);
                };
        if (CHANGES.contains(type.name())) queue.after(latencyMs(), arrival);
        else queue.meanwhile(latencyMs(), arrival);
    }

    /// Whether every call has had its answer, or is lost.
    boolean isSilent() {
        return underWay == 0;
    }

    void subscribe(SubscribeToShardInput input, Consumer<Outcome<Push>> client) {
        Consumer<Outcome<Push>> back = back(client);
        queue.meanwhile(
                latencyMs(),
                () -> {
                    Life life = host.life();
                    if (life == null) back.accept(new Outcome.Lost<>());
                    else life.subscribe(input, back);
                });
    }

    /// The same, told over the network.
    <T> Consumer<T> back(Consumer<T> client) {
        return told -> queue.meanwhile(latencyMs(), () -> client.accept(told));
    }

    private long latencyMs() {
        return random.nextInt(50) == 0 ? random.nextInt(300) : random.nextInt(4);
    }
}
