package dev.millrace.log;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Clock;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardRef;
import dev.millrace.testkit.CommandHistory;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Measures what a record costs the committer's thread, and how long a recovery takes. A program,
/// not a test: `java … dev.millrace.log.CommitterCost FOLDER [seconds]`.
final class CommitterCost {
    private static final int RECORDS = 500;

    private CommitterCost() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 2;
        for (int bytes : new int[] {100, 1024})
            for (int shards : new int[] {1, 100, 1000})
                measure(folder.resolve(bytes + "-" + shards), bytes, shards, seconds);
    }

    private static void measure(Path folder, int bytes, int shards, double seconds)
            throws Exception {
        FileLog log = open(folder);
        List<ShardChange> opens = new ArrayList<>();
        for (int i = 0; i < shards; i++)
            opens.add(new ShardChange.Open(new ShardRef(i, 0, i), 86_400_000));
        log.ledger("catalog").submit(new byte[1], opens);
        run(log, bytes, shards, seconds / 2); // warm
        long cpu = cpu("millrace-committer");
        long all = processCpu();
        long start = System.nanoTime();
        long records = run(log, bytes, shards, seconds);
        double wall = System.nanoTime() - start;
        cpu = cpu("millrace-committer") - cpu;
        all = processCpu() - all;
        log.close();
        start = System.nanoTime();
        log = open(folder);
        double recoveryMs = (System.nanoTime() - start) / 1e6;
        log.close();
        System.out.printf(
                "%4d B, %4d shards: %,9.0f records/s, committer %4d ns/record, process %4d"
                        + " ns/record, recovery %.0f ms%n",
                bytes, shards, records / wall * 1e9, cpu / records, all / records, recoveryMs);
    }

    private static FileLog open(Path folder) throws Exception {
        Files.createDirectories(folder);
        return FileLog.open(
                new FolderDisk(folder),
                Clock.SYSTEM,
                LogConfig.DEFAULT,
                Map.of("catalog", new CommandHistory()));
    }

    private static long run(FileLog log, int bytes, int shards, double seconds) throws Exception {
        byte[] key = "user-1234".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] data = new byte[bytes];
        int window = 16;
        var free = new Semaphore(window);
        long records = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int next = 0;
        while (System.nanoTime() < end) {
            free.acquire();
            var batch =
                    new AppendBatch(
                            RECORDS,
                            done -> {
                                if (done.outcome(0) != AppendBatch.Outcome.APPENDED)
                                    System.out.println(done.outcome(0));
                                free.release();
                            });
            for (int i = 0; i < RECORDS; i++) {
                batch.add(next, key, data, 0, bytes);
                if (++next == shards) next = 0;
            }
            log.append(batch);
            records += RECORDS;
        }
        free.acquire(window);
        return records;
    }

    private static long processCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /// CPU time of live threads whose names start so.
    private static long cpu(String name) {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith(name))
                sum += Math.max(0, threads.getThreadCpuTime(id));
        }
        return sum;
    }
}
