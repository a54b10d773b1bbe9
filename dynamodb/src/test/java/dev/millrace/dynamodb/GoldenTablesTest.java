package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.log.Verification;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Today's program opens the tables of every format there ever was.
class GoldenTablesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/1");

    @TempDir Path folder;

    private final ManualClock clock = new ManualClock(1_700_000_100_000L);

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> paths = Files.walk(GOLDEN)) {
            for (Path path : paths.toList()) {
                Path to = folder.resolve(GOLDEN.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(to);
                else Files.copy(path, to);
            }
        }
    }

    private FileLog open(Map<String, StateMachine> machines) throws StorageException, IOException {
        return FileLog.openStepped(
                new FolderDisk(folder),
                clock,
                TableCrashTest.CONFIG,
                machines,
                new SplittableRandom(1));
    }

    @Test
    void tablesAreReadAsTheyWereWritten() throws Exception {
        var tables = new Tables();
        FileLog log = open(Map.of(Tables.LEDGER, tables));
        var desk = new Desk(clock, tables, log);
        check(desk);
        log.checkpointSoon();
        for (int i = 0; i < 100; i++) log.doWork();
        log.close();
        assertEquals(List.of(), Verification.of(new FolderDisk(folder)).problems());
        var again = new Tables();
        check(new Desk(clock, again, open(Map.of(Tables.LEDGER, again))));
    }

    private static void check(Desk desk) throws Exception {
        assertEquals(
                Desk.json("{'TableNames': ['late', 'orders']}"), desk.call("ListTables", "{}"));
        assertEquals(
                Desk.json(
                        "{'Count': 2, 'ScannedCount': 2, 'Items': [{'p': {'S': 'p'}, 's': {'N':"
                                + " '-3'}, 'g': {'S': 'late'}}, {'p': {'S': 'p'}, 's': {'N': '2'},"
                                + " 'S': {'S': 'é'}, 'N': {'N': '-0."
                                + "0".repeat(98)
                                + "125'}, 'B': {'B': 'AAEC'}, 'SS': {'SS': ['a', 'b']}, 'NS':"
                                + " {'NS': ['1', '2.5']}, 'BS': {'BS': ['AA==']}, 'M': {'M': {'k':"
                                + " {'L': [{'NULL': true}, {'BOOL': false}]}}}, 'T': {'BOOL':"
                                + " true}}]}"),
                desk.call("Scan", "{'TableName': 'orders'}"));
        assertEquals(
                1, desk.call("Scan", "{'TableName': 'orders', 'IndexName': 'byG'}").get("Count"));
        assertEquals(
                Desk.json("{'TimeToLiveStatus': 'ENABLED', 'AttributeName': 'until'}"),
                Desk.at(
                        desk.call("DescribeTimeToLive", "{'TableName': 'orders'}"),
                        "TimeToLiveDescription"));
        assertEquals(
                Desk.json("{'Tags': [{'Key': 'team', 'Value': 'a'}]}"),
                desk.call(
                        "ListTagsOfResource",
                        "{'ResourceArn':"
                                + " 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'}"));
        // It was carried out before, so it is not carried out, whatever it would find.
        desk.call(
                "TransactWriteItems",
                "{'ClientRequestToken': 'once', 'TransactItems': [{'Delete': {'TableName':"
                        + " 'orders', 'Key': {'p': {'S': 'p'}, 's': {'N': '1'}}}}]}");
        assertEquals(4, desk.tables.nextNumber());
    }

    @Test
    void aBuildThatDoesNotKnowTablesRefusesThemByName() {
        var refusal = assertThrows(StorageException.class, () -> open(Map.of()));
        assertTrue(
                String.valueOf(refusal.getMessage()).endsWith("does not know: tables"),
                refusal.getMessage());
    }
}
