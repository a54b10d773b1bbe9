package dev.millrace.log;

import java.time.Duration;

/// Settings so small that every wheel turns in a short test.
final class TestConfig {
    static final LogConfig SMALL =
            new LogConfig(
                    64 << 20,
                    64 << 10,
                    256 << 10,
                    64 << 20,
                    256 << 10,
                    1 << 20,
                    16 << 10,
                    512 << 10,
                    Duration.ofSeconds(5),
                    2,
                    64 << 10,
                    256 << 10,
                    16,
                    16 << 10,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    false);

    private TestConfig() {}

    /// The same settings, but opening a damaged folder by giving up what is damaged.
    static LogConfig salvaging(LogConfig config) {
        return new LogConfig(
                config.inFlightBytes(),
                config.groupBytes(),
                config.cacheBytes(),
                config.journalBytes(),
                config.journalFileMinBytes(),
                config.journalFileMaxBytes(),
                config.journalReserveBytes(),
                config.checkpointBytes(),
                config.checkpointInterval(),
                config.checkpointThreads(),
                config.checkpointBufferBytes(),
                config.segmentBytes(),
                config.openFiles(),
                config.indexBytes(),
                config.trimInterval(),
                config.clockTolerance(),
                config.clockSettle(),
                true);
    }
}
