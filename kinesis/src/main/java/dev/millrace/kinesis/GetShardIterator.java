package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.GetShardIteratorOutput;
import dev.millrace.stream.SequenceNumber;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.ShardQuota;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamKey;
import dev.millrace.stream.TokenSeal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;

/// Gives a reader its first place in a shard.
final class GetShardIterator {
    private final Streams streams;
    private final StorageEngine engine;
    private final TokenSeal seal;

    GetShardIterator(Streams streams, StorageEngine engine, TokenSeal seal) {
        this.streams = streams;
        this.engine = engine;
        this.seal = seal;
    }

    GetShardIteratorOutput handle(Caller caller, GetShardIteratorInput input) throws ApiException {
        StreamKey key =
                streams.key(caller, input.streamName(), input.streamARN(), input.streamId());
        String shardText = Objects.requireNonNull(input.shardId());
        OptionalInt index = ShardId.parse(shardText);
        if (index.isEmpty()) throw KinesisErrors.unreadableShardId(key, shardText);
        long nowMs = streams.clock().wallMs();
        Stream stream = streams.catalog().stream(key);
        Shard shard = stream == null ? null : stream.shard(index.getAsInt(), nowMs);
        if (stream == null || shard == null)
            throw KinesisErrors.shardNotFound(key, index.getAsInt());
        if (shard.quota().iterator(streams.clock().nanos()) == ShardQuota.Verdict.THROTTLED)
            throw KinesisErrors.throughputExceeded(key, shard.id());
        String type = Objects.requireNonNull(input.shardIteratorType());
        checkCombination(type, input.startingSequenceNumber(), input.timestamp());
        long position = position(stream, shard, type, input, nowMs);
        if (Boolean.TRUE.equals(input.dryRun())) throw KinesisErrors.dryRun();
        return GetShardIteratorOutput.builder()
                .shardIterator(
                        new ShardIterator(
                                        stream.number(),
                                        stream.name(),
                                        shard.index(),
                                        position,
                                        nowMs)
                                .seal(seal))
                .build();
    }

    private static void checkCombination(
            String type, @Nullable String number, @Nullable Instant timestamp) throws ApiException {
        boolean needsNumber = type.endsWith("SEQUENCE_NUMBER");
        boolean refusesNumber = type.equals("TRIM_HORIZON") || type.equals("LATEST");
        if ((needsNumber && number == null) || (refusesNumber && number != null))
            throw KinesisErrors.invalidArgument(
                    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                            + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                            + " StartingSequenceNumber. Request specified "
                            + type
                            + (number == null
                                    ? " and no StartingSequenceNumber."
                                    : " and also a StartingSequenceNumber."));
        if (type.equals("AT_TIMESTAMP") && timestamp == null)
            throw KinesisErrors.invalidArgument(
                    "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP."
                            + " Current request has no timestamp parameter.");
    }

    /// Offset of the first record that the iterator reads.
    private long position(
            Stream stream, Shard shard, String type, GetShardIteratorInput input, long nowMs)
            throws ApiException {
        ShardEnds ends = engine.ends(shard.number());
        return switch (type) {
            case "TRIM_HORIZON" -> ends.first();
            case "LATEST" -> ends.next();
            case "AT_TIMESTAMP" ->
                    atTimestamp(shard, Objects.requireNonNull(input.timestamp()), nowMs);
            case "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER" -> {
                long counter =
                        counter(
                                stream,
                                shard,
                                Objects.requireNonNull(input.startingSequenceNumber()));
                long at = type.startsWith("AFTER") && counter < ends.next() ? counter + 1 : counter;
                // 0 is the shard's starting number; beyond the end is where the next record goes.
                yield Math.clamp(at, 1, ends.next());
            }
            default -> throw new AssertionError("the model lets no other type through: " + type);
        };
    }

    private long atTimestamp(Shard shard, Instant timestamp, long nowMs) throws ApiException {
        long atMs = timestamp.toEpochMilli();
        if (atMs > nowMs)
            throw KinesisErrors.invalidArgument(
                    ("The timestampInMillis parameter cannot be greater than the"
                                    + " currentTimestampInMillis. timestampInMillis: %d,"
                                    + " currentTimestampInMillis: %d")
                            .formatted(atMs, nowMs));
        try {
            return engine.offsetAtOrAfter(shard.number(), atMs);
        } catch (StorageException e) {
            throw Reads.failed(shard, e);
        }
    }

    private static long counter(Stream stream, Shard shard, String text) throws ApiException {
        String where =
                "StartingSequenceNumber %s used in GetShardIterator on shard %s in stream %s under account %s is invalid"
                        .formatted(text, shard.id(), stream.name(), stream.key().account());
        return switch (SequenceNumber.parse(text)) {
            case SequenceNumber.Parsed.VersionZero() -> throw KinesisErrors.internalFailure();
            case SequenceNumber.Parsed.Invalid() ->
                    throw KinesisErrors.invalidArgument(where + ".");
            case SequenceNumber.Parsed.Current(SequenceNumber number) -> {
                if (number.shardIndex() != shard.index())
                    throw KinesisErrors.invalidArgument(
                            "Invalid StartingSequenceNumber. It encodes %s, while it was used in a call to a shard with %s"
                                    .formatted(ShardId.of(number.shardIndex()), shard.id()));
                if (number.creationSecond() != shard.creationSecond())
                    throw KinesisErrors.invalidArgument(
                            where + " because it did not come from this stream.");
                yield number.counter();
            }
        };
    }
}
