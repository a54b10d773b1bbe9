package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server that the system lets have fewer files and connections open than clients would take.
class FewFilesTest {
    private static final int FILES = 400;
    private static final int SHARDS = 450;

    @TempDir Path data;

    @Test
    void clientsThatConnectTakeNoFileFromTheLog() throws Exception {
        try (ServerProcess server =
                        ServerProcess.startWith(
                                FILES,
                                data,
                                "--set",
                                "limits=off",
                                "--set",
                                "log.checkpoint-interval=200ms");
                KinesisClient kinesis = Sdk.sync(server.port(), "us-east-1")) {
            kinesis.createStream(request -> request.streamName("wide").shardCount(SHARDS));
            List<Shard> shards = kinesis.listShards(request -> request.streamName("wide")).shards();
            assertEquals(SHARDS, shards.size());
            put(kinesis, shards);
            SegmentFolder.awaitSegments(data, SHARDS);
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < FILES; i++)
                    clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                put(kinesis, shards);
            } finally {
                for (Socket client : clients) client.close();
            }
            put(kinesis, shards);
            for (Shard shard : shards) assertEquals(3, read(kinesis, shard));
            assertEquals(0, server.terminate());
            assertTrue(server.said().contains("may have 400 files open"), server.said());
        }
    }

    private static void put(KinesisClient kinesis, List<Shard> shards) {
        List<PutRecordsRequestEntry> entries =
                shards.stream()
                        .map(
                                shard ->
                                        PutRecordsRequestEntry.builder()
                                                .partitionKey("k")
                                                .explicitHashKey(
                                                        shard.hashKeyRange().startingHashKey())
                                                .data(SdkBytes.fromUtf8String("d"))
                                                .build())
                        .toList();
        assertEquals(
                0,
                kinesis.putRecords(request -> request.streamName("wide").records(entries))
                        .failedRecordCount());
    }

    private static int read(KinesisClient kinesis, Shard shard) {
        String iterator =
                kinesis.getShardIterator(
                                request ->
                                        request.streamName("wide")
                                                .shardId(shard.shardId())
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        return kinesis.getRecords(request -> request.shardIterator(iterator)).records().size();
    }
}
