package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardEnds;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void theFirstFormatIsReadAsItWasWritten() throws Exception {
        copy(GOLDEN.resolve("1"));
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
        assertEquals(List.of(), Verification.of(new FolderDisk(folder)).problems());
        expect(open(), 1, 35);
    }

    @Test
    void theFirstFormatHoldsEveryKindOfFile() throws Exception {
        copy(GOLDEN.resolve("1"));
        Verification.Report report = Verification.of(new FolderDisk(folder));
        assertEquals(List.of(), report.problems());
        assertEquals(1, report.version());
        assertEquals(4, report.shards().size());
        assertTrue(report.segments() > 4, "segments: " + report.segments());
        assertTrue(report.journalGroups() > 5, "groups: " + report.journalGroups());
        try (Stream<Path> paths = Files.walk(folder)) {
            List<String> names = paths.map(path -> path.getFileName().toString()).toList();
            for (String kind : new String[] {".snap", ".seg", ".idx", ".wal"})
                assertTrue(names.stream().anyMatch(name -> name.endsWith(kind)), kind);
        }
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
