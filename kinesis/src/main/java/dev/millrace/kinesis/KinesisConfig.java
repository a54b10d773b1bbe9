package dev.millrace.kinesis;

import dev.millrace.stream.Limits;
import dev.millrace.stream.RollingDay;

import java.time.Duration;

/// How the Kinesis API behaves. A limit of 0 is the profile's.
///
/// @param limits whose limits hold where none is given below
/// @param transitionDelay how long creating, updating and deleting a stream takes; the service
///     takes 10 to 30 seconds
/// @param requestBytes most bytes of data and partition keys in one PutRecords; the service takes
///     10 MiB, until 2025 it took 5
/// @param recordsPerSecond records written per shard and second
/// @param writeRateBytes bytes of data and partition keys written per shard and second
/// @param readsPerSecond GetRecords calls per shard and second
/// @param readRateBytes bytes of data and partition keys read per shard and second
/// @param iteratorsPerSecond GetShardIterator calls per shard and second
/// @param shardsPerAccount open shards of provisioned streams per account and region
/// @param onDemandStreams on-demand streams per account and region
/// @param creatingStreams streams in the state CREATING at once per account and region
/// @param modeSwitchesPerDay changes of a stream's mode in 24 hours
/// @param encryptionChangesPerDay how often a stream's encryption may be started, and stopped, in
///     24 hours
/// @param callRates how often operations may be called where it is not as the profile has it, e.g.
///     `DescribeStream=50, ListStreams=off, *=10`: calls a second of one account and region, or of
///     one stream, or `off`; `*` for all that are not named
/// @param shardsPerStore open shards of all accounts, regions and modes together; for want of
///     memory, so not a limit of the profile
/// @param resources how many consumers and policies there may be
/// @param fanOut how much enhanced fan-out may take
/// @param scaling how streams get more and fewer shards
public record KinesisConfig(
        LimitsProfile limits,
        Duration transitionDelay,
        int requestBytes,
        long recordsPerSecond,
        long writeRateBytes,
        long readsPerSecond,
        long readRateBytes,
        long iteratorsPerSecond,
        long shardsPerAccount,
        long onDemandStreams,
        long creatingStreams,
        long modeSwitchesPerDay,
        long encryptionChangesPerDay,
        String callRates,
        int shardsPerStore,
        ResourcesConfig resources,
        FanOutConfig fanOut,
        ScalingConfig scaling) {
    private static final int MIB = 1 << 20;

    /// The service's limits, and no waiting.
    public static final KinesisConfig DEFAULT =
            new KinesisConfig(
                    LimitsProfile.AWS,
                    Duration.ZERO,
                    10 * MIB,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    "",
                    100_000,
                    ResourcesConfig.DEFAULT,
                    FanOutConfig.DEFAULT,
                    ScalingConfig.DEFAULT);

    public KinesisConfig {
        if (transitionDelay.isNegative() || transitionDelay.compareTo(Duration.ofDays(1)) > 0)
            throw new IllegalArgumentException("transition-delay is 0 to 1 day");
        if (requestBytes < MIB || requestBytes > 100 * MIB)
            throw new IllegalArgumentException("request-bytes is 1 MiB to 100 MiB");
        if (recordsPerSecond < 0
                || writeRateBytes < 0
                || readsPerSecond < 0
                || readRateBytes < 0
                || iteratorsPerSecond < 0
                || shardsPerAccount < 0
                || onDemandStreams < 0
                || creatingStreams < 0
                || modeSwitchesPerDay < 0
                || encryptionChangesPerDay < 0)
            throw new IllegalArgumentException("a limit is not below 0");
        if (Math.max(modeSwitchesPerDay, encryptionChangesPerDay) > RollingDay.MOST)
            throw new IllegalArgumentException("a limit a day is at most " + RollingDay.MOST);
        CallLimits.of(limits, callRates);
        if (shardsPerStore < 1)
            throw new IllegalArgumentException("shards-per-store is at least 1");
    }

    /// The limits that hold.
    Limits effectiveLimits() {
        Limits profile = limits.limits();
        return new Limits(
                or(recordsPerSecond, profile.recordsPerSecond()),
                or(writeRateBytes, profile.bytesPerSecond()),
                or(readsPerSecond, profile.readsPerSecond()),
                or(readRateBytes, profile.readBytesPerSecond()),
                or(iteratorsPerSecond, profile.iteratorsPerSecond()),
                or(shardsPerAccount, profile.shardsPerAccount()),
                or(onDemandStreams, profile.onDemandStreams()),
                or(creatingStreams, profile.creatingStreams()),
                or(modeSwitchesPerDay, profile.modeSwitchesPerDay()),
                or(encryptionChangesPerDay, profile.encryptionChangesPerDay()),
                or(scaling.updatesPerDay(), profile.countUpdatesPerDay()));
    }

    /// The rates of operations that hold.
    CallLimits effectiveCallLimits() {
        return CallLimits.of(limits, callRates);
    }

    private static long or(long own, long profile) {
        return own == 0 ? profile : own;
    }
}
