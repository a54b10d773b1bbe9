package dev.millrace.testkit;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A storage engine without a disk, for tests that need to say when it does what.
public final class MemoryEngine implements StorageEngine {
    private final Clock clock;
    private final Map<String, ? extends StateMachine> machines;
    private final Map<Integer, MemoryShard> shards = new HashMap<>();
    private final ArrayDeque<AppendBatch> held = new ArrayDeque<>();
    private final List<byte[]> commands = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private boolean holding;
    private AppendBatch.@Nullable Outcome refusal;

    private static final class MemoryShard {
        final List<MemoryRecord> records = new ArrayList<>();
        boolean closed;
        long retentionMs;
    }

    private static final class Watcher {
        final int shard;
        final Runnable listener;

        Watcher(int shard, Runnable listener) {
            this.shard = shard;
            this.listener = listener;
        }
    }

    private static final class MemoryRecord {
        final long arrivalMs;
        final byte[] key;
        final byte[] data;

        MemoryRecord(long arrivalMs, byte[] key, byte[] data) {
            this.arrivalMs = arrivalMs;
            this.key = key;
            this.data = data;
        }
    }

    public MemoryEngine(Clock clock, Map<String, ? extends StateMachine> machines) {
        this.clock = clock;
        this.machines = machines;
    }

    /// From now on batches wait, while commands do not.
    public synchronized void hold() {
        holding = true;
    }

    /// Takes in what waits.
    public synchronized void release() {
        holding = false;
        while (!held.isEmpty()) commit(held.removeFirst());
    }

    /// Every record gets this outcome from now on; null for its proper one.
    public synchronized void refuse(AppendBatch.@Nullable Outcome outcome) {
        refusal = outcome;
    }

    /// The commands of the catalog.
    public synchronized List<byte[]> commands() {
        return List.copyOf(commands);
    }

    public synchronized boolean knows(int shard) {
        return shards.containsKey(shard);
    }

    public synchronized long retentionMs(int shard) {
        return shard(shard).retentionMs;
    }

    @Override
    public synchronized void append(AppendBatch batch) {
        if (holding) held.addLast(batch);
        else commit(batch);
    }

    private void commit(AppendBatch batch) {
        batch.begin();
        for (int i = 0; i < batch.size(); i++) {
            MemoryShard shard = shards.get(batch.shard(i));
            if (refusal != null) {
                batch.refuse(i, refusal);
            } else if (shard == null || shard.closed) {
                batch.refuse(i, AppendBatch.Outcome.CLOSED);
            } else {
                byte[] key = batch.partitionKey(i).clone();
                int from = batch.dataOffset(i);
                byte[] data = Arrays.copyOfRange(batch.array(i), from, from + batch.dataLength(i));
                long last = shard.records.isEmpty() ? 0 : shard.records.getLast().arrivalMs;
                long arrivalMs = Math.max(last, clock.wallMs());
                shard.records.add(new MemoryRecord(arrivalMs, key, data));
                batch.place(i, shard.records.size(), arrivalMs);
            }
        }
        batch.complete();
        for (int i = 0; i < batch.size(); i++) tell(batch.shard(i));
    }

    private MemoryShard shard(int number) {
        MemoryShard shard = shards.get(number);
        if (shard == null) throw new IllegalStateException("no shard " + number);
        return shard;
    }

    @Override
    public synchronized RecordBatch read(
            int number, long fromOffset, int maxRecords, int maxBytes) {
        var builder = new RecordBatch.Builder();
        var bytes = new ByteArrayOutputStream();
        MemoryShard shard = shards.get(number);
        int from = (int) Math.min(Math.max(fromOffset, 1) - 1, Integer.MAX_VALUE);
        if (shard != null)
            for (int i = from; i < shard.records.size() && builder.size() < maxRecords; i++) {
                MemoryRecord record = shard.records.get(i);
                int size = record.key.length + record.data.length;
                if (builder.size() > 0 && bytes.size() + size > maxBytes) break;
                builder.add(
                        i + 1,
                        record.arrivalMs,
                        bytes.size(),
                        record.key.length,
                        bytes.size() + record.key.length,
                        record.data.length);
                bytes.writeBytes(record.key);
                bytes.writeBytes(record.data);
            }
        return builder.build(bytes.toByteArray());
    }

    @Override
    public synchronized long offsetAtOrAfter(int number, long arrivalMs) {
        MemoryShard shard = shards.get(number);
        if (shard == null) return 1;
        int i = 0;
        while (i < shard.records.size() && shard.records.get(i).arrivalMs < arrivalMs) i++;
        return i + 1L;
    }

    @Override
    public synchronized ShardEnds ends(int number) {
        MemoryShard shard = shards.get(number);
        if (shard == null) return ShardEnds.NONE;
        long last = shard.records.isEmpty() ? 0 : shard.records.getLast().arrivalMs;
        return new ShardEnds(1, shard.records.size() + 1, shard.closed, last);
    }

    @Override
    public synchronized Watch watch(int shard, Runnable listener) {
        var watcher = new Watcher(shard, listener);
        watchers.add(watcher);
        return () -> {
            synchronized (this) {
                watchers.remove(watcher);
            }
        };
    }

    /// How many listen.
    public synchronized int watchers() {
        return watchers.size();
    }

    private void tell(int shard) {
        for (Watcher watcher : watchers) if (watcher.shard == shard) watcher.listener.run();
    }

    @Override
    public Ledger ledger(String name) {
        StateMachine machine = Objects.requireNonNull(machines.get(name), name);
        return (command, changes) -> submit(machine, command, changes);
    }

    private synchronized void submit(
            StateMachine machine, byte[] command, List<ShardChange> changes)
            throws StorageException {
        if (refusal != null) throw new StorageException("refused");
        if (machine instanceof Catalog) commands.add(command);
        machine.apply(command);
        for (ShardChange change : changes)
            switch (change) {
                case ShardChange.Open open -> {
                    var shard = new MemoryShard();
                    shard.retentionMs = open.retentionMs();
                    if (shards.putIfAbsent(open.shard().number(), shard) != null)
                        throw new IllegalStateException("opened twice: " + open);
                }
                case ShardChange.Close close -> {
                    shard(close.shard()).closed = true;
                    tell(close.shard());
                }
                case ShardChange.Drop drop -> {
                    shard(drop.shard());
                    shards.remove(drop.shard());
                    tell(drop.shard());
                }
                case ShardChange.Retain retain ->
                        shard(retain.shard()).retentionMs = retain.retentionMs();
            }
    }

    @Override
    public long believedMs() {
        return clock.wallMs();
    }

    @Override
    public boolean writable() {
        return refusal == null;
    }

    @Override
    public void close() {}
}
