package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `millrace export` and `millrace import` against a running server.
@ExtendWith(SharedServer.class)
class ExportAndImportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LAST_HASH_KEY = "340282366920938463463374607431768211455";

    @TempDir Path folder;

    private static Shell.Result millrace(Shell shell, String... words) throws Exception {
        return shell.run(Shell.millrace(words).toArray(String[]::new));
    }

    private static void create(Shell shell, String stream, int shards) {
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.createStream(request -> request.streamName(stream).shardCount(shards));
        }
    }

    private static PutRecordsRequestEntry entry(int number, String hashKey) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("key ü " + number % 31)
                .explicitHashKey(hashKey)
                .data(
                        number % 5 == 0
                                ? SdkBytes.fromByteArray(new byte[] {(byte) 0xff, (byte) number})
                                : SdkBytes.fromUtf8String("record " + number))
                .build();
    }

    /// Each shard's records as key and data, in their order.
    private static Map<String, List<String>> contents(Shell shell, String stream) throws Exception {
        Map<String, List<String>> shards = new LinkedHashMap<>();
        for (String line :
                millrace(shell, "tail", stream, "--from", "trim-horizon", "--no-follow", "--json")
                        .succeeded()
                        .lines()) {
            JsonNode record = JSON.readTree(line);
            shards.computeIfAbsent(record.path("shardId").asText(), id -> new ArrayList<>())
                    .add(
                            record.path("partitionKey").asText()
                                    + "|"
                                    + record.path("data").asText()
                                    + record.path("dataBase64").asText());
        }
        return shards;
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.jsonl", "orders.millrace"})
    void aStreamIsTheSameAfterExportAndImport(String name, Shell shell) throws Exception {
        String from = name.replace('.', '-');
        String to = from + "-copy";
        create(shell, from, 3);
        create(shell, to, 3);
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            var entries = new ArrayList<PutRecordsRequestEntry>();
            for (int i = 0; i < 300; i++) entries.add(entry(i, i % 11 == 0 ? LAST_HASH_KEY : null));
            assertEquals(
                    0,
                    kinesis.putRecords(request -> request.streamName(from).records(entries))
                            .failedRecordCount());
        }
        String file = folder.resolve(name).toString();
        Shell.Result exported = millrace(shell, "export", from, file).succeeded();
        assertTrue(exported.err().startsWith("300 records, "), exported.err());
        assertFalse(Files.exists(Path.of(file + ".part")));

        Shell.Result imported = millrace(shell, "import", file, to).succeeded();
        assertTrue(imported.err().startsWith("300 records, "), imported.err());
        assertTrue(imported.err().contains("; 100 %"), imported.err());
        Map<String, List<String>> expected = contents(shell, from);
        assertEquals(3, expected.size());
        assertEquals(expected, contents(shell, to));

        assertTrue(millrace(shell, "export", from, file).err().contains(file + " exists already"));
    }

    @Test
    void whatAShardRefusesIsSentAgainInOrder(Shell shell) throws Exception {
        create(shell, "slow", 1);
        var lines = new ArrayList<String>();
        for (int i = 0; i < 1_300; i++)
            lines.add("{\"partitionKey\":\"k\",\"data\":\"record %04d\"}".formatted(i));
        Path file = Files.write(folder.resolve("lines.jsonl"), lines);
        millrace(shell, "import", file.toString(), "slow").succeeded();
        List<String> read = contents(shell, "slow").get("shardId-000000000000");
        assertEquals(1_300, read.size());
        assertEquals(read.stream().sorted().toList(), read);
    }

    @Test
    void anImportThatStopsSaysHowToGoOn(Shell shell) throws Exception {
        create(shell, "stopped", 1);
        Path file =
                Files.write(
                        folder.resolve("lines.jsonl"),
                        List.of(
                                "{\"partitionKey\":\"k\",\"data\":\"0\"}",
                                "{\"partitionKey\":\"k\",\"data\":\"1\"}",
                                "{\"partitionKey\":\"k\"}",
                                "{\"partitionKey\":\"k\",\"data\":\"3\"}"));
        for (String mode : List.of("--unordered", "--region=" + shell.region())) {
            Shell.Result result = millrace(shell, "import", file.toString(), "stopped", mode);
            assertEquals(1, result.code());
            assertTrue(result.err().contains("line 3: it needs one of data"), result.err());
            assertTrue(
                    result.err()
                            .contains(
                                    "Stopped: the first 2 records of the file were sent. To go on:"
                                            + " --skip 2"),
                    result.err());
        }
        Files.writeString(file, Files.readString(file).replace("\"k\"}", "\"k\",\"data\":\"2\"}"));
        millrace(shell, "import", file.toString(), "stopped", "--skip", "2").succeeded();
        assertEquals(
                List.of("k|0", "k|1", "k|0", "k|1", "k|2", "k|3"),
                contents(shell, "stopped").get("shardId-000000000000"));
        assertTrue(
                millrace(shell, "import", file.toString(), "stopped", "--skip", "5")
                        .err()
                        .contains("has only 4 records; none was sent"));
    }

    @Test
    void aDamagedFileIsRefusedWithItsPlace(Shell shell) throws Exception {
        create(shell, "damaged", 1);
        try (KinesisClient kinesis = Sdk.sync(shell)) {
            kinesis.putRecords(request -> request.streamName("damaged").records(entry(1, null)));
        }
        Path file = folder.resolve("damaged.millrace");
        millrace(shell, "export", "damaged", file.toString()).succeeded();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 30] ^= 1;
        Files.write(file, bytes);
        Shell.Result result = millrace(shell, "import", file.toString(), "damaged");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("a block does not match its checksum"), result.err());
    }

    @Test
    void aStreamThatIsNotThereIsNamed(Shell shell) throws Exception {
        Path file = Files.writeString(folder.resolve("one.jsonl"), "");
        String expected = "millrace: ResourceNotFoundException: Stream nowhere";
        for (String[] words :
                List.of(
                        new String[] {"export", "nowhere", "-"},
                        new String[] {"import", file.toString(), "nowhere"})) {
            Shell.Result result = millrace(shell, words);
            assertEquals(1, result.code());
            assertTrue(result.err().contains(expected), result.err());
        }
    }
}
