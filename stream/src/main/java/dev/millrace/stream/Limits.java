package dev.millrace.stream;

/// How much of everything a stream or an account may use. [#UNLIMITED] in a field lifts that limit.
///
/// Source: Kinesis Data Streams developer guide, "Quotas and limits".
///
/// @param recordsPerSecond records written per shard and second
/// @param bytesPerSecond bytes of data and partition keys written per shard and second
/// @param readsPerSecond GetRecords calls per shard and second
/// @param readBytesPerSecond bytes of data and partition keys read per shard and second
/// @param iteratorsPerSecond GetShardIterator calls per shard and second
/// @param shardsPerAccount open shards of provisioned streams per account and region
/// @param onDemandStreams on-demand streams per account and region
/// @param creatingStreams streams in the state CREATING at once per account and region
/// @param modeSwitchesPerDay changes of a stream's mode in 24 hours
/// @param encryptionChangesPerDay how often a stream's encryption may be started, and stopped, in
///     24 hours
/// @param countUpdatesPerDay updates of a stream's number of shards in any 24 hours; without this
///     limit an update has no other bounds either
public record Limits(
        long recordsPerSecond,
        long bytesPerSecond,
        long readsPerSecond,
        long readBytesPerSecond,
        long iteratorsPerSecond,
        long shardsPerAccount,
        long onDemandStreams,
        long creatingStreams,
        long modeSwitchesPerDay,
        long encryptionChangesPerDay,
        long countUpdatesPerDay) {
    /// Stands for "no limit".
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// As the service has them.
    public static final Limits AWS =
            new Limits(1_000, 1 << 20, 5, 2 << 20, 5, 20_000, 50, 5, 2, 25, 10);

    /// The machine's own speed.
    public static final Limits OFF =
            new Limits(
                    UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED,
                    UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    public Limits {
        if (recordsPerSecond < 1
                || bytesPerSecond < 1
                || readsPerSecond < 1
                || readBytesPerSecond < 1
                || iteratorsPerSecond < 1
                || shardsPerAccount < 1
                || onDemandStreams < 1
                || creatingStreams < 1
                || modeSwitchesPerDay < 1
                || encryptionChangesPerDay < 1
                || countUpdatesPerDay < 1)
            throw new IllegalArgumentException("a limit is at least 1");
    }
}
