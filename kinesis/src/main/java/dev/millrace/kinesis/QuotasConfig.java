package dev.millrace.kinesis;

import dev.millrace.stream.RollingDay;

/// How many streams and shards there may be, and how often a stream may be changed. A limit of 0
/// is the profile's.
///
/// @param shardsPerAccount open shards of provisioned streams per account and region
/// @param onDemandStreams on-demand streams per account and region
/// @param creatingStreams streams in the state CREATING at once per account and region
/// @param modeSwitchesPerDay changes of a stream's mode in 24 hours
/// @param encryptionChangesPerDay how often a stream's encryption may be started, and stopped, in
///     24 hours
/// @param shardsPerStore open shards of all accounts, regions and modes together; for want of
///     memory, so not a limit of the profile
public record QuotasConfig(
        long shardsPerAccount,
        long onDemandStreams,
        long creatingStreams,
        long modeSwitchesPerDay,
        long encryptionChangesPerDay,
        int shardsPerStore) {
    /// The profile's limits.
    public static final QuotasConfig DEFAULT = new QuotasConfig(0, 0, 0, 0, 0, 100_000);

    public QuotasConfig {
        if (shardsPerAccount < 0
                || onDemandStreams < 0
                || creatingStreams < 0
                || modeSwitchesPerDay < 0
                || encryptionChangesPerDay < 0)
            throw new IllegalArgumentException("a limit is not below 0");
        if (Math.max(modeSwitchesPerDay, encryptionChangesPerDay) > RollingDay.MOST)
            throw new IllegalArgumentException("a limit a day is at most " + RollingDay.MOST);
        if (shardsPerStore < 1)
            throw new IllegalArgumentException("quotas.shards-per-store is at least 1");
    }
}
