package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.StartingPosition;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.model.kinesis.SubscribeToShardOutput;
import dev.millrace.stream.CallMeter;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.ConsumerStatus;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.StartingPoint;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import java.util.Objects;
import java.util.OptionalInt;

final class SubscribeToShard
        implements Handler.Streaming<SubscribeToShardInput, SubscribeToShardOutput> {
    private final Catalog catalog;
    private final ConsumerAddress consumers;
    private final ShardReader reader;
    private final Meters meters;
    private final Clock clock;
    private final Subscriptions subscriptions;

    SubscribeToShard(
            Catalog catalog,
            ConsumerAddress consumers,
            ShardReader reader,
            Meters meters,
            Clock clock,
            Subscriptions subscriptions) {
        this.catalog = catalog;
        this.consumers = consumers;
        this.reader = reader;
        this.meters = meters;
        this.clock = clock;
        this.subscriptions = subscriptions;
    }

    @Override
    public Handler.Streamed<SubscribeToShardOutput> handle(
            Caller caller, SubscribeToShardInput input) throws ApiException {
        Resource.OfConsumer found =
                consumers.byArn(
                        caller, Objects.requireNonNull(input.consumerARN()), input.streamId());
        StreamName name = found.stream();
        Consumer consumer = found.consumer();
        if (consumer.status() != ConsumerStatus.ACTIVE)
            throw FanOutErrors.notActive(consumer, name);
        Stream stream = catalog.find(consumer.stream());
        if (stream == null) throw ApiErrors.of(new Refusal.StreamNotFound(name));
        long nowMs = clock.wallMs();
        long believedMs = clock.believedMs();
        Shard shard = shard(stream, Objects.requireNonNull(input.shardId()), believedMs);
        StartingPoint point =
                point(stream, shard, Objects.requireNonNull(input.startingPosition()), nowMs);
        if (point instanceof StartingPoint.Refused(Refusal refusal)) throw ApiErrors.of(refusal);
        if (Boolean.TRUE.equals(input.dryRun())) throw ApiErrors.dryRun();
        long position = reader.position(point, stream, shard, believedMs);
        var subscriber = new Subscriber(catalog, consumer, name, shard.index(), shard.number());
        CallMeter calls = meters.ofConsumer(consumer.number());
        Subscription subscription;
        try {
            subscription =
                    subscriptions.begin(
                            new Subscriptions.Place(consumer.number(), shard.number()),
                            new FanOutErrors(name, shard.id(), consumer.name()),
                            seat ->
                                    new Subscription(
                                            subscriptions,
                                            seat,
                                            subscriber,
                                            reader,
                                            meters,
                                            clock,
                                            position));
        } catch (ApiException refusal) {
            calls.subscribe(false, true);
            throw refusal;
        }
        calls.subscribe(true, false);
        return new Handler.Streamed<>(SubscribeToShardOutput.builder().build(), subscription);
    }

    private static Shard shard(Stream stream, String text, long believedMs) throws ApiException {
        OptionalInt index = ShardId.parse(text);
        if (index.isEmpty()) throw ApiErrors.of(new Refusal.ShardNotFound(text, stream.name()));
        Shard shard = stream.shard(index.getAsInt(), believedMs);
        if (shard == null)
            throw ApiErrors.of(
                    new Refusal.ShardDoesNotExist(ShardId.of(index.getAsInt()), stream.name()));
        return shard;
    }

    private static StartingPoint point(
            Stream stream, Shard shard, StartingPosition position, long nowMs) {
        return StartingPoint.decide(
                stream,
                shard,
                StartingPoint.Type.valueOf(Objects.requireNonNull(position.type())),
                position.sequenceNumber(),
                position.timestamp() == null ? null : position.timestamp().toEpochMilli(),
                nowMs);
    }
}
