package dev.millrace.compatibility.kcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.nio.file.Path;
import java.util.List;

/// `examples/seeds/KclConsumer.java` as it is, on the KCL's own timing.
@Tag("slow")
@Timeout(600)
class KclConsumerTest {
    private static final Path PROGRAM =
            Path.of("../examples/seeds/KclConsumer.java").toAbsolutePath().normalize();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"poll", "fan-out"})
    void itReadsAShardToItsEndThenItsChildrenAndGoesOnWhereItLeft(String retrieval)
            throws Exception {
        try (Service service = Service.start(folder.resolve("data"))) {
            KinesisClient kinesis = service.kinesis();
            kinesis.createStream(request -> request.streamName("orders").shardCount(1));
            put(kinesis, "one");
            try (JavaProcess consumer = start(service, retrieval)) {
                until(consumer, "record shardId-000000000000 ", "one");
                kinesis.splitShard(
                        request ->
                                request.streamName("orders")
                                        .shardToSplit("shardId-000000000000")
                                        .newStartingHashKey("1" + "0".repeat(38)));
                put(kinesis, "two");
                until(consumer, "end shardId-000000000000", "");
                until(consumer, "record shardId-000000000001 ", "two");
                consumer.terminate();
                assertTrue(consumer.said().contains("\nleave shardId-000000000001\n"));
            }
            put(kinesis, "three");
            try (JavaProcess consumer = start(service, retrieval)) {
                until(consumer, "record shardId-000000000001 ", "three");
                assertEquals(
                        List.of("three"),
                        consumer.said()
                                .lines()
                                .filter(line -> line.startsWith("record "))
                                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                                .toList());
                consumer.terminate();
            }
        }
    }

    private JavaProcess start(Service service, String retrieval) throws Exception {
        return JavaProcess.start(
                folder,
                service.environment("http"),
                PROGRAM.toString(),
                "billing",
                "orders",
                retrieval);
    }

    private static void put(KinesisClient kinesis, String data) {
        kinesis.putRecord(
                request ->
                        request.streamName("orders")
                                .partitionKey("key")
                                .data(SdkBytes.fromUtf8String(data)));
    }

    private static void until(JavaProcess consumer, String begin, String end) throws Exception {
        Until.holds(
                begin + "…" + end,
                () -> {
                    assertTrue(consumer.isAlive(), consumer.said());
                    return consumer.said()
                            .lines()
                            .anyMatch(line -> line.startsWith(begin) && line.endsWith(end));
                });
    }
}
