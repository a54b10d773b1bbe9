package dev.millrace.kinesis;

import dev.millrace.model.Blob;
import dev.millrace.model.Completion;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardQuota;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The records of one request on their way into the log: routed, charged, appended; those whose
/// shard closed under way are routed again, until each has its fate.
///
/// Lives on the request's event loop; only [#completed] is called by the storage engine.
final class RecordAppend {
    /// What became of one record. A record that is stored has a shard, an offset and an arrival.
    enum Fate {
        STORED,
        /// Over the shard's limits.
        THROTTLED,
        /// The log could not take it.
        FAILED,
        /// The stream was deleted meanwhile.
        STREAM_GONE
    }

    private final Streams streams;
    private final StorageEngine engine;
    private final int stream;
    private final byte[][] partitionKeys;
    private final HashKey[] hashKeys;
    private final Blob[] data;
    private final Completion<?> completion;
    private final Runnable done;

    private final Fate[] fates;
    private final @Nullable Shard[] shards;
    private final long[] offsets;
    private final long[] arrivals;

    /// Indexes of the records in the batch under way.
    private int[] underWay;

    /// @param done called on the event loop once every record has its fate
    RecordAppend(
            Streams streams,
            StorageEngine engine,
            Stream stream,
            byte[][] partitionKeys,
            HashKey[] hashKeys,
            Blob[] data,
            Completion<?> completion,
            Runnable done) {
        this.streams = streams;
        this.engine = engine;
        this.stream = stream.number();
        this.partitionKeys = partitionKeys;
        this.hashKeys = hashKeys;
        this.data = data;
        this.completion = completion;
        this.done = done;
        int size = data.length;
        fates = new Fate[size];
        shards = new Shard[size];
        offsets = new long[size];
        arrivals = new long[size];
        underWay = new int[size];
        for (int i = 0; i < size; i++) underWay[i] = i;
    }

    int size() {
        return fates.length;
    }

    Fate fate(int record) {
        return fates[record];
    }

    /// The shard that took or throttled the record.
    Shard shard(int record) {
        Shard shard = shards[record];
        if (shard == null) throw new IllegalStateException("record " + record + " has no shard");
        return shard;
    }

    String sequenceNumber(int record) {
        return shard(record).numberOf(offsets[record], arrivals[record]).toString();
    }

    /// Routes and charges what is under way by the catalog of this moment, and hands it to the log.
    void start() {
        Stream now = streams.catalog().stream(stream);
        if (now == null || !now.hasShards()) {
            for (int record : underWay) fates[record] = Fate.STREAM_GONE;
            done.run();
            return;
        }
        long nowNs = streams.clock().nanos();
        var batch = new AppendBatch(underWay.length, this::completed);
        int admitted = 0;
        for (int record : underWay) {
            Shard shard = now.routing().route(hashKeys[record]);
            Blob bytes = data[record];
            shards[record] = shard;
            long size = (long) partitionKeys[record].length + bytes.length();
            if (shard.quota().write(size, nowNs) == ShardQuota.Verdict.THROTTLED) {
                fates[record] = Fate.THROTTLED;
                continue;
            }
            batch.add(
                    shard.number(),
                    partitionKeys[record],
                    bytes.array(),
                    bytes.offset(),
                    bytes.length());
            underWay[admitted++] = record;
        }
        underWay = Arrays.copyOf(underWay, admitted);
        if (admitted == 0) done.run();
        else engine.append(batch);
    }

    private void completed(AppendBatch batch) {
        completion.resume(() -> collect(batch));
    }

    private void collect(AppendBatch batch) {
        int closed = 0;
        for (int i = 0; i < batch.size(); i++) {
            int record = underWay[i];
            switch (batch.outcome(i)) {
                case APPENDED -> {
                    offsets[record] = batch.offset(i);
                    arrivals[record] = batch.arrivalMs(i);
                    fates[record] = Fate.STORED;
                }
                // The catalog has the children by now: it is applied before the batch completes.
                case CLOSED -> underWay[closed++] = record;
                case OVERLOADED -> fates[record] = Fate.THROTTLED;
                case FAILED -> fates[record] = Fate.FAILED;
                case PENDING -> throw new AssertionError("completed without an outcome");
            }
        }
        if (closed == 0) {
            done.run();
            return;
        }
        underWay = Arrays.copyOf(underWay, closed);
        start();
    }
}
