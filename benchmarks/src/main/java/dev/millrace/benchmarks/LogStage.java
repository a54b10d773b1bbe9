package dev.millrace.benchmarks;

import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.log.LogConfig;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What the storage engine does for a record, from its queue to its listener: number, frame,
/// checksum, write, and later copy into segments. On a file system in memory where there is one, so
/// that forcing costs nothing. Public because JMH makes subclasses.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Bodies.BATCH)
@Fork(1)
public class LogStage {
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final int SHARDS = 100;

    /// Requests under way at once.
    private static final int WINDOW = 16;

    /// Bytes of a record's data.
    @Param({"100", "1024"})
    public int bytes;

    private final Semaphore free = new Semaphore(WINDOW);
    private List<byte[]> keys = List.of();
    private List<byte[]> data = List.of();
    private Path folder = MEMORY;
    private @Nullable FileLog log;

    /// A new log for every iteration: what is written stays until its retention ends.
    @Setup(Level.Iteration)
    public void open() throws IOException, StorageException, InterruptedException {
        List<Bodies.Entry> entries = new Bodies().entries(Bodies.BATCH, bytes);
        keys = entries.stream().map(entry -> entry.key().getBytes(StandardCharsets.UTF_8)).toList();
        data = entries.stream().map(entry -> entry.data().array()).toList();
        folder =
                Files.isDirectory(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "benchmark-")
                        : Files.createTempDirectory("benchmark-");
        StageStream stream = StageStream.asked(SHARDS);
        FileLog opened =
                FileLog.open(
                        new FolderDisk(folder),
                        Clock.SYSTEM,
                        LogConfig.DEFAULT,
                        Map.of(Catalog.LEDGER, stream.catalog()));
        opened.ledger(Catalog.LEDGER)
                .submit(stream.creation().command().encode(), stream.creation().changes());
        log = opened;
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException, InterruptedException {
        free.acquire(WINDOW);
        free.release(WINDOW);
        if (log != null) log.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Benchmark
    public void append() throws InterruptedException {
        free.acquire();
        var batch = new AppendBatch(Bodies.BATCH, this::completed);
        for (int i = 0; i < Bodies.BATCH; i++)
            batch.add(i % SHARDS, keys.get(i), data.get(i), 0, bytes);
        Objects.requireNonNull(log).append(batch);
    }

    private void completed(AppendBatch batch) {
        if (batch.outcome(0) != AppendBatch.Outcome.APPENDED)
            throw new IllegalStateException("a record was " + batch.outcome(0));
        free.release();
    }
}
