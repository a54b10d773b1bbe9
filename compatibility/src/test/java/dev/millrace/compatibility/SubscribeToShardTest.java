package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletionException;

/// Enhanced fan-out by the real clients: the SDK for Java over HTTP/2, plain and inside TLS, boto3
/// over HTTP/1.1.
@ExtendWith(SharedServer.class)
class SubscribeToShardTest {
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final String FIRST = "shardId-000000000000";

    @BeforeAll
    static void boto3IsThere(Shell shell) throws Exception {
        Tools.needBoto3(shell);
    }

    @Test
    void theSdkForJavaReadsWhatIsPutMeanwhileAndFollowsASplit(Shell shell) throws Exception {
        try (var fan = new FanOut("http://127.0.0.1:" + shell.port(), shell.region())) {
            readAndFollow(fan);
        }
    }

    @Test
    void theSameInsideTls(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), "--tls");
                var fan = new FanOut("https://127.0.0.1:" + server.port(), "eu-west-1")) {
            readAndFollow(fan);
            assertEquals(0, server.terminate());
        }
    }

    private static void readAndFollow(FanOut fan) throws Exception {
        KinesisAsyncClient kinesis = fan.client();
        String consumer = fan.register("followed", 1, "reader").getFirst();
        var parent = fan.subscribe(consumer, FIRST);
        assertTrue(parent.next().records().isEmpty());
        for (int i = 0; i < 20; i++) put(kinesis, "followed", "parent " + i);
        List<Record> records = parent.records(20);
        for (int i = 0; i < 20; i++)
            assertEquals("parent " + i, records.get(i).data().asUtf8String());
        assertTrue(
                records.getLast().sequenceNumber().compareTo(records.getFirst().sequenceNumber())
                        > 0);
        kinesis.splitShard(
                        request ->
                                request.streamName("followed")
                                        .shardToSplit(FIRST)
                                        .newStartingHashKey(HALF))
                .join();
        SubscribeToShardEvent end = parent.next();
        while (!end.hasChildShards()) end = parent.next();
        assertEquals(null, end.continuationSequenceNumber());
        parent.awaitEnd();
        List<String> children = end.childShards().stream().map(ChildShard::shardId).toList();
        assertEquals(List.of("shardId-000000000001", "shardId-000000000002"), children);
        var written = new HashMap<String, List<String>>();
        for (int i = 0; i < 20; i++)
            written.computeIfAbsent(
                            put(kinesis, "followed", "child " + i), shard -> new ArrayList<>())
                    .add("child " + i);
        for (String child : children) {
            List<String> expected = written.getOrDefault(child, List.of());
            FanOut.Reader reader = fan.subscribe(consumer, child, "TRIM_HORIZON");
            assertEquals(
                    expected,
                    reader.records(expected.size()).stream()
                            .map(record -> record.data().asUtf8String())
                            .toList());
            reader.cancel();
        }
    }

    /// @return the shard that took it
    private static String put(KinesisAsyncClient kinesis, String stream, String data) {
        return kinesis.putRecord(
                        request ->
                                request.streamName(stream)
                                        .partitionKey(data)
                                        .data(SdkBytes.fromUtf8String(data)))
                .join()
                .shardId();
    }

    @Test
    void aSecondSubscriptionIsRefusedThenTakesOver(Shell shell) throws Exception {
        try (var fan = new FanOut("http://127.0.0.1:" + shell.port(), shell.region())) {
            String consumer = fan.register("taken", 1, "reader").getFirst();
            FanOut.Reader first = fan.subscribe(consumer, FIRST);
            first.next();
            var refused =
                    assertThrows(
                            CompletionException.class,
                            () -> fan.subscribe(consumer, FIRST).awaitEnd());
            assertInstanceOf(ResourceInUseException.class, refused.getCause());
            // Silence is broken by an event before the five seconds are over, and by one after.
            first.next();
            first.next();
            FanOut.Reader second = fan.subscribe(consumer, FIRST);
            second.next();
            first.awaitEnd();
            second.cancel();
        }
    }

    @Test
    void boto3ReadsOverHttp1AndFollowsASplit(Shell shell) throws Exception {
        String program =
                """
                import boto3, threading
                kinesis = boto3.client("kinesis")
                kinesis.create_stream(StreamName="python", ShardCount=1)
                arn = kinesis.describe_stream_summary(StreamName="python")[
                    "StreamDescriptionSummary"]["StreamARN"]
                consumer = kinesis.register_stream_consumer(
                    StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
                kinesis.get_waiter("stream_exists").wait(StreamName="python")
                answer = kinesis.subscribe_to_shard(
                    ConsumerARN=consumer, ShardId="shardId-000000000000",
                    StartingPosition={"Type": "LATEST"})
                def write():
                    for i in range(3):
                        kinesis.put_record(
                            StreamName="python", Data=b"r%d" % i, PartitionKey="k")
                    kinesis.split_shard(
                        StreamName="python", ShardToSplit="shardId-000000000000",
                        NewStartingHashKey="170141183460469231731687303715884105728")
                writer = None
                for event in answer["EventStream"]:
                    if writer is None:
                        writer = threading.Thread(target=write)
                        writer.start()
                    event = event["SubscribeToShardEvent"]
                    for record in event["Records"]:
                        print(record["Data"].decode())
                    for child in event.get("ChildShards", []):
                        print(child["ShardId"])
                writer.join()
                print("end")
                """;
        assertEquals(
                List.of("r0", "r1", "r2", "shardId-000000000001", "shardId-000000000002", "end"),
                shell.run("python3", "-c", program).succeeded().lines());
    }

    @Test
    @Tag("slow")
    void aSubscriptionLastsFiveMinutesAndGoesOnWhereItEnded(Shell shell) throws Exception {
        try (var fan = new FanOut("http://127.0.0.1:" + shell.port(), shell.region())) {
            String consumer = fan.register("lasting", 1, "reader").getFirst();
            FanOut.Reader reader = fan.subscribe(consumer, FIRST);
            long beganNs = System.nanoTime();
            String continuation = "";
            int events = 0;
            while (reader.hasNext()) {
                continuation = reader.next().continuationSequenceNumber();
                events++;
            }
            reader.awaitEnd();
            Duration lasted = Duration.ofNanos(System.nanoTime() - beganNs);
            assertTrue(lasted.compareTo(Duration.ofSeconds(299)) > 0, lasted::toString);
            assertTrue(lasted.compareTo(Duration.ofSeconds(310)) < 0, lasted::toString);
            assertTrue(events >= 60, "events: " + events);
            put(fan.client(), "lasting", "between");
            FanOut.Reader next = fan.subscribeAfter(consumer, FIRST, continuation);
            assertEquals("between", next.records(1).getFirst().data().asUtf8String());
            next.cancel();
        }
    }
}
