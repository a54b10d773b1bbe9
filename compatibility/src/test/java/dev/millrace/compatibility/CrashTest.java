package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// `kill -9` under load, again and again over one folder: every record that was acknowledged is
/// read back, once, at its number.
class CrashTest {
    private static final String STREAM = "crashed";
    private static final String REGION = "us-east-1";
    private static final int WRITERS = 4;
    private static final int SHARDS = 4;

    @TempDir Path folder;

    /// Shard and number of what was acknowledged, by its data.
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final AtomicLong nextRecord = new AtomicLong();

    @Test
    void whatWasAcknowledgedSurvivesThreeKills() throws Exception {
        killAgainAndAgain(3);
    }

    @Test
    @Tag("slow")
    void whatWasAcknowledgedSurvivesThirtyKills() throws Exception {
        killAgainAndAgain(30);
    }

    private void killAgainAndAgain(int rounds) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        Path data = folder.resolve("data");
        for (int round = 0; round < rounds; round++) {
            try (ServerProcess server = start(data)) {
                if (round == 0) createStream(server);
                else check(server, round);
                int before = acknowledged.size();
                // So many acknowledged requests, and then somewhere inside the next ones.
                writeUntil(server, before + 500 + random.nextInt(4_000));
            }
        }
        try (ServerProcess server = start(data)) {
            check(server, rounds);
            assertEquals(0, server.terminate());
        }
        try (ServerProcess server = start(data)) {
            check(server, rounds + 1);
        }
    }

    private static ServerProcess start(Path data) throws Exception {
        // A journal so small that checkpoints and recycling happen all the time.
        return ServerProcess.start(
                data,
                "--set",
                "limits=off",
                "--set",
                "log.journal-file-min-bytes=128KiB",
                "--set",
                "log.journal-reserve-bytes=16KiB",
                "--set",
                "log.checkpoint-bytes=256KiB",
                "--set",
                "log.segment-bytes=128KiB");
    }

    private static void createStream(ServerProcess server) {
        try (KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(SHARDS));
        }
    }

    private void writeUntil(ServerProcess server, int enough) throws InterruptedException {
        var reached = new CountDownLatch(1);
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < WRITERS; i++)
            writers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (KinesisClient kinesis =
                                                Sdk.sync(server.port(), REGION)) {
                                            write(kinesis, enough, reached);
                                        } finally {
                                            reached.countDown();
                                        }
                                    }));
        reached.await();
        server.kill();
        for (Thread writer : writers) writer.join();
        assertTrue(
                acknowledged.size() >= enough,
                () -> "the server ended by itself at " + acknowledged.size());
    }

    /// Writes until the server is gone.
    private void write(KinesisClient kinesis, int enough, CountDownLatch reached) {
        while (true) {
            var entries = new ArrayList<PutRecordsRequestEntry>();
            for (int i = 0; i < 50; i++) {
                String data = nextRecord.getAndIncrement() + "x".repeat(i * 4);
                entries.add(
                        PutRecordsRequestEntry.builder()
                                .partitionKey(data.substring(0, Math.min(8, data.length())))
                                .data(SdkBytes.fromUtf8String(data))
                                .build());
            }
            PutRecordsResponse response;
            try {
                response = kinesis.putRecords(r -> r.streamName(STREAM).records(entries));
            } catch (SdkException killed) {
                return;
            }
            List<PutRecordsResultEntry> results = response.records();
            for (int i = 0; i < entries.size(); i++)
                if (results.get(i).errorCode() == null)
                    acknowledged.put(
                            entries.get(i).data().asUtf8String(),
                            results.get(i).shardId() + " " + results.get(i).sequenceNumber());
            if (acknowledged.size() >= enough) reached.countDown();
        }
    }

    private void check(ServerProcess server, int round) {
        var found = new HashMap<String, String>();
        Set<String> numbers = new HashSet<>();
        try (KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            List<Shard> shards = kinesis.listShards(r -> r.streamName(STREAM)).shards();
            assertEquals(SHARDS, shards.size());
            for (Shard shard : shards) {
                var last = BigInteger.ZERO;
                for (Record record : read(kinesis, shard.shardId())) {
                    var number = new BigInteger(record.sequenceNumber());
                    assertTrue(number.compareTo(last) > 0, () -> "not in order: " + record);
                    last = number;
                    String place = shard.shardId() + " " + record.sequenceNumber();
                    assertTrue(numbers.add(place), place);
                    String twin = found.put(record.data().asUtf8String(), place);
                    assertEquals(null, twin, () -> "round " + round + ": twice: " + record);
                }
            }
        }
        acknowledged.forEach(
                (data, place) ->
                        assertEquals(place, found.get(data), () -> "round " + round + ": " + data));
    }

    private static List<Record> read(KinesisClient kinesis, String shardId) {
        var records = new ArrayList<Record>();
        String iterator =
                kinesis.getShardIterator(
                                request ->
                                        request.streamName(STREAM)
                                                .shardId(shardId)
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        while (true) {
            String from = iterator;
            GetRecordsResponse read = kinesis.getRecords(request -> request.shardIterator(from));
            if (read.records().isEmpty() && read.millisBehindLatest() == 0) return records;
            records.addAll(read.records());
            iterator = read.nextShardIterator();
        }
    }
}
