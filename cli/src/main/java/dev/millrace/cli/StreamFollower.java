package dev.millrace.cli;

import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Reads all shards of a stream, and those that they are split and merged into, each shard in its
/// order and a child after its parents.
///
/// A virtual thread a shard; which shards are read is decided on the thread of [#run].
final class StreamFollower {
    /// A shard answers five reads a second, for all its readers together.
    private static final Duration BEHIND_PAUSE = Duration.ofMillis(210);

    private static final Duration TIP_PAUSE = Duration.ofMillis(500);
    private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(1);

    /// Answers of up to 10 MiB held at the same time, from before they are asked for until they are
    /// taken.
    private static final int ANSWERS = 16;

    /// Takes what is read; called by one thread at a time.
    interface Sink {
        /// Whether to go on.
        ///
        /// @param records of one shard, in its order; at least one
        boolean take(List<StreamRecord> records);
    }

    /// A shard read to its end, and what it was split or merged into.
    ///
    /// @param enough whether the sink wants no more, of any shard
    private record Ended(String shardId, List<ChildShard> children, boolean enough) {
        Ended(String shardId, List<ChildShard> children) {
            this(shardId, children, false);
        }
    }

    private final KinesisClient client;
    private final String stream;
    private final StartingPoint start;
    private final boolean endless;
    private final Sink sink;
    private final Semaphore answers = new Semaphore(ANSWERS);

    /// @param endless false to return once every shard was read to its tip
    StreamFollower(
            KinesisClient client, String stream, StartingPoint start, boolean endless, Sink sink) {
        this.client = client;
        this.stream = stream;
        this.start = start;
        this.endless = endless;
        this.sink = sink;
    }

    /// Reads until every shard has ended or the sink has had enough.
    ///
    /// @throws ExecutionException with what the SDK threw
    void run() throws InterruptedException, ExecutionException {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var shards = new ExecutorCompletionService<Ended>(threads);
            Set<String> begun = new HashSet<>();
            Set<String> ended = new HashSet<>();
            for (Shard shard : shards(client, stream, start))
                if (begun.add(shard.shardId()))
                    shards.submit(
                            () -> follow(shard.shardId(), range(shard.hashKeyRange()), start));
            while (ended.size() < begun.size()) {
                Ended shard = shards.take().get();
                if (shard.enough) return;
                ended.add(shard.shardId);
                for (ChildShard child : shard.children)
                    if (child.parentShards().stream()
                                    .noneMatch(p -> begun.contains(p) && !ended.contains(p))
                            && begun.add(child.shardId()))
                        shards.submit(
                                () ->
                                        follow(
                                                child.shardId(),
                                                range(child.hashKeyRange()),
                                                new StartingPoint.TrimHorizon()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /// The shards that were open at a point.
    static List<Shard> shards(KinesisClient client, String stream, StartingPoint start) {
        var shards = new ArrayList<Shard>();
        ListShardsResponse page =
                client.listShards(
                        request -> request.streamName(stream).shardFilter(start.shards()));
        while (true) {
            shards.addAll(page.shards());
            String token = page.nextToken();
            if (token == null) return shards;
            page = client.listShards(request -> request.nextToken(token));
        }
    }

    static HashKeyRange range(software.amazon.awssdk.services.kinesis.model.HashKeyRange range) {
        return new HashKeyRange(
                Objects.requireNonNull(HashKey.parse(range.startingHashKey())),
                Objects.requireNonNull(HashKey.parse(range.endingHashKey())));
    }

    private Ended follow(String shardId, HashKeyRange range, StartingPoint from)
            throws InterruptedException {
        String iterator = iterator(shardId, from, null);
        String last = null;
        while (true) {
            Duration pause;
            answers.acquire();
            try {
                String position = iterator;
                GetRecordsResponse read =
                        client.getRecords(request -> request.shardIterator(position));
                List<Record> records = read.records();
                if (!records.isEmpty()) {
                    last = records.getLast().sequenceNumber();
                    if (!take(shardId, range, records)) return new Ended(shardId, List.of(), true);
                }
                if (read.nextShardIterator() == null) return new Ended(shardId, read.childShards());
                iterator = read.nextShardIterator();
                boolean atTip = read.millisBehindLatest() == 0;
                if (atTip && records.isEmpty() && !endless) return new Ended(shardId, List.of());
                pause = atTip ? TIP_PAUSE : BEHIND_PAUSE;
            } catch (ExpiredIteratorException e) {
                iterator = iterator(shardId, from, last);
                continue;
            } catch (ProvisionedThroughputExceededException e) {
                pause = THROTTLED_PAUSE;
            } finally {
                answers.release();
            }
            Thread.sleep(pause);
        }
    }

    private boolean take(String shardId, HashKeyRange range, List<Record> records) {
        List<StreamRecord> taken =
                records.stream().map(record -> StreamRecord.of(shardId, range, record)).toList();
        synchronized (sink) {
            return sink.take(taken);
        }
    }

    /// An iterator behind the record read last, or at the starting point if there is none.
    private String iterator(String shardId, StartingPoint from, @Nullable String last) {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
        if (last == null) from.iterator(request);
        else
            request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(last);
        return client.getShardIterator(request.build()).shardIterator();
    }
}
