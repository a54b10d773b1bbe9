package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server that the system lets have fewer files and connections open than clients would take.
class FewFilesTest {
    private static final int FILES = 400;
    private static final int STREAMS = 450;

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
            for (int i = 0; i < STREAMS; i++) {
                String name = name(i);
                kinesis.createStream(request -> request.streamName(name).shardCount(1));
            }
            put(kinesis);
            SegmentFolder.awaitSegments(data, STREAMS);
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < FILES; i++)
                    clients.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                put(kinesis);
            } finally {
                for (Socket client : clients) client.close();
            }
            put(kinesis);
            for (int i = 0; i < STREAMS; i++) assertEquals(3, read(kinesis, name(i)));
            assertEquals(0, server.terminate());
            assertTrue(server.said().contains("may have 400 files open"), server.said());
        }
    }

    private static String name(int stream) {
        return "stream-" + stream;
    }

    private static void put(KinesisClient kinesis) {
        for (int i = 0; i < STREAMS; i++) {
            String name = name(i);
            kinesis.putRecord(
                    request ->
                            request.streamName(name)
                                    .partitionKey("k")
                                    .data(SdkBytes.fromUtf8String("d")));
        }
    }

    private static int read(KinesisClient kinesis, String stream) {
        String iterator =
                kinesis.getShardIterator(
                                request ->
                                        request.streamName(stream)
                                                .shardId("0")
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        return kinesis.getRecords(request -> request.shardIterator(iterator)).records().size();
    }
}
