package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.Record;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.ShardQuota;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamKey;
import dev.millrace.stream.TokenSeal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Reads a shard from an iterator's place on.
final class GetRecords {
    private static final int MOST_RECORDS = 10_000;
    private static final int MOST_BYTES = 10 << 20;

    /// As Java prints a date.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Streams streams;
    private final StorageEngine engine;
    private final TokenSeal seal;

    GetRecords(Streams streams, StorageEngine engine, TokenSeal seal) {
        this.streams = streams;
        this.engine = engine;
        this.seal = seal;
    }

    GetRecordsOutput handle(Caller caller, GetRecordsInput input) throws ApiException {
        long nowMs = streams.clock().wallMs();
        ShardIterator iterator =
                ShardIterator.open(Objects.requireNonNull(input.shardIterator()), seal);
        if (iterator == null) throw KinesisErrors.invalidArgument("Invalid ShardIterator.");
        if (iterator.isExpired(nowMs)) throw expired(iterator, nowMs);
        Stream stream = streams.catalog().stream(iterator.stream());
        Shard shard = stream == null ? null : stream.shard(iterator.shardIndex(), nowMs);
        if (stream == null || shard == null)
            throw KinesisErrors.shardNotFound(
                    new StreamKey(caller.account(), caller.region(), iterator.streamName()),
                    iterator.shardIndex());
        if (Boolean.TRUE.equals(input.dryRun())) throw KinesisErrors.dryRun();
        if (shard.quota().read(streams.clock().nanos()) == ShardQuota.Verdict.THROTTLED)
            throw KinesisErrors.throughputExceeded(stream.key(), shard.id());
        int limit = input.limit() == null ? MOST_RECORDS : input.limit();
        Reads.Read read =
                Reads.read(
                        engine,
                        shard,
                        iterator.position(),
                        limit,
                        MOST_BYTES,
                        stream.horizonMs(nowMs));
        return answer(iterator, read, nowMs);
    }

    private GetRecordsOutput answer(ShardIterator iterator, Reads.Read read, long nowMs)
            throws ApiException {
        // Looked up again behind the read: a shard that is closed by now takes no more records, so
        // that what lies behind its end is final and its children are there to be named.
        Stream stream = streams.catalog().stream(iterator.stream());
        Shard shard = stream == null ? null : stream.shard(iterator.shardIndex());
        if (stream == null || shard == null)
            throw KinesisErrors.shardNotFound(
                    new StreamKey("", "", iterator.streamName()), iterator.shardIndex());
        ShardEnds ends = engine.ends(shard.number());
        RecordBatch records = read.records();
        var shapes = new ArrayList<Record>(records.size());
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            String key = records.partitionKey(i);
            bytes += key.length() + records.dataLength(i);
            shapes.add(
                    new Record(
                            shard.numberOf(records.offset(i), records.arrivalMs(i)).toString(),
                            Instant.ofEpochMilli(records.arrivalMs(i)),
                            Blob.of(records.array(), records.dataOffset(i), records.dataLength(i)),
                            key,
                            null));
        }
        shard.quota().readBytes(bytes, streams.clock().nanos());
        boolean atTip = read.next() >= ends.next();
        List<ChildShard> children =
                atTip && !shard.isOpen() ? Shapes.children(stream, shard) : null;
        return GetRecordsOutput.builder()
                .records(shapes)
                .nextShardIterator(
                        children != null
                                ? null
                                : new ShardIterator(
                                                stream.number(),
                                                stream.name(),
                                                shard.index(),
                                                read.next(),
                                                nowMs)
                                        .seal(seal))
                .millisBehindLatest(
                        atTip || records.isEmpty()
                                ? 0L
                                : Math.max(0, nowMs - records.arrivalMs(records.size() - 1)))
                .childShards(children)
                .build();
    }

    private static ApiException expired(ShardIterator iterator, long nowMs) {
        return new ApiException(
                "ExpiredIteratorException",
                400,
                ("Iterator expired. The iterator was created at time %s while right now it is %s"
                                + " which is further in the future than the tolerated delay of %d"
                                + " milliseconds.")
                        .formatted(
                                DATE.format(Instant.ofEpochMilli(iterator.issuedMs())),
                                DATE.format(Instant.ofEpochMilli(nowMs)),
                                ShardIterator.LIFETIME_MS));
    }
}
