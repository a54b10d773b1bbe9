package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A thousand subscriptions on one server.
class FanOutLoadTest {
    private static final int SHARDS = 50;
    private static final int CONSUMERS = 20;
    private static final int ROUNDS = 3;

    /// Those of this JVM, client and server together; a thread for each subscription would show.
    private static final int MOST_THREADS = 150;

    @TempDir Path folder;

    @Test
    void aThousandSubscribersEachGetEveryRecordOfTheirShard() throws Exception {
        var config = MillraceConfig.DEFAULT.withPort(0).withData(folder);
        try (var server = Millrace.start(config);
                var fan = new FanOut("http://127.0.0.1:" + server.port(), "eu-west-1")) {
            String[] names =
                    IntStream.range(0, CONSUMERS).mapToObj(i -> "c" + i).toArray(String[]::new);
            List<String> consumers = fan.register("wide", SHARDS, names);
            List<Shard> shards =
                    fan.client().listShards(request -> request.streamName("wide")).join().shards();
            var readers = new ArrayList<FanOut.Reader>();
            for (Shard shard : shards)
                for (String consumer : consumers)
                    readers.add(fan.subscribe(consumer, shard.shardId()));
            assertEquals(1_000, readers.size());
            for (FanOut.Reader reader : readers) reader.next();
            for (int round = 0; round < ROUNDS; round++) put(fan, shards, "round " + round);
            for (FanOut.Reader reader : readers) {
                var records = reader.records(ROUNDS);
                assertEquals(ROUNDS, records.size());
                for (int round = 0; round < ROUNDS; round++)
                    assertEquals("round " + round, records.get(round).data().asUtf8String());
            }
            int threads = Thread.getAllStackTraces().size();
            assertTrue(threads < MOST_THREADS, "threads: " + threads);
            readers.forEach(FanOut.Reader::cancel);
        }
    }

    /// One record for each shard.
    private static void put(FanOut fan, List<Shard> shards, String data) {
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (Shard shard : shards)
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey("k")
                            .explicitHashKey(shard.hashKeyRange().startingHashKey())
                            .data(SdkBytes.fromUtf8String(data))
                            .build());
        assertEquals(
                0,
                fan.client()
                        .putRecords(request -> request.streamName("wide").records(entries))
                        .join()
                        .failedRecordCount());
    }
}
