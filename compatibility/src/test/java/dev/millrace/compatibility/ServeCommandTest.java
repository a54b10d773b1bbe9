package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// `millrace serve` as a process: what it says, how it refuses, how it ends.
class ServeCommandTest {
    @TempDir Path folder;

    private Shell shell;

    @BeforeEach
    void open() throws Exception {
        shell = Shell.bare();
    }

    @AfterEach
    void close() throws Exception {
        shell.close();
    }

    private String[] serve(String... flags) {
        return Shell.millrace(
                        Stream.concat(
                                        Stream.of(
                                                "serve",
                                                "--port",
                                                "0",
                                                "--data",
                                                folder.resolve("data").toString()),
                                        Stream.of(flags))
                                .toArray(String[]::new))
                .toArray(String[]::new);
    }

    private static void assertRefused(Shell.Result result, String... sentences) {
        assertRefused(1, result, sentences);
    }

    private static void assertRefused(int code, Shell.Result result, String... sentences) {
        assertEquals(code, result.code(), result.err());
        for (String sentence : sentences) assertTrue(result.err().contains(sentence), result.err());
        assertEquals(List.of(), result.err().lines().filter(l -> l.contains("\tat ")).toList());
    }

    @Test
    void itSaysWhatIsServedWhereAndWhatToPaste() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            assertEquals(0, server.terminate());
            String said = server.said();
            assertTrue(
                    said.contains(
                            "serves Kinesis on http://127.0.0.1:%d, data in %s\n"
                                    .formatted(server.port(), data)),
                    said);
            assertTrue(
                    said.contains("eval \"$(millrace env --port %d)\"\n".formatted(server.port())),
                    said);
        }
    }

    @Test
    void healthAnswersInJson() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
            assertEquals("200 {\"status\":\"live\"}", get(server, "/health/live"));
            assertEquals("200 {\"status\":\"ready\"}", get(server, "/health/ready"));
        }
    }

    private static String get(ServerProcess server, String path) throws Exception {
        var connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + server.port() + path)
                                .toURL()
                                .openConnection();
        assertEquals("application/json", connection.getContentType());
        try (var in = connection.getInputStream()) {
            return connection.getResponseCode()
                    + " "
                    + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        Path data = folder.resolve("data");
        String number;
        try (ServerProcess server = ServerProcess.start(data);
                KinesisClient kinesis = Sdk.sync(server.port(), "us-east-1")) {
            kinesis.createStream(request -> request.streamName("kept").shardCount(1));
            number =
                    kinesis.putRecord(
                                    request ->
                                            request.streamName("kept")
                                                    .partitionKey("k")
                                                    .data(SdkBytes.fromUtf8String("d")))
                            .sequenceNumber();
            assertEquals(0, server.terminate());
        }
        try (ServerProcess server = ServerProcess.start(data);
                KinesisClient kinesis = Sdk.sync(server.port(), "us-east-1")) {
            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName("kept")
                                                    .shardId("shardId-000000000000")
                                                    .shardIteratorType("TRIM_HORIZON"))
                            .shardIterator();
            var records = kinesis.getRecords(request -> request.shardIterator(iterator)).records();
            assertEquals(1, records.size());
            assertEquals(number, records.getFirst().sequenceNumber());
            assertEquals("d", records.getFirst().data().asUtf8String());
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data)) {
            assertRefused(shell.run(serve()), data.toString(), "another");
            assertEquals(0, server.terminate());
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("other"))) {
            assertRefused(
                    shell.run(
                            Shell.millrace(
                                            "serve",
                                            "--port",
                                            "" + server.port(),
                                            "--data",
                                            folder.resolve("data").toString())
                                    .toArray(String[]::new)),
                    "port " + server.port() + " is taken",
                    "--port 0");
        }
    }

    /// By another program, on one of the two addresses.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aPortThatIsTakenOnOneAddressIsRefused(String address) throws Exception {
        InetAddress loopback = InetAddress.getByName(address);
        try (var other = new ServerSocket()) {
            try {
                other.bind(new InetSocketAddress(loopback, 0));
            } catch (BindException noSuchAddress) {
                Assumptions.abort("no " + address + " here");
            }
            String port = "" + other.getLocalPort();
            String data = folder.resolve("data").toString();
            String[] command =
                    Shell.millrace("serve", "--port", port, "--data", data).toArray(String[]::new);
            assertRefused(shell.run(command), "millrace: port " + port + " is taken", "--port 0");
        }
    }

    @Test
    void everySettingThatIsNoneIsNamedWithWhatMayHaveBeenMeant() throws Exception {
        Path config = Files.writeString(folder.resolve("millrace.toml"), "limit = \"off\"\n");
        assertRefused(
                2,
                shell.run(
                        serve(
                                "--config",
                                config.toString(),
                                "--set",
                                "transition-dealy=1s",
                                "--set",
                                "limits=of")),
                config + ": limit: no such setting; did you mean limits?",
                "--set transition-dealy=1s: no such setting; did you mean transition-delay or"
                        + " dynamodb.transition-delay?",
                "--set limits=of: ",
                "did you mean off?");
    }

    @Test
    void theLogIsJsonOnRequest() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(folder.resolve("data"), "--log-format", "json")) {
            assertEquals(0, server.terminate());
            List<String> lines =
                    server.said().lines().filter(line -> line.startsWith("{")).toList();
            assertTrue(!lines.isEmpty(), server.said());
            for (String line : lines)
                assertTrue(line.contains("\"formattedMessage\":") && line.endsWith("}"), line);
        }
    }
}
