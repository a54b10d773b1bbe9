package dev.millrace.log;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Disk;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The embedded engine: one journal for all shards, then a history of segments for each stream.
///
/// One process per folder. What is acknowledged was forced to the disk before.
public final class FileLog implements StorageEngine {
    private static final System.Logger LOG = System.getLogger(FileLog.class.getName());
    private static final String LOCK = "LOCK";

    private final Disk disk;
    private final Clock clock;
    private final ShardTable shards;
    private final Map<String, LedgerLog> ledgers;
    private final Journal journal;
    private final JournalFiles source;
    private final SegmentFiles files;
    private final TailCache cache;
    private final EntrySource entries;
    private final RetentionClock retention;
    private final Committer committer;
    private final Checkpointer checkpointer;
    private final Wakeup checkpointerWakeup;
    private final Wakeup fillerWakeup;
    private final Pins pins = new Pins();
    private final AutoCloseable lock;
    private @Nullable LogThreads threads;
    private boolean closed; // guarded by this

    /// Opens a folder, recovers what is in it, and runs the engine on threads of its own.
    ///
    /// @param machines the ledgers, by name; a ledger that the folder holds must be among them
    /// @throws StorageException if the folder is in use, newer than this program, not Millrace's,
    /// or
    ///     damaged; it says where, and what salvaging would lose
    public static FileLog open(
            Disk disk, Clock clock, LogConfig config, Map<String, StateMachine> machines)
            throws StorageException {
        FileLog log = openStepped(disk, clock, config, machines, new SecureRandom());
        log.start();
        return log;
    }

    /// Opens a folder without threads: [#doWork] does what they would do. For tests and
    /// simulation.
    public static FileLog openStepped(
            Disk disk,
            Clock clock,
            LogConfig config,
            Map<String, StateMachine> machines,
            RandomGenerator random)
            throws StorageException {
        AutoCloseable lock = null;
        try {
            // Before anything is touched.
            StoreFormat format = StoreFormat.read(disk, StoreFormat.Kind.DATA);
            lock = disk.lock(LOCK);
            if (format == null) format = StoreFormat.read(disk, StoreFormat.Kind.DATA);
            if (format == null) format = StoreFormat.create(disk, random);
            return new FileLog(disk, clock, config, machines, random, format, lock);
        } catch (IOException e) {
            unlock(lock);
            throw new StorageException(String.valueOf(e.getMessage()), e);
        } catch (StorageException | RuntimeException | Error e) {
            unlock(lock);
            throw e;
        }
    }

    private static void unlock(@Nullable AutoCloseable lock) {
        try {
            if (lock != null) lock.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "unlocking", e);
        }
    }

    private FileLog(
            Disk disk,
            Clock clock,
            LogConfig config,
            Map<String, StateMachine> machines,
            RandomGenerator random,
            StoreFormat format,
            AutoCloseable lock)
            throws IOException, StorageException {
        this.disk = disk;
        this.clock = clock;
        this.lock = lock;
        for (String folder : List.of(JournalFiles.FOLDER, Segment.FOLDER, Snapshot.FOLDER))
            disk.createFolder(folder);
        disk.forceDirectory("");
        shards = new ShardTable();
        ledgers = new LinkedHashMap<>();
        machines.forEach((name, machine) -> ledgers.put(name, new LedgerLog(name, machine)));
        checkpointerWakeup = new Wakeup();
        fillerWakeup = new Wakeup();

        var recovery = new Recovery(disk, format, config.salvage(), ledgers, shards);
        source =
                new JournalFiles(
                        disk,
                        config,
                        fillerWakeup,
                        () -> committer().wakeup().signal(),
                        e -> committer().poison(e));
        recovery.run(source::recycle);
        source.startAt(recovery.nextWalSeq());
        for (JournalFile file : recovery.files()) source.adopt(file.size);
        for (JournalFile file : recovery.obsolete(source::recycle)) {
            source.adopt(file.size);
            file.release();
        }
        journal =
                new Journal(
                        format.store(),
                        random,
                        source,
                        config.journalReserveBytes(),
                        recovery.files(),
                        recovery.mark(),
                        recovery.address());
        cache = new TailCache(config.cacheBytes(), config.groupBytes());
        files = new SegmentFiles(disk, format.store(), config.openFiles(), config.indexBytes());
        entries = new EntrySource(cache, journal, files);
        retention =
                new RetentionClock(
                        clock, config.clockTolerance(), config.clockSettle(), recovery.newestMs());
        committer =
                new Committer(
                        clock,
                        config,
                        journal,
                        cache,
                        shards,
                        ledgers.values(),
                        retention,
                        checkpointerWakeup,
                        fillerWakeup);
        committer.resume(
                recovery.changed(),
                recovery.dropped(),
                recovery.replayedBytes(),
                recovery.hasReplayed() || config.salvage());
        var folder = new SegmentFolder(disk, files, recovery.segments(), recovery.nextSegment());
        var trimmer =
                new Trimmer(committer, shards, folder, retention, pins, config.trimInterval());
        checkpointer =
                new Checkpointer(
                        disk,
                        config,
                        format.store(),
                        committer,
                        shards,
                        new SegmentWriter(
                                disk,
                                folder,
                                files,
                                new RecentEntries(cache, journal),
                                format.store(),
                                config),
                        folder,
                        trimmer,
                        pins,
                        recovery.table());
        source.doWork(clock.nanos());
        if (config.salvage()) keepSalvaged();
    }

    /// Makes what salvaging left the truth, so that the next opening need not salvage again.
    private void keepSalvaged() throws StorageException {
        checkpointer.force();
        while (checkpointer.isBusy()) {
            committer.doWork(clock.nanos());
            if (checkpointer.doWork(clock.nanos()) == 0 && checkpointer.isBusy())
                throw new StorageException("there is no space for what salvaging kept");
        }
    }

    Committer committer() {
        return committer;
    }

    private synchronized void start() {
        threads =
                LogThreads.start(
                        clock,
                        committer,
                        checkpointer,
                        checkpointerWakeup,
                        source::doWork,
                        fillerWakeup);
    }

    /// Does a bit of everything that is due. Only for an engine opened without threads.
    ///
    /// @return 0 if there was nothing to do
    public int doWork() {
        if (threads != null) throw new IllegalStateException("this engine has its own threads");
        long nowNs = clock.nanos();
        return source.doWork(nowNs) + committer.doWork(nowNs) + checkpointer.doWork(nowNs);
    }

    /// Moves all that is durable into segments at the next opportunity, due or not. Only for an
    /// engine opened without threads.
    public void checkpointSoon() {
        if (threads != null) throw new IllegalStateException("this engine has its own threads");
        checkpointer.force();
    }

    /// Takes a snapshot that holds everything acknowledged so far, and keeps it and the segments
    /// that it names until the pin is closed. Meanwhile nothing that is beyond its retention, or
    /// deleted, gives its space back. Waits for a checkpoint.
    ///
    /// @throws StorageException if the disk is full or has failed, or the log is closed
    public Pin pin() throws StorageException, InterruptedException {
        Pins.Asked asked;
        synchronized (this) {
            if (closed) throw new StorageException("the log is closed");
            asked = pins.ask();
        }
        checkpointerWakeup.signal();
        try {
            while (threads == null && !asked.isDecided())
                if (doWork() == 0 && !asked.isDecided())
                    throw new StorageException("the snapshot does not come about");
            asked.await();
            return asked;
        } catch (StorageException | InterruptedException | RuntimeException | Error e) {
            asked.close();
            throw e;
        }
    }

    @Override
    public void append(AppendBatch batch) {
        committer.append(batch);
    }

    @Override
    public RecordBatch read(int number, long fromOffset, int maxRecords, int maxBytes)
            throws StorageException {
        if (maxRecords < 1) throw new IllegalArgumentException("maxRecords is " + maxRecords);
        ShardLog shard = shards.get(number);
        long next = shard == null ? 0 : shard.durableNext();
        if (shard == null || next == 0) return empty();
        try {
            long cutoffMs = retention.nowMs() - shard.durableRetentionMs();
            long from = fromOffset;
            while (true) {
                var collector = new RecordCollector(maxRecords, maxBytes, next - from);
                if (from < next) collect(shard, from, next, collector);
                if (collector.isEmpty() || collector.firstArrivalMs() >= cutoffMs)
                    return collector.batch();
                // Beyond its retention, though not yet deleted.
                from = entries.search(shard, next, cutoffMs);
            }
        } catch (IOException e) {
            throw new StorageException("reading shard " + shard.ref + ": " + e.getMessage(), e);
        }
    }

    private void collect(ShardLog shard, long from, long next, RecordCollector collector)
            throws IOException {
        try {
            entries.visit(shard, from, next, collector);
        } catch (DamagedException e) {
            if (collector.isEmpty()) throw e; // else the next read meets it
        }
    }

    private static RecordBatch empty() {
        return new RecordBatch.Builder().build(new byte[0]);
    }

    @Override
    public long offsetAtOrAfter(int number, long arrivalMs) throws StorageException {
        ShardLog shard = shards.get(number);
        long next = shard == null ? 0 : shard.durableNext();
        if (shard == null || next == 0) return ShardEnds.NONE.next();
        try {
            return entries.search(shard, next, arrivalMs);
        } catch (IOException e) {
            throw new StorageException("searching shard " + shard.ref + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ShardEnds ends(int number) {
        ShardLog shard = shards.get(number);
        return shard == null ? ShardEnds.NONE : shard.ends();
    }

    @Override
    public Watch watch(int number, Runnable listener) {
        ShardLog shard = shards.get(number);
        if (shard == null) return () -> {};
        var watch = new ShardWatch(shard, listener);
        shard.add(watch);
        return watch;
    }

    @Override
    public Ledger ledger(String name) {
        LedgerLog ledger = ledgers.get(name);
        if (ledger == null) throw new IllegalArgumentException("there is no ledger " + name);
        return (command, changes) -> submit(ledger, command, changes);
    }

    private void submit(LedgerLog ledger, byte[] command, List<ShardChange> shardChanges)
            throws StorageException, InterruptedException {
        List<Change> changes = new ArrayList<>(shardChanges.size() + 1);
        changes.add(new Change.Command(ledger, command));
        for (ShardChange change : shardChanges) changes.add(new Change.OfShard(change));
        var pending = new Pending.Changes(List.copyOf(changes));
        committer.submit(pending);
        if (threads == null) {
            while (!pending.isDecided())
                if (doWork() == 0 && !pending.isDecided())
                    throw new StorageException("there is no space for it in the journal");
        } else {
            pending.await();
        }
        Throwable failure = pending.failure();
        if (failure == null) return;
        if (failure instanceof IllegalArgumentException e)
            throw new IllegalArgumentException(e.getMessage(), e);
        throw new StorageException("not durable: " + failure.getMessage(), failure);
    }

    @Override
    public long believedMs() {
        return retention.nowMs();
    }

    /// How the engine is doing. Any thread; looks at the disk's free space.
    public LogVitals vitals() {
        long freeBytes;
        try {
            freeBytes = disk.freeBytes();
        } catch (IOException e) {
            freeBytes = -1;
        }
        return new LogVitals(
                source.bytes(),
                committer.uncoveredBytes(),
                committer.inFlightBytes(),
                cache.bytes(),
                files.indexBytes(),
                freeBytes);
    }

    @Override
    public boolean writable() {
        return committer.failure() == null;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
        }
        LogThreads running = threads;
        if (running != null) running.stop();
        else while (committer.doWork(clock.nanos()) > 0) {}
        committer.close();
        pins.fail(new StorageException("the log is closed"));
        try {
            source.close();
            files.close();
            journal.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing the data folder", e);
        }
        unlock(lock);
    }
}
