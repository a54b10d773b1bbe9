package dev.millrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardRef;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.ManualClock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes a folder that every later release must open: `java … dev.millrace.log.GoldenFolder
/// log/src/test/resources/golden/2`. It holds two streams, a split, a drop, two ledgers, records in
/// sealed and open segments, and records in two journal files. Never make a version's folder anew.
final class GoldenFolder {
    static final long START_MS = 1_700_000_000_000L;
    static final long RETENTION_MS = Duration.ofDays(7).toMillis();
    static final LogConfig CONFIG =
            new LogConfig(
                    1 << 20,
                    16 << 10,
                    64 << 10,
                    256 << 10,
                    32 << 10,
                    32 << 10,
                    8 << 10,
                    1 << 20,
                    Duration.ofHours(1),
                    1,
                    64 << 10,
                    16 << 10,
                    16,
                    4 << 10,
                    Duration.ofHours(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    false);

    private final FolderDisk disk;
    private final ManualClock clock = new ManualClock(START_MS);
    private final int[] given = new int[8];
    private FileLog log;

    private GoldenFolder(Path folder) throws Exception {
        disk = new FolderDisk(folder);
        log = open();
    }

    public static void main(String[] arguments) throws Exception {
        new GoldenFolder(Path.of(arguments[0])).make();
    }

    private FileLog open() throws Exception {
        return FileLog.openStepped(
                disk,
                clock,
                CONFIG,
                Map.of("catalog", new CommandHistory(), "iam", new CommandHistory()),
                new SplittableRandom(disk.list("wal").size()));
    }

    private void make() throws Exception {
        submit("catalog", "create 0", open(0, 0, 0), open(1, 0, 1));
        submit("catalog", "create 1", open(2, 1, 0));
        submit("iam", "user a");
        for (int i = 0; i < 20; i++) append(0, 1, 2);
        submit("catalog", "split", new ShardChange.Close(0), open(3, 0, 2), open(4, 0, 3));
        for (int i = 0; i < 10; i++) append(1, 3, 4);
        log.checkpointSoon();
        settle();
        submit("catalog", "drop 1", new ShardChange.Drop(2));
        submit("iam", "user b", new ShardChange.Retain(1, 2 * RETENTION_MS));
        for (int i = 0; i < 3; i++) append(1, 3, 4);
        log.close();
        log = open(); // writing goes on in another journal file
        for (int i = 0; i < 2; i++) append(1, 3, 4);
        submit("catalog", "last");
        log.close();
    }

    private static ShardChange open(int number, int stream, int index) {
        return new ShardChange.Open(new ShardRef(number, stream, index), RETENTION_MS);
    }

    private void submit(String ledger, String command, ShardChange... changes) throws Exception {
        log.ledger(ledger).submit(command.getBytes(UTF_8), List.of(changes));
        settle();
    }

    private void append(int... shards) {
        clock.advance(Duration.ofSeconds(1));
        List<AppendBatch> done = new ArrayList<>();
        var batch = new AppendBatch(shards.length, done::add);
        for (int shard : shards) {
            byte[] data = data(shard, ++given[shard]);
            batch.add(shard, key(given[shard]), data, 0, data.length);
        }
        log.append(batch);
        settle();
        for (int i = 0; i < batch.size(); i++)
            if (done.isEmpty() || batch.outcome(i) != AppendBatch.Outcome.APPENDED)
                throw new IllegalStateException("not appended");
    }

    private void settle() {
        for (int i = 0; i < 1000 && log.doWork() > 0; i++) {}
    }

    static byte[] key(int offset) {
        return ("user-" + offset % 7).getBytes(UTF_8);
    }

    /// The data of a shard's record.
    static byte[] data(int shard, int offset) {
        byte[] data = new byte[900 + 10 * shard + offset];
        Arrays.fill(data, (byte) offset);
        byte[] head = (shard + ":" + offset).getBytes(UTF_8);
        System.arraycopy(head, 0, data, 0, head.length);
        return data;
    }
}
