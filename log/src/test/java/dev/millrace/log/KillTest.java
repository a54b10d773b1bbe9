package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.Clock;
import dev.millrace.stream.RecordBatch;
import dev.millrace.testkit.CommandHistory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/// A process that writes is killed again and again over one folder; what it had acknowledged is
/// there. Kill keeps the page cache: [CrashTest] is the one that proves the forces.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("kills", 5);

    @TempDir Path folder;

    @Test
    void whatAKilledProcessAcknowledgedIsThere() throws Exception {
        var random = new SplittableRandom(5);
        long[] acknowledged = new long[KilledWriter.SHARDS];
        for (int round = 0; round < ROUNDS; round++) {
            writeUntilKilled(acknowledged, 500 + random.nextInt(5000));
            check(acknowledged);
        }
    }

    private void writeUntilKilled(long[] acknowledged, int lines) throws Exception {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-ea",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                KilledWriter.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int count = 0;
        try (BufferedReader from = writer.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = next(from)) != null) {
                if (++count == lines) writer.destroyForcibly();
                String[] parts = line.split(" ", -1);
                if (parts.length < 2 || parts[1].isEmpty()) break; // cut off by the kill
                if (count <= lines) {
                    int shard = Integer.parseInt(parts[0]);
                    acknowledged[shard] = Math.max(acknowledged[shard], Long.parseLong(parts[1]));
                }
            }
        } finally {
            writer.destroyForcibly();
            writer.waitFor();
        }
        assertTrue(count >= lines, "it ended by itself after " + count + " lines");
    }

    private static @Nullable String next(BufferedReader from) {
        try {
            return from.readLine();
        } catch (IOException e) {
            return null; // the pipe broke
        }
    }

    private void check(long[] acknowledged) throws Exception {
        FileLog log =
                FileLog.open(
                        new FolderDisk(folder),
                        Clock.SYSTEM,
                        TestConfig.SMALL,
                        Map.of("catalog", new CommandHistory()));
        for (int shard = 0; shard < acknowledged.length; shard++) {
            assertTrue(log.ends(shard).next() > acknowledged[shard], "records are missing");
            long next = 1;
            while (next < log.ends(shard).next()) {
                RecordBatch read = log.read(shard, next, 1000, 1 << 20);
                assertTrue(read.size() > 0, "record " + next + " is missing");
                for (int i = 0; i < read.size(); i++) {
                    assertEquals(next, read.offset(i));
                    assertArrayEquals(
                            KilledWriter.data(shard, next),
                            Arrays.copyOfRange(
                                    read.array(),
                                    read.dataOffset(i),
                                    read.dataOffset(i) + read.dataLength(i)));
                    next++;
                }
            }
        }
        log.close();
        assertEquals(0, Verification.of(new FolderDisk(folder)).problems().size());
    }
}
