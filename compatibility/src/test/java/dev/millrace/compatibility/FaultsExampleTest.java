package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `examples/faults` by the real boto3, against the server that it describes.
class FaultsExampleTest {
    private static final Pattern PUT_RECORDS =
            Pattern.compile("PutRecords: 280 taken by (\\d+) requests, (\\d+) times refused");
    private static final Pattern PUT_RECORD =
            Pattern.compile("PutRecord: 20 taken, (\\d+) times sent again");

    @Test
    void boto3GetsThroughRefusals(@TempDir Path folder) throws Exception {
        MillraceConfig config =
                MillraceConfig.DEFAULT
                        .withPort(0)
                        .withData(folder.resolve("data"))
                        .with("streams", "orders:1")
                        .with(
                                "faults.rules",
                                "PutRecords@orders:throttle=0.2,PutRecord:throttle=0.3")
                        .with("faults.seed", "7");
        try (Millrace millrace = Millrace.start(config);
                Shell shell = Shell.open(millrace.port(), "us-east-1")) {
            Tools.needBoto3(shell);
            List<String> lines =
                    shell.run(
                                    "python3",
                                    Shell.PROJECT.resolve("examples/faults/retry.py").toString())
                            .succeeded()
                            .lines();
            Matcher records = PUT_RECORDS.matcher(lines.get(0));
            assertTrue(records.matches(), lines.get(0));
            assertTrue(Integer.parseInt(records.group(1)) > 1, lines.get(0));
            assertTrue(Integer.parseInt(records.group(2)) > 20, lines.get(0));
            Matcher single = PUT_RECORD.matcher(lines.get(1));
            assertTrue(single.matches(), lines.get(1));
            assertTrue(Integer.parseInt(single.group(1)) > 5, lines.get(1));
            assertEquals(300, stored(millrace.port()));
        }
    }

    private static int stored(int port) {
        try (KinesisClient kinesis = Sdk.sync(port, "us-east-1")) {
            String iterator =
                    kinesis.getShardIterator(
                                    request ->
                                            request.streamName("orders")
                                                    .shardId("shardId-000000000000")
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            return kinesis.getRecords(request -> request.shardIterator(iterator)).records().size();
        }
    }
}
