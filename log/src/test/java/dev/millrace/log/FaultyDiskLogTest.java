package dev.millrace.log;

import dev.millrace.stream.Clock;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageEngine;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.StorageEngineContract;

import java.util.Map;

/// The contract, on the disk that can fail.
class FaultyDiskLogTest extends StorageEngineContract {
    private final FaultyDisk disk = new FaultyDisk(1);

    @Override
    protected StorageEngine open(Clock clock, Map<String, StateMachine> machines) throws Exception {
        return FileLog.open(disk, clock, TestConfig.SMALL, machines);
    }
}
