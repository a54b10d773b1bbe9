package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardEnds;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Today's program opens the folders of every format there ever was.
class GoldenFolderTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir Path folder;

    private final CommandHistory catalog = new CommandHistory();
    private final CommandHistory iam = new CommandHistory();

    private void copy(Path from) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path to = folder.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(to);
                else Files.copy(path, to);
            }
        }
    }

    private FileLog open() throws Exception {
        return FileLog.openStepped(
                new FolderDisk(folder),
                new ManualClock(GoldenFolder.START_MS + 3_600_000),
                GoldenFolder.CONFIG,
                Map.of("catalog", catalog, "iam", iam),
                new SplittableRandom(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyFormatIsReadAsItWasWritten(int version) throws Exception {
        copy(GOLDEN.resolve(Integer.toString(version)));
        FileLog log = open();
        assertEquals(
                List.of("create 0", "create 1", "split", "drop 1", "last"), catalog.commands());
        assertEquals(List.of("user a", "user b"), iam.commands());
        expect(log, 0, 20);
        assertTrue(log.ends(0).closed());
        expect(log, 1, 35);
        assertEquals(ShardEnds.NONE, log.ends(2));
        expect(log, 3, 15);
        expect(log, 4, 15);
        // And it can be written on.
        log.checkpointSoon();
        for (int i = 0; i < 100; i++) log.doWork();
        expect(log, 1, 35);
        log.close();
        Verification.Report report = Verification.of(new FolderDisk(folder));
        assertEquals(List.of(), report.problems());
        assertEquals(StoreFormat.VERSION, report.version());
        expect(open(), 1, 35);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theFolderHoldsEveryKindOfFile(int version) throws Exception {
        copy(GOLDEN.resolve(Integer.toString(version)));
        Verification.Report report = Verification.of(new FolderDisk(folder));
        assertEquals(List.of(), report.problems());
        assertEquals(version, report.version());
        assertEquals(4, report.shards().size());
        assertTrue(report.segments() > 1, "segments: " + report.segments());
        assertTrue(report.journalGroups() > 5, "groups: " + report.journalGroups());
        try (Stream<Path> paths = Files.walk(folder)) {
            List<String> names = paths.map(path -> path.getFileName().toString()).toList();
            for (String kind : new String[] {".snap", ".seg", ".wal"})
                assertTrue(names.stream().anyMatch(name -> name.endsWith(kind)), kind);
        }
    }

    @Test
    void aBackupOfTheFirstFormatIsGoneOnWithAndRestored() throws Exception {
        copy(GOLDEN.resolve("1"));
        var data = new FolderDisk(folder);
        var backup = new FaultyDisk(1);
        BackupFolder.Progress quiet = (records, bytes, all) -> {};
        // As the program of that time made it, but for what the snapshot leaves to the journal.
        FileLog log = open();
        try (Pin pin = log.pin()) {
            BackupFolder.update(data, pin.snapshot(), backup, quiet);
        }
        for (int i = 0; i < 100; i++) log.doWork();
        try (Pin pin = log.pin()) {
            BackupFolder.update(data, pin.snapshot(), backup, quiet);
        }
        log.close();
        var restored = new FaultyDisk(2);
        BackupFolder.restore(backup, restored, quiet);
        assertEquals(List.of(), Verification.of(restored).problems());
        FileLog again =
                FileLog.openStepped(
                        restored,
                        new ManualClock(GoldenFolder.START_MS + 3_600_000),
                        GoldenFolder.CONFIG,
                        Map.of("catalog", catalog, "iam", iam),
                        new SplittableRandom(1));
        expect(again, 0, 20);
        expect(again, 1, 35);
        expect(again, 4, 15);
    }

    private static void expect(FileLog log, int shard, int records) throws Exception {
        assertEquals(records + 1, log.ends(shard).next());
        RecordBatch read = log.read(shard, 1, 1000, 1 << 20);
        assertEquals(records, read.size());
        for (int i = 0; i < records; i++) {
            assertEquals(i + 1, read.offset(i));
            assertEquals(
                    new String(GoldenFolder.key(i + 1), StandardCharsets.UTF_8),
                    read.partitionKey(i));
            assertArrayEquals(
                    GoldenFolder.data(shard, i + 1),
                    Arrays.copyOfRange(
                            read.array(),
                            read.dataOffset(i),
                            read.dataOffset(i) + read.dataLength(i)));
        }
    }
}
