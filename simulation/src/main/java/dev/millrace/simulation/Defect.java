package dev.millrace.simulation;

import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;
import dev.millrace.testkit.FaultyDisk;

import java.util.List;

/// A server that breaks a promise on purpose, to see that it is noticed. As it is, it breaks none.
interface Defect {
    /// What the disk does, in each life of the server.
    default void onDisk(FaultyDisk disk) {}

    /// What the API takes for the engine.
    default StorageEngine engine(StorageEngine engine) {
        return engine;
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
