package dev.millrace.simulation;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;

/// An engine behind another one.
class EngineInFront implements StorageEngine {
    final StorageEngine engine;

    EngineInFront(StorageEngine engine) {
        this.engine = engine;
    }

    @Override
    public void append(AppendBatch batch) {
        engine.append(batch);
    }

    @Override
    public RecordBatch read(int shard, long fromOffset, int maxRecords, int maxBytes)
            throws StorageException {
        return engine.read(shard, fromOffset, maxRecords, maxBytes);
    }

    @Override
    public long offsetAtOrAfter(int shard, long arrivalMs) throws StorageException {
        return engine.offsetAtOrAfter(shard, arrivalMs);
    }

    @Override
    public ShardEnds ends(int shard) {
        return engine.ends(shard);
    }

    @Override
    public Watch watch(int shard, Runnable listener) {
        return engine.watch(shard, listener);
    }

    @Override
    public Ledger ledger(String name) {
        return engine.ledger(name);
    }

    @Override
    public long believedMs() {
        return engine.believedMs();
    }

    @Override
    public boolean writable() {
        return engine.writable();
    }

    @Override
    public void close() {
        engine.close();
    }
}
