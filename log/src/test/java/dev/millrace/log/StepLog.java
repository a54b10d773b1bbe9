package dev.millrace.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Disk;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.ManualClock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// An engine that a test steps, with words for what tests do to it.
final class StepLog {
    static final long RETENTION_MS = Duration.ofDays(1).toMillis();

    final Disk disk;
    final ManualClock clock;
    final LogConfig config;
    CommandHistory history = new CommandHistory();
    FileLog log;

    StepLog(Disk disk, ManualClock clock, LogConfig config) throws StorageException {
        this.disk = disk;
        this.clock = clock;
        this.config = config;
        log = open(config);
    }

    private FileLog open(LogConfig with) throws StorageException {
        history = new CommandHistory();
        return FileLog.openStepped(
                disk, clock, with, Map.of("catalog", history), new SplittableRandom(7));
    }

    void reopen() throws StorageException {
        log = open(config);
    }

    void reopenSalvaging() throws StorageException {
        log = open(TestConfig.salvaging(config));
    }

    void submit(String command, ShardChange... changes) throws Exception {
        log.ledger("catalog").submit(command.getBytes(UTF_8), List.of(changes));
    }

    void openShards(int count) throws Exception {
        for (int i = 0; i < count; i++)
            submit("open" + i, new ShardChange.Open(new ShardRef(i, i / 2, i % 2), RETENTION_MS));
    }

    /// Appends one record and lets the engine work until it has its outcome, or until nothing
    /// moves.
    AppendBatch.Outcome append(int shard, byte[] data) {
        var batch = new AppendBatch(1, done -> {});
        batch.add(shard, "key".getBytes(UTF_8), data, 0, data.length);
        log.append(batch);
        settle();
        return batch.outcome(0);
    }

    void appendMany(int shard, int count, int bytes) {
        for (int i = 0; i < count; i++) append(shard, new byte[bytes]);
    }

    void settle() {
        for (int i = 0; i < 1000 && log.doWork() > 0; i++) {}
    }

    void checkpoint() {
        log.checkpointSoon();
        settle();
    }

    long count(int shard) throws StorageException {
        long count = 0;
        long next = 1;
        while (true) {
            RecordBatch read = log.read(shard, next, 1000, 1 << 20);
            if (read.isEmpty()) return count;
            count += read.size();
            next = read.offset(read.size() - 1) + 1;
        }
    }
}
