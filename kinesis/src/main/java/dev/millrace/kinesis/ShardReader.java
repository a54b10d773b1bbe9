package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.Record;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StartingPoint;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How every reader finds its place and gets its records: the one path of GetRecords and of
/// subscriptions. May block on the disk; any thread.
record ShardReader(StorageEngine engine) {
    /// What was read, and what that says about the next time.
    ///
    /// @param records as the API shows them
    /// @param bytes of their data and partition keys
    /// @param next the position after them
    /// @param lastMs arrival of the last of them; 0 if there is none
    /// @param atTip whether no more was there when the read began
    /// @param atEnd whether there never will be more
    record Portion(
            List<Record> records,
            long bytes,
            long next,
            long lastMs,
            boolean atTip,
            boolean atEnd) {
        /// How far the reader is behind, in milliseconds: not 0 as long as there is more, even if
        /// all of it has arrived just now, for whoever reads until it is 0 would leave the rest.
        long behindMs(long nowMs) {
            return atTip || records.isEmpty() ? 0 : ageMs(nowMs);
        }

        /// How old the last record is, in milliseconds, at least 1.
        long ageMs(long nowMs) {
            return Math.max(1, nowMs - lastMs);
        }
    }

    /// The position at which a reader begins. Never beyond the tip: a number that nobody has got
    /// yet stands for the next record.
    long position(StartingPoint point, Stream stream, Shard shard, long believedMs)
            throws ApiException {
        return switch (point) {
            case StartingPoint.Horizon() -> 1;
            case StartingPoint.Tip() -> engine.ends(shard.number()).next();
            case StartingPoint.At(long offset) ->
                    Math.min(offset, engine.ends(shard.number()).next());
            case StartingPoint.From(long timeMs) -> {
                try {
                    yield engine.offsetAtOrAfter(
                            shard.number(), Math.max(timeMs, stream.horizonMs(believedMs)));
                } catch (StorageException e) {
                    throw StorageFailure.answer(e);
                }
            }
            case StartingPoint.Refused(Refusal refusal) -> throw ApiErrors.of(refusal);
        };
    }

    /// Reads what has not expired, from a position on.
    Portion read(
            Stream stream,
            Shard shard,
            long position,
            int mostRecords,
            int mostBytes,
            long believedMs)
            throws ApiException {
        // Before the records: what is closed by then has all its records, and what comes later is
        // not what this reader lags behind.
        ShardEnds ends = engine.ends(shard.number());
        try {
            long from = position;
            RecordBatch batch = engine.read(shard.number(), from, mostRecords, mostBytes);
            long horizonMs = stream.horizonMs(believedMs);
            if (!batch.isEmpty() && batch.arrivalMs(0) < horizonMs) {
                from = engine.offsetAtOrAfter(shard.number(), horizonMs);
                batch = engine.read(shard.number(), from, mostRecords, mostBytes);
            }
            return portion(shard, batch, from, ends);
        } catch (StorageException e) {
            throw StorageFailure.answer(e);
        }
    }

    private static Portion portion(Shard shard, RecordBatch batch, long from, ShardEnds ends) {
        var records = new ArrayList<Record>(batch.size());
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            records.add(record(shard, batch, i));
            bytes += batch.keyLength(i) + batch.dataLength(i);
        }
        int last = batch.size() - 1;
        // Nothing, though something was there: it has expired in the meantime.
        long next = batch.isEmpty() ? Math.max(from, ends.next()) : batch.offset(last) + 1;
        boolean atTip = next >= ends.next();
        boolean atEnd = atTip && ends.closed() && !shard.isOpen();
        long lastMs = batch.isEmpty() ? 0 : batch.arrivalMs(last);
        return new Portion(records, bytes, next, lastMs, atTip, atEnd);
    }

    private static Record record(Shard shard, RecordBatch batch, int i) {
        long arrivalMs = batch.arrivalMs(i);
        String key = batch.partitionKey(i);
        return new Record(
                shard.numberOf(batch.offset(i), arrivalMs),
                Instant.ofEpochMilli(arrivalMs),
                Blob.of(batch.array(), batch.dataOffset(i), batch.dataLength(i)),
                key.isEmpty() ? null : key,
                null);
    }
}
