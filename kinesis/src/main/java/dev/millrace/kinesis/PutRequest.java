package dev.millrace.kinesis;

import dev.millrace.model.Blob;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.CallMeter;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.ShardTable;
import dev.millrace.stream.Stream;
import dev.millrace.stream.WriteCharges;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The records of one PutRecord or PutRecords on their way to their shards.
///
/// Filled and sent on the request's event loop, and continued there: what the engine reports is
/// handed over by the completion. Arrays rather than an object a record: this is the hot path.
final class PutRequest {
    /// What became of a record.
    enum Fate {
        STORED,
        THROTTLED,
        FAILED,
        /// The stream was deleted meanwhile.
        HOMELESS
    }

    /// How often a record may find its shard closed under it. Each time the log has gone on by a
    /// split or merge; a number that nobody reaches, so that a bug does not go round for ever.
    private static final int MOST_ROUNDS = 100;

    private final Puts puts;
    private Stream stream;
    private final AfterPut after;
    private final byte[][] keys;
    private final Blob[] data;
    private final @Nullable HashKey[] explicit;
    private final Shard[] shards;
    private final int[] indexes; // of the shards
    private final long[] creations; // of the shards, in seconds
    private final long[] offsets;
    private final long[] arrivals;
    private final Fate[] fates;
    private int size;
    private int rounds;

    private final long startNs;

    /// The records of the batch under way: the batch's n-th record is this request's `sent[n]`-th.
    private int[] sent;

    /// What runs once every record has its fate; on the event loop.
    interface AfterPut {
        /// Runs `work` on the event loop.
        void resume(Runnable work);

        void done(PutRequest request);
    }

    PutRequest(Puts puts, Stream stream, int capacity, AfterPut after) {
        this.puts = puts;
        this.stream = stream;
        this.after = after;
        keys = new byte[capacity][];
        data = new Blob[capacity];
        explicit = new HashKey[capacity];
        shards = new Shard[capacity];
        indexes = new int[capacity];
        creations = new long[capacity];
        offsets = new long[capacity];
        arrivals = new long[capacity];
        fates = new Fate[capacity];
        sent = new int[capacity];
        startNs = puts.clock().nanos();
    }

    /// @param explicitHashKey where the record goes, or null to follow its partition key
    void add(byte[] partitionKey, Blob bytes, @Nullable HashKey explicitHashKey) {
        keys[size] = partitionKey;
        data[size] = bytes;
        explicit[size] = explicitHashKey;
        size++;
    }

    /// Sends every record; [AfterPut#done] follows, now or later.
    void send() {
        int[] all = new int[size];
        Arrays.setAll(all, i -> i);
        send(all, size);
    }

    private void send(int[] records, int count) {
        var charges =
                new WriteCharges(
                        puts.meters(),
                        stream.number(),
                        puts.limits(),
                        puts.clock().nanos(),
                        count,
                        stream.shards().openCount());
        var batch = new AppendBatch(count, this::completed);
        route(records, count);
        int queued = 0;
        for (int i = 0; i < count; i++) {
            int record = records[i];
            byte[] key = keys[record];
            Blob bytes = data[record];
            Shard shard = shards[record];
            if (!charges.tryWrite(shard, key.length + bytes.length())) {
                fates[record] = Fate.THROTTLED;
                continue;
            }
            sent[queued++] = record;
            batch.add(shard.number(), key, bytes.array(), bytes.offset(), bytes.length());
        }
        charges.finish();
        if (queued == 0) after.done(this);
        else puts.engine().append(batch);
    }

    /// Finds each record's shard. In two loops, and what the answer says of a shard is noted here:
    /// where there are many, each is a way through memory, and a short loop waits for several at
    /// once.
    private void route(int[] records, int count) {
        ShardTable table = stream.shards();
        long[] high = new long[count];
        long[] low = new long[count];
        for (int i = 0; i < count; i++) {
            HashKey given = explicit[records[i]];
            HashKey hash = given == null ? HashKey.ofPartitionKey(keys[records[i]]) : given;
            high[i] = hash.high();
            low[i] = hash.low();
        }
        for (int i = 0; i < count; i++) {
            int record = records[i];
            Shard shard = table.route(high[i], low[i]);
            shards[record] = shard;
            indexes[record] = shard.index();
            creations[record] = shard.creationSecond();
        }
    }

    /// Called by the engine, on a thread of its own.
    private void completed(AppendBatch batch) {
        after.resume(() -> settle(batch));
    }

    private void settle(AppendBatch batch) {
        int[] again = null;
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            int record = sent[i];
            switch (batch.outcome(i)) {
                case APPENDED -> {
                    fates[record] = Fate.STORED;
                    offsets[record] = batch.offset(i);
                    arrivals[record] = batch.arrivalMs(i);
                }
                case CLOSED -> {
                    fates[record] = Fate.FAILED;
                    if (again == null) again = new int[batch.size() - i];
                    again[count++] = record;
                }
                case OVERLOADED -> {
                    fates[record] = Fate.THROTTLED;
                    puts.meters().countThrottled(stream.number(), shards[record], 1);
                }
                case FAILED, PENDING -> fates[record] = Fate.FAILED;
            }
        }
        if (again == null || ++rounds == MOST_ROUNDS) after.done(this);
        else sendAgain(again, count);
    }

    private void sendAgain(int[] records, int count) {
        Stream now = puts.catalog().find(stream.number());
        if (now == null) {
            for (int i = 0; i < count; i++) fates[records[i]] = Fate.HOMELESS;
            after.done(this);
        } else {
            stream = now;
            send(records, count);
        }
    }

    /// How long it has taken by now, in nanoseconds.
    long tookNs() {
        return puts.clock().nanos() - startNs;
    }

    /// The meter of the stream's calls.
    CallMeter calls() {
        return puts.meters().ofStream(stream.number());
    }

    int size() {
        return size;
    }

    /// A record's data and partition key, in bytes.
    int bytes(int record) {
        return keys[record].length + data[record].length();
    }

    Fate fate(int record) {
        return fates[record];
    }

    /// The sequence number of a stored record.
    String number(int record) {
        return puts.printers()
                .print(creations[record], indexes[record], offsets[record], arrivals[record]);
    }

    /// The id of the shard that took or refused the record; not for one that is homeless.
    String shardId(int record) {
        return ShardId.of(indexes[record]);
    }
}
