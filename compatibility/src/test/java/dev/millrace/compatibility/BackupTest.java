package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// `millrace backup` of a server under load and of one that was killed, `millrace restore`, and
/// consumers that go on from their checkpoints.
class BackupTest {
    private static final String REGION = "us-east-1";
    private static final String STREAM = "orders";

    @TempDir Path folder;

    /// What was acknowledged: shard and sequence number, and the data.
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private static Shell.Result millrace(Object... words) throws Exception {
        try (Shell shell = Shell.bare()) {
            return shell.run(
                    Shell.millrace(Stream.of(words).map(String::valueOf).toArray(String[]::new))
                            .toArray(String[]::new));
        }
    }

    private void put(KinesisClient kinesis, String text) {
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < 100; i++)
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey("key " + i)
                            .data(SdkBytes.fromUtf8String(text + " " + i))
                            .build());
        PutRecordsResponse answer =
                kinesis.putRecords(request -> request.streamName(STREAM).records(entries));
        for (int i = 0; i < 100; i++) {
            var one = answer.records().get(i);
            if (one.sequenceNumber() != null)
                acknowledged.put(one.shardId() + " " + one.sequenceNumber(), text + " " + i);
        }
    }

    /// Records that a backup copied, as its summary says.
    private static int copied(Shell.Result backup) {
        return Integer.parseInt(backup.err().replaceAll("(?s) records.*", "").replace(",", ""));
    }

    private static List<Record> read(KinesisClient kinesis, String shard, String after) {
        String iterator =
                kinesis.getShardIterator(
                                request ->
                                        request.streamName(STREAM)
                                                .shardId(shard)
                                                .shardIteratorType(
                                                        after.isEmpty()
                                                                ? ShardIteratorType.TRIM_HORIZON
                                                                : ShardIteratorType
                                                                        .AFTER_SEQUENCE_NUMBER)
                                                .startingSequenceNumber(
                                                        after.isEmpty() ? null : after))
                        .shardIterator();
        List<Record> records = new ArrayList<>();
        while (true) {
            String from = iterator;
            GetRecordsResponse page =
                    kinesis.getRecords(request -> request.shardIterator(from).limit(10_000));
            records.addAll(page.records());
            if (page.records().isEmpty() && page.millisBehindLatest() == 0) return records;
            iterator = page.nextShardIterator();
        }
    }

    @Test
    void consumersGoOnFromTheirCheckpointsOnWhatWasRestored() throws Exception {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("backup");
        Map<String, String> promised;
        int copied;
        try (ServerProcess server = ServerProcess.start(data, "--set", "limits=off");
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(4));
            for (int i = 0; i < 30; i++) put(kinesis, "first " + i);
            Shell.Result first = millrace("backup", backup, "--data", data).succeeded();
            assertTrue(first.err().startsWith("3,000 records, "), first.err());
            assertTrue(first.err().contains("; 100 %"), first.err());
            assertTrue(first.out().contains(": 4 shards, 1 segment of "), first.out());

            for (int i = 0; i < 5; i++) put(kinesis, "second " + i);
            promised = Map.copyOf(acknowledged);
            var enough = new AtomicBoolean();
            Thread load =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; !enough.get(); i++)
                                            put(kinesis, "meanwhile " + i);
                                    });
            Shell.Result second = millrace("backup", backup, "--data", data).succeeded();
            enough.set(true);
            load.join();
            copied = copied(second);
            assertTrue(copied >= 500, second.err());
            assertTrue(copied <= acknowledged.size() - 3_000, second.err());
            server.kill();
        }
        int all = acknowledged.size();
        assertTrue(millrace("verify", backup).succeeded().out().endsWith("no problems\n"));

        Path restored = folder.resolve("restored");
        millrace("restore", backup, "--data", restored).succeeded();
        assertTrue(millrace("verify", restored).succeeded().out().endsWith("no problems\n"));
        try (ServerProcess server = ServerProcess.start(restored, "--set", "limits=off");
                KinesisClient kinesis = Sdk.sync(server.port(), REGION)) {
            int found = 0;
            for (int i = 0; i < 4; i++) {
                String shard = "shardId-00000000000" + i;
                List<Record> whole = read(kinesis, shard, "");
                for (Record record : whole) {
                    String number = shard + " " + record.sequenceNumber();
                    assertEquals(acknowledged.get(number), record.data().asUtf8String());
                    if (promised.containsKey(number)) found++;
                }
                // A consumer that had read a third of it.
                Record checkpoint = whole.get(whole.size() / 3);
                List<Record> rest = read(kinesis, shard, checkpoint.sequenceNumber());
                assertEquals(whole.subList(whole.size() / 3 + 1, whole.size()), rest);
            }
            assertEquals(promised.size(), found);
            put(kinesis, "after");
        }

        // The folder of the server that was killed, as it is: what came after the second backup.
        Shell.Result third = millrace("backup", backup, "--data", data).succeeded();
        assertEquals(all - 3_000 - copied, copied(third));
        assertTrue(millrace("verify", backup).succeeded().out().endsWith("no problems\n"));
    }
}
