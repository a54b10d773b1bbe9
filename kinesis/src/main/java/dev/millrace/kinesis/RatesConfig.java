package dev.millrace.kinesis;

/// How fast a shard may be written and read. A limit of 0 is the profile's.
///
/// @param recordsPerSecond records written
/// @param writeBytes bytes of data and partition keys written a second
/// @param readsPerSecond calls of GetRecords
/// @param readBytes bytes of data and partition keys read a second
/// @param iteratorsPerSecond calls of GetShardIterator
public record RatesConfig(
        long recordsPerSecond,
        long writeBytes,
        long readsPerSecond,
        long readBytes,
        long iteratorsPerSecond) {
    /// The profile's limits.
    public static final RatesConfig DEFAULT = new RatesConfig(0, 0, 0, 0, 0);

    public RatesConfig {
        if (recordsPerSecond < 0
                || writeBytes < 0
                || readsPerSecond < 0
                || readBytes < 0
                || iteratorsPerSecond < 0)
            throw new IllegalArgumentException("a limit is not below 0");
    }
}
