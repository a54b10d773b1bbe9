package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.GetShardIteratorOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Limits;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.StartingPoint;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import java.util.Objects;
import java.util.OptionalInt;

final class GetShardIterator
        implements Handler.Blocking<GetShardIteratorInput, GetShardIteratorOutput> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final StorageEngine engine;
    private final Clock clock;
    private final Limits limits;
    private final TokenSeal seal;

    GetShardIterator(
            Catalog catalog,
            StreamAddress address,
            StorageEngine engine,
            Clock clock,
            Limits limits,
            TokenSeal seal) {
        this.catalog = catalog;
        this.address = address;
        this.engine = engine;
        this.clock = clock;
        this.limits = limits;
        this.seal = seal;
    }

    @Override
    public GetShardIteratorOutput handle(Caller caller, GetShardIteratorInput input)
            throws ApiException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        String shardText = Objects.requireNonNull(input.shardId());
        OptionalInt index = ShardId.parse(shardText);
        if (index.isEmpty()) throw ApiErrors.of(new Refusal.ShardNotFound(shardText, name));
        long nowMs = clock.wallMs();
        Stream stream = catalog.find(name);
        Shard shard = stream == null ? null : stream.shard(index.getAsInt(), nowMs);
        if (stream == null || shard == null)
            throw ApiErrors.of(new Refusal.ShardDoesNotExist(ShardId.of(index.getAsInt()), name));
        StartingPoint point =
                StartingPoint.decide(
                        stream,
                        shard,
                        StartingPoint.Type.valueOf(
                                Objects.requireNonNull(input.shardIteratorType())),
                        input.startingSequenceNumber(),
                        input.timestamp() == null ? null : input.timestamp().toEpochMilli(),
                        nowMs);
        if (point instanceof StartingPoint.Refused(Refusal refusal)) throw ApiErrors.of(refusal);
        if (Boolean.TRUE.equals(input.dryRun())) throw ApiErrors.dryRun();
        if (!shard.load().tryIterator(limits, clock.nanos()))
            throw ApiErrors.of(new Refusal.ShardThrottled(shard.id(), name));
        var iterator =
                new ShardIterator(
                        stream.number(),
                        shard.index(),
                        shard.creationSecond(),
                        position(point, stream, shard, nowMs),
                        nowMs);
        return new GetShardIteratorOutput(iterator.seal(seal));
    }

    /// Never beyond the tip: a number that nobody has got yet stands for the next record.
    private long position(StartingPoint point, Stream stream, Shard shard, long nowMs)
            throws ApiException {
        return switch (point) {
            case StartingPoint.Horizon() -> 1;
            case StartingPoint.Tip() -> engine.ends(shard.number()).next();
            case StartingPoint.At(long offset) ->
                    Math.min(offset, engine.ends(shard.number()).next());
            case StartingPoint.From(long timeMs) -> {
                try {
                    yield engine.offsetAtOrAfter(
                            shard.number(), Math.max(timeMs, stream.horizonMs(nowMs)));
                } catch (StorageException e) {
                    throw StorageFailure.answer(e);
                }
            }
            case StartingPoint.Refused(Refusal refusal) -> throw ApiErrors.of(refusal);
        };
    }
}
