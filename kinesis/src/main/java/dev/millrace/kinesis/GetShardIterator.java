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
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import java.util.Objects;
import java.util.OptionalInt;

final class GetShardIterator
        implements Handler.Blocking<GetShardIteratorInput, GetShardIteratorOutput> {
    private final Catalog catalog;
    private final StreamAddress address;
    private final ShardReader reader;
    private final Clock clock;
    private final Limits limits;
    private final TokenSeal seal;

    GetShardIterator(
            Catalog catalog,
            StreamAddress address,
            ShardReader reader,
            Clock clock,
            Limits limits,
            TokenSeal seal) {
        this.catalog = catalog;
        this.address = address;
        this.reader = reader;
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
        long believedMs = clock.believedMs();
        Stream stream = catalog.find(name);
        Shard shard = stream == null ? null : stream.shard(index.getAsInt(), believedMs);
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
                        reader.position(point, stream, shard, believedMs),
                        nowMs);
        return new GetShardIteratorOutput(iterator.seal(seal));
    }
}
