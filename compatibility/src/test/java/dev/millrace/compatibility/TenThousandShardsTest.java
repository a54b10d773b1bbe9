package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Ten thousand shards in one server as `./millrace serve` runs it, by the AWS SDK for Java: what
/// it takes is printed, and what comes back is compared with what was written.
@Tag("slow")
class TenThousandShardsTest {
    private static final String REGION = "eu-west-1";
    private static final String STREAM = "wide";
    private static final int SHARDS = 10_000;
    private static final int BATCH = 500;
    private static final int CLIENTS = 4;

    /// Operations may be called as fast as one likes; every other limit is the service's. Records
    /// move to segments often, so that reads meet those.
    private static final String[] FLAGS = {
        "--set", "kinesis.call-rates=*=off", "--set", "log.checkpoint-interval=2s"
    };

    @TempDir Path data;

    /// The data of every record that was acknowledged, by its shard, in order.
    private final Map<String, List<String>> written = new HashMap<>();

    @Test
    void oneStreamIsCreatedWrittenListedReadAndResharded() throws Exception {
        List<Shard> all;
        try (ServerProcess server = ServerProcess.launch(data, FLAGS);
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            var table = new CostTable(server);
            table.row("started, empty");
            table.time("CreateStream", () -> create(kinesis, STREAM, SHARDS));
            all = table.time("ListShards, 10 pages", () -> list(kinesis, null));
            assertEquals(SHARDS, all.size());
            table.time("DescribeStream, 100 pages", () -> describes(kinesis, SHARDS));
            List<Shard> shards = all;
            table.time("PutRecords, a record for each shard", () -> put(kinesis, shards, "one"));
            table.time("every shard read", () -> read(kinesis, shards));
            SegmentFolder.awaitSegments(data, 1);
            table.time("PutRecords, once more", () -> put(kinesis, shards, "two"));
            table.time("every shard read, from its segment", () -> read(kinesis, shards));

            long whole = instantOfItsOwn();
            table.time("UpdateShardCount to 5,000", () -> scale(kinesis, SHARDS / 2));
            long halved = instantOfItsOwn();
            all = list(kinesis, null);
            assertEquals(SHARDS + SHARDS / 2, all.size());
            List<Shard> half = open(all);
            assertEquals(SHARDS / 2, half.size());
            put(kinesis, half, "three");

            table.time("UpdateShardCount to 10,000", () -> scale(kinesis, SHARDS));
            table.time("SplitShard", () -> split(kinesis, open(list(kinesis, null)).getFirst()));
            List<Shard> wider = open(list(kinesis, null));
            assertEquals(SHARDS + 1, wider.size());
            table.time("MergeShards", () -> merge(kinesis, wider.get(10), wider.get(11)));
            all = table.time("ListShards, 26 pages", () -> list(kinesis, null));
            put(kinesis, open(all), "four");
            filtersShowWhatTheyShould(kinesis, all, Instant.ofEpochMilli(whole), half);
            at(kinesis, Instant.ofEpochMilli(halved), half);
            assertEquals(0, server.terminate());
        }
        List<Shard> before = all;
        try (ServerProcess server = ServerProcess.launch(data, FLAGS);
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            var table = new CostTable(server);
            table.row("started again, with %,d shards".formatted(before.size()));
            assertEquals(before, list(kinesis, null));
            table.time("every shard read", () -> read(kinesis, before));
            table.time("PutRecords", () -> put(kinesis, open(before), "five"));
            table.time("every open shard read", () -> read(kinesis, open(before)));
            server.kill();
        }
        try (ServerProcess server = ServerProcess.launch(data, FLAGS);
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            var table = new CostTable(server);
            table.row("started after kill -9");
            read(kinesis, open(before));
        }
    }

    private static Void create(KinesisClient kinesis, String stream, int shards) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(shards));
        isActive(kinesis, stream);
        return null;
    }

    /// Transitions take no time here.
    private static void isActive(KinesisClient kinesis, String stream) {
        assertEquals(
                StreamStatus.ACTIVE,
                kinesis.describeStreamSummary(request -> request.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus());
    }

    private static Void scale(KinesisClient kinesis, int target) {
        kinesis.updateShardCount(
                request ->
                        request.streamName(STREAM)
                                .targetShardCount(target)
                                .scalingType(ScalingType.UNIFORM_SCALING));
        isActive(kinesis, STREAM);
        return null;
    }

    private static Void split(KinesisClient kinesis, Shard shard) {
        BigInteger first = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger last = new BigInteger(shard.hashKeyRange().endingHashKey());
        String middle = first.add(last).shiftRight(1).toString();
        kinesis.splitShard(
                request ->
                        request.streamName(STREAM)
                                .shardToSplit(shard.shardId())
                                .newStartingHashKey(middle));
        return null;
    }

    private static Void merge(KinesisClient kinesis, Shard lower, Shard upper) {
        kinesis.mergeShards(
                request ->
                        request.streamName(STREAM)
                                .shardToMerge(lower.shardId())
                                .adjacentShardToMerge(upper.shardId()));
        return null;
    }

    /// All pages.
    private static List<Shard> list(KinesisClient kinesis, ShardFilter filter) {
        var shards = new ArrayList<Shard>();
        ListShardsResponse page =
                kinesis.listShards(request -> request.streamName(STREAM).shardFilter(filter));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            assertEquals(1_000, page.shards().size());
            String token = page.nextToken();
            page = kinesis.listShards(request -> request.nextToken(token));
            shards.addAll(page.shards());
        }
        return shards;
    }

    /// By hash key.
    private static List<Shard> open(List<Shard> shards) {
        var open = new ArrayList<>(shards);
        open.removeIf(shard -> shard.sequenceNumberRange().endingSequenceNumber() != null);
        open.sort(
                Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())));
        return open;
    }

    private static Void describes(KinesisClient kinesis, int shards) {
        var found = new HashSet<String>();
        String last = null;
        while (true) {
            String after = last;
            StreamDescription page =
                    kinesis.describeStream(
                                    request ->
                                            request.streamName(STREAM).exclusiveStartShardId(after))
                            .streamDescription();
            page.shards().forEach(shard -> found.add(shard.shardId()));
            if (!page.hasMoreShards()) break;
            last = page.shards().getLast().shardId();
        }
        assertEquals(shards, found.size());
        return null;
    }

    private static void filtersShowWhatTheyShould(
            KinesisClient kinesis, List<Shard> all, Instant whole, List<Shard> half) {
        shows(kinesis, all, shard -> true, filter(ShardFilterType.FROM_TRIM_HORIZON));
        shows(
                kinesis,
                all,
                shard -> shard.parentShardId() == null,
                filter(ShardFilterType.AT_TRIM_HORIZON));
        shows(
                kinesis,
                all,
                shard -> shard.sequenceNumberRange().endingSequenceNumber() == null,
                filter(ShardFilterType.AT_LATEST));
        shows(
                kinesis,
                all,
                shard -> shard.parentShardId() == null,
                filter(ShardFilterType.AT_TIMESTAMP).toBuilder().timestamp(whole).build());
        shows(
                kinesis,
                all,
                shard -> true,
                filter(ShardFilterType.FROM_TIMESTAMP).toBuilder().timestamp(whole).build());
        String last = all.get(SHARDS).shardId();
        shows(
                kinesis,
                all,
                shard -> shard.shardId().compareTo(last) > 0,
                filter(ShardFilterType.AFTER_SHARD_ID).toBuilder().shardId(last).build());
        assertTrue(half.stream().allMatch(shard -> shard.parentShardId() != null));
    }

    /// What was open once the stream had half its shards.
    private static void at(KinesisClient kinesis, Instant time, List<Shard> half) {
        assertEquals(
                ids(half),
                ids(
                        list(
                                kinesis,
                                filter(ShardFilterType.AT_TIMESTAMP).toBuilder()
                                        .timestamp(time)
                                        .build())));
    }

    private static void shows(
            KinesisClient kinesis, List<Shard> all, Predicate<Shard> which, ShardFilter filter) {
        assertEquals(
                ids(all.stream().filter(which).toList()),
                ids(list(kinesis, filter)),
                filter::toString);
    }

    private static ShardFilter filter(ShardFilterType type) {
        return ShardFilter.builder().type(type).build();
    }

    private static List<String> ids(List<Shard> shards) {
        return shards.stream().map(Shard::shardId).sorted().toList();
    }

    /// A millisecond in which no shard is opened or closed.
    private static long instantOfItsOwn() {
        long before = System.currentTimeMillis();
        long now;
        do {
            now = System.currentTimeMillis();
            Thread.onSpinWait();
        } while (now == before);
        long after;
        do {
            after = System.currentTimeMillis();
            Thread.onSpinWait();
        } while (after == now);
        return now;
    }

    /// A record for each shard.
    private Void put(KinesisClient kinesis, List<Shard> shards, String word) {
        for (int from = 0; from < shards.size(); from += BATCH) {
            List<Shard> some = shards.subList(from, Math.min(from + BATCH, shards.size()));
            List<PutRecordsRequestEntry> entries =
                    some.stream()
                            .map(
                                    shard ->
                                            PutRecordsRequestEntry.builder()
                                                    .partitionKey("k")
                                                    .explicitHashKey(
                                                            shard.hashKeyRange().startingHashKey())
                                                    .data(
                                                            SdkBytes.fromUtf8String(
                                                                    word + shard.shardId()))
                                                    .build())
                            .toList();
            PutRecordsResponse answer =
                    kinesis.putRecords(request -> request.streamName(STREAM).records(entries));
            assertEquals(0, answer.failedRecordCount());
            for (int i = 0; i < some.size(); i++) {
                String shard = some.get(i).shardId();
                assertEquals(shard, answer.records().get(i).shardId());
                written.computeIfAbsent(shard, key -> new ArrayList<>()).add(word + shard);
            }
        }
        return null;
    }

    /// Each from its oldest record to its end or newest one, by several clients at once.
    private Void read(KinesisClient kinesis, List<Shard> shards) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<Void>> parts =
                    IntStream.range(0, CLIENTS)
                            .<Callable<Void>>mapToObj(
                                    part ->
                                            () -> {
                                                for (int i = part; i < shards.size(); i += CLIENTS)
                                                    read(kinesis, shards.get(i));
                                                return null;
                                            })
                            .toList();
            for (Future<Void> part : clients.invokeAll(parts)) part.get();
        }
        return null;
    }

    private void read(KinesisClient kinesis, Shard shard) {
        String iterator =
                kinesis.getShardIterator(
                                request ->
                                        request.streamName(STREAM)
                                                .shardId(shard.shardId())
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        GetRecordsResponse answer = kinesis.getRecords(request -> request.shardIterator(iterator));
        assertEquals(
                written.getOrDefault(shard.shardId(), List.of()),
                answer.records().stream().map(Record::data).map(SdkBytes::asUtf8String).toList(),
                shard::shardId);
        assertEquals(0, answer.millisBehindLatest());
        if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
            assertNotNull(answer.nextShardIterator());
            return;
        }
        assertEquals(null, answer.nextShardIterator());
        assertTrue(!answer.childShards().isEmpty());
        for (ChildShard child : answer.childShards())
            assertTrue(child.parentShards().contains(shard.shardId()));
    }

    /// Many streams instead of a wide one.
    @Test
    void twoThousandStreamsOfFiveShardsAreCreatedWrittenListedAndRead() throws Exception {
        int streams = SHARDS / 5;
        List<String> names =
                IntStream.range(0, streams).mapToObj("stream-%04d"::formatted).toList();
        try (ServerProcess server = ServerProcess.launch(data, FLAGS);
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            var table = new CostTable(server);
            table.time(
                    "2,000 x CreateStream",
                    () -> {
                        for (String name : names) create(kinesis, name, 5);
                        return null;
                    });
            table.time(
                    "2,000 x PutRecords",
                    () -> {
                        for (String name : names) putFive(kinesis, name);
                        return null;
                    });
            var found = new ArrayList<String>();
            kinesis.listStreamsPaginator(request -> request.limit(100))
                    .forEach(page -> found.addAll(page.streamNames()));
            assertEquals(names, found);
            assertEquals(0, server.terminate());
        }
        try (ServerProcess server = ServerProcess.launch(data, FLAGS);
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            var table = new CostTable(server);
            table.row("started again, with 2,000 streams");
            table.time(
                    "10,000 shards read",
                    () -> {
                        for (String name : names)
                            assertEquals(List.of("0", "1", "2", "3", "4"), readAll(kinesis, name));
                        return null;
                    });
        }
    }

    private static void putFive(KinesisClient kinesis, String stream) {
        List<PutRecordsRequestEntry> entries =
                IntStream.range(0, 5)
                        .mapToObj(
                                i ->
                                        PutRecordsRequestEntry.builder()
                                                .partitionKey("k")
                                                .explicitHashKey(keyOfFifth(i))
                                                .data(SdkBytes.fromUtf8String("" + i))
                                                .build())
                        .toList();
        assertEquals(
                0,
                kinesis.putRecords(request -> request.streamName(stream).records(entries))
                        .failedRecordCount());
    }

    /// One that belongs to the shard of this index, of five.
    private static String keyOfFifth(int index) {
        return BigInteger.ONE
                .shiftLeft(128)
                .multiply(BigInteger.valueOf(2L * index + 1))
                .divide(BigInteger.TEN)
                .toString();
    }

    private static List<String> readAll(KinesisClient kinesis, String stream) {
        var found = new ArrayList<String>();
        for (Shard shard : kinesis.listShards(request -> request.streamName(stream)).shards()) {
            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName(stream)
                                                    .shardId(shard.shardId())
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            kinesis.getRecords(request -> request.shardIterator(iterator))
                    .records()
                    .forEach(record -> found.add(record.data().asUtf8String()));
        }
        Collections.sort(found);
        return found;
    }
}
