package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// `millrace put` and `millrace tail` against a running server.
@ExtendWith(SharedServer.class)
class PutAndTailTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    private static Shell.Result millrace(Shell shell, String... words) throws Exception {
        return shell.run(Shell.millrace(words).toArray(String[]::new));
    }

    private Path file(List<String> lines) throws Exception {
        return Files.write(folder.resolve("lines.txt"), lines);
    }

    @Test
    void whatIsPutIsTailedThoughTheShardIsAtItsLimit(Shell shell) throws Exception {
        List<String> lines = IntStream.range(0, 1_800).mapToObj(i -> "line ü " + i).toList();
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("throttled").shardCount(1));
        }
        Shell.Result put = millrace(shell, "put", "throttled", file(lines).toString());
        assertEquals(0, put.code(), put.err());
        assertTrue(put.err().startsWith("1,800 records, 0.0 MB in "), put.err());
        assertTrue(put.err().contains(" sent again"), put.err());

        Shell.Result tail =
                millrace(shell, "tail", "throttled", "--from", "trim-horizon", "--no-follow");
        assertEquals(0, tail.code(), tail.err());
        var sorted = new ArrayList<>(tail.lines());
        sorted.sort(null);
        assertEquals(lines.stream().sorted().toList(), sorted);
    }

    @Test
    void theChildrenOfASplitAreTailedAfterTheirParent(Shell shell) throws Exception {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("split").shardCount(1));
            for (int i = 0; i < 6; i++) {
                String data = "record " + i;
                kinesis.putRecord(
                        request ->
                                request.streamName("split")
                                        .partitionKey("same")
                                        .data(SdkBytes.fromUtf8String(data)));
                if (i == 2)
                    kinesis.splitShard(
                            request ->
                                    request.streamName("split")
                                            .shardToSplit("shardId-000000000000")
                                            .newStartingHashKey("1000"));
                if (i == 4)
                    kinesis.mergeShards(
                            request ->
                                    request.streamName("split")
                                            .shardToMerge("shardId-000000000001")
                                            .adjacentShardToMerge("shardId-000000000002"));
            }
        }
        Shell.Result tail =
                millrace(shell, "tail", "split", "--from", "trim-horizon", "--no-follow");
        assertEquals(0, tail.code(), tail.err());
        assertEquals(IntStream.range(0, 6).mapToObj(i -> "record " + i).toList(), tail.lines());
    }

    @Test
    void keysComeFromAFieldAndJsonShowsThem(Shell shell) throws Exception {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("keyed").shardCount(2));
            kinesis.putRecord(
                    request ->
                            request.streamName("keyed")
                                    .partitionKey("binary")
                                    .data(SdkBytes.fromByteArray(new byte[] {(byte) 0xff, 0})));
        }
        Path lines = file(List.of("{\"user\":\"anna\"}", "", "{\"user\":7}", "{\"u\":1}"));
        Shell.Result put = millrace(shell, "put", "keyed", lines.toString(), "--key-field", "user");
        assertEquals(1, put.code());
        assertTrue(
                put.err().contains("line 4: it has no text or number called user; not sent"),
                put.err());

        List<String> records = new ArrayList<>();
        for (String line :
                millrace(shell, "tail", "keyed", "--from", "trim-horizon", "--no-follow", "--json")
                        .succeeded()
                        .lines()) {
            JsonNode record = JSON.readTree(line);
            assertEquals(56, record.path("sequenceNumber").asText().length());
            assertTrue(record.path("shardId").asText().startsWith("shardId-"), line);
            assertTrue(record.path("arrival").asText().endsWith("Z"), line);
            records.add(
                    record.path("partitionKey").asText()
                            + " "
                            + record.path("data").asText(record.path("dataBase64").asText()));
        }
        records.sort(null);
        assertEquals(List.of("7 {\"user\":7}", "anna {\"user\":\"anna\"}", "binary /wA="), records);
    }

    @Test
    void aStreamThatIsNotThereIsNamed(Shell shell) throws Exception {
        String expected =
                "millrace: ResourceNotFoundException: Stream nowhere under account 000000000000"
                        + " not found.";
        Shell.Result put = millrace(shell, "put", "nowhere", file(List.of("x")).toString());
        assertEquals(1, put.code());
        assertTrue(put.err().contains(expected), put.err());
        Shell.Result tail = millrace(shell, "tail", "nowhere");
        assertEquals(1, tail.code());
        assertTrue(tail.err().contains(expected), tail.err());
    }

    @Test
    void withoutAnEnvironmentItSaysWhatToPaste(Shell shell) throws Exception {
        Shell.Result tail =
                shell.run(
                        java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of("env", "-u", "AWS_REGION"),
                                        Shell.millrace("tail", "s").stream())
                                .toArray(String[]::new));
        assertEquals(1, tail.code());
        assertTrue(tail.err().contains("eval \"$(./millrace env)\""), tail.err());
    }
}
