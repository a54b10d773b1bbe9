package dev.millrace.log;

import dev.millrace.stream.Clock;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageEngine;
import dev.millrace.testkit.StorageEngineContract;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// The contract, on the file system.
class FolderLogTest extends StorageEngineContract {
    @TempDir Path folder;

    @Override
    protected StorageEngine open(Clock clock, Map<String, StateMachine> machines) throws Exception {
        return FileLog.open(new FolderDisk(folder), clock, TestConfig.SMALL, machines);
    }
}
