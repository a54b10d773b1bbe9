package dev.millrace.simulation;

import dev.millrace.log.FileLog;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;
import dev.millrace.testkit.FaultyDisk;

import java.util.List;

/// A server that breaks a promise on purpose, to see that it is noticed. As it is, it breaks none.
interface Defect {
    /// What the disk does, in each life of the server.
    default void onDisk(FaultyDisk disk) {}

    /// What the log has to bear, in each life of the server.
    default void onLog(FileLog log) {}

    /// What the API takes for the engine.
    default StorageEngine engine(StorageEngine engine, Clock clock) {
        return engine;
    }

    /// What leaves the API as the answer to an operation.
    default <O extends Shape> Outcome<O> answer(OperationType<?, O> type, Outcome<O> outcome) {
        return outcome;
    }

    /// What the API takes for the time.
    default Clock clock(Clock clock) {
        return clock;
    }

    /// What clients were told.
    default List<Entry> told(List<Entry> history) {
        return history;
    }
}
