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
        assertTrue(put.err().startsWith("1,800 records, "), put.err());
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

    /// The launcher says whether there is a terminal; Python has one to lend.
    @Test
    void onATerminalPutDrawsItsProgress(Shell shell) throws Exception {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("drawn").shardCount(1));
        }
        Path lines = file(IntStream.range(0, 1_200).mapToObj(i -> "line " + i).toList());
        String onTerminal =
                """
                import os, pty, sys
                status = pty.spawn(sys.argv[1:])
                sys.exit(os.waitstatus_to_exitcode(status))
                """;
        String asLauncher =
                """
                [ ! -t 2 ] || set -- "$1" -Dmillrace.terminal=true "${@:2}"
                exec "$@"
                """;
        var words =
                new ArrayList<>(
                        List.of("python3", "-c", onTerminal, "bash", "-c", asLauncher, "bash"));
        words.addAll(Shell.millrace("put", "drawn", lines.toString()));
        Shell.Result put = shell.run(words.toArray(String[]::new)).succeeded();
        assertTrue(put.out().split("\r\033\\[K", -1).length > 2, put.out());
        assertTrue(put.out().contains("\r\033[K1,200 records, "), put.out());

        Shell.Result plain = millrace(shell, "put", "drawn", lines.toString());
        assertEquals(1, plain.err().lines().count(), plain.err());
        assertTrue(plain.err().indexOf('\r') < 0 && plain.err().indexOf('\033') < 0, plain.err());
    }

    /// Though the stream is quiet, so that no write could tell that `head` has left.
    @Test
    void tailEndsWhenItsReaderHasLeft(Shell shell) throws Exception {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName("quiet").shardCount(1));
            kinesis.putRecord(
                    request ->
                            request.streamName("quiet")
                                    .partitionKey("k")
                                    .data(SdkBytes.fromUtf8String("the only one")));
        }
        var words =
                new ArrayList<>(
                        List.of(
                                "bash",
                                "-c",
                                "\"$@\" | head -n 1; exit \"${PIPESTATUS[0]}\"",
                                "bash"));
        words.addAll(Shell.millrace("tail", "quiet", "--from", "trim-horizon"));
        Shell.Result tail = shell.run(words.toArray(String[]::new));
        assertEquals(0, tail.code(), tail.err());
        assertEquals(List.of("the only one"), tail.lines());
        assertEquals("", tail.err());
    }

    @Test
    void whereNothingAnswersItSaysSo(Shell shell) throws Exception {
        String nobody = "http://127.0.0.1:1";
        Shell.Result put =
                millrace(shell, "put", "s", file(List.of("x")).toString(), "--endpoint", nobody);
        assertEquals(1, put.code());
        assertTrue(put.err().startsWith("millrace: nothing answers at " + nobody), put.err());
        assertEquals(2, put.err().lines().count(), put.err());
    }
}
