package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.Record;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Limits;
import dev.millrace.stream.Meters;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.ShardIterator;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

final class GetRecords implements Handler.Blocking<GetRecordsInput, GetRecordsOutput> {
    private static final int MOST_RECORDS = 10_000;
    private static final int MOST_BYTES = 10 << 20;

    /// What was read, its Base64 in JSON, and as much again while that grows.
    static final int MOST_ANSWER_BYTES = 4 * MOST_BYTES;

    private final Catalog catalog;
    private final StreamAddress address;
    private final StorageEngine engine;
    private final Clock clock;
    private final Limits limits;
    private final TokenSeal seal;
    private final Meters meters;

    GetRecords(
            Catalog catalog,
            StreamAddress address,
            StorageEngine engine,
            Clock clock,
            Limits limits,
            TokenSeal seal,
            Meters meters) {
        this.catalog = catalog;
        this.address = address;
        this.engine = engine;
        this.clock = clock;
        this.limits = limits;
        this.seal = seal;
        this.meters = meters;
    }

    @Override
    public GetRecordsOutput handle(Caller caller, GetRecordsInput input) throws ApiException {
        long nowMs = clock.wallMs();
        ShardIterator iterator =
                ShardIterator.open(Objects.requireNonNull(input.shardIterator()), seal);
        if (iterator == null) throw ApiErrors.of(new Refusal.IteratorInvalid());
        if (iterator.isExpired(nowMs))
            throw ApiErrors.of(new Refusal.IteratorExpired(iterator.issuedMs(), nowMs));
        Stream stream = catalog.find(iterator.stream());
        StreamName name = stream == null ? catalog.findDeleted(iterator.stream()) : stream.name();
        if (name == null || !address.admits(caller, input.streamARN(), input.streamId(), name))
            throw ApiErrors.of(new Refusal.IteratorInvalid());
        Shard shard = stream == null ? null : stream.shard(iterator.shardIndex(), nowMs);
        if (stream == null || shard == null)
            throw ApiErrors.of(
                    new Refusal.ShardDoesNotExist(ShardId.of(iterator.shardIndex()), name));
        if (shard.creationSecond() != iterator.creationSecond())
            throw ApiErrors.of(new Refusal.IteratorInvalid());
        if (Boolean.TRUE.equals(input.dryRun())) throw ApiErrors.dryRun();
        if (!meters.tryRead(stream.number(), shard, limits, clock.nanos()))
            throw ApiErrors.of(new Refusal.ShardThrottled(shard.id(), name));
        int most = input.limit() == null ? MOST_RECORDS : input.limit();
        try {
            return read(stream, shard, iterator.position(), most, nowMs);
        } catch (StorageException e) {
            throw StorageFailure.answer(e);
        }
    }

    private GetRecordsOutput read(Stream stream, Shard shard, long position, int most, long nowMs)
            throws StorageException {
        // Before the records: what is closed by then has all its records, and what comes later is
        // not what this answer lags behind.
        ShardEnds ends = engine.ends(shard.number());
        long from = position;
        RecordBatch batch = engine.read(shard.number(), from, most, MOST_BYTES);
        long horizonMs = stream.horizonMs(nowMs);
        if (!batch.isEmpty() && batch.arrivalMs(0) < horizonMs) {
            from = engine.offsetAtOrAfter(shard.number(), horizonMs);
            batch = engine.read(shard.number(), from, most, MOST_BYTES);
        }
        var records = new ArrayList<Record>(batch.size());
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            records.add(record(shard, batch, i));
            bytes += batch.keyLength(i) + batch.dataLength(i);
        }
        shard.load().chargeRead(limits, bytes, clock.nanos());
        meters.countRead(stream.number(), shard, batch.size(), bytes);
        int last = batch.size() - 1;
        long next = batch.isEmpty() ? from : batch.offset(last) + 1;
        boolean atTip = next >= ends.next();
        boolean atEnd = atTip && ends.closed() && !shard.isOpen();
        long behindMs = atTip || batch.isEmpty() ? 0 : Math.max(0, nowMs - batch.arrivalMs(last));
        return new GetRecordsOutput(
                records,
                atEnd ? null : iterator(stream, shard, next, nowMs),
                behindMs,
                atEnd ? children(stream, shard) : null);
    }

    private static Record record(Shard shard, RecordBatch batch, int i) {
        long arrivalMs = batch.arrivalMs(i);
        return new Record(
                shard.numberOf(batch.offset(i), arrivalMs),
                Instant.ofEpochMilli(arrivalMs),
                Blob.of(batch.array(), batch.dataOffset(i), batch.dataLength(i)),
                batch.partitionKey(i),
                null);
    }

    private String iterator(Stream stream, Shard shard, long position, long nowMs) {
        return new ShardIterator(
                        stream.number(), shard.index(), shard.creationSecond(), position, nowMs)
                .seal(seal);
    }

    private static @Nullable List<ChildShard> children(Stream stream, Shard shard) {
        return stream.shards().childrenOf(shard).stream().map(StreamShapes::child).toList();
    }
}
