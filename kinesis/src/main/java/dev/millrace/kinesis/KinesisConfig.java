package dev.millrace.kinesis;

import dev.millrace.stream.ConsumerLimits;
import dev.millrace.stream.ControlRules;
import dev.millrace.stream.Limits;

import java.time.Duration;

/// How the Kinesis API behaves. A limit of 0 is the profile's.
///
/// @param limits whose limits hold where none is given below
/// @param transitionDelay how long creating, updating and deleting a stream takes; the service
///     takes 10 to 30 seconds
/// @param requestBytes most bytes of data and partition keys in one PutRecords; the service takes
///     10 MiB, until 2025 it took 5
/// @param callRates how often operations may be called where it is not as the profile has it, e.g.
///     `DescribeStream=50, ListStreams=off, *=10`: calls a second of one account and region, or of
///     one stream, or `off`; `*` for all that are not named
/// @param rates how fast a shard may be written and read
/// @param quotas how many streams and shards there may be
/// @param resources how many consumers and policies there may be
/// @param fanOut how much enhanced fan-out may take
/// @param scaling how streams get more and fewer shards
public record KinesisConfig(
        LimitsProfile limits,
        Duration transitionDelay,
        int requestBytes,
        String callRates,
        RatesConfig rates,
        QuotasConfig quotas,
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
                    "",
                    RatesConfig.DEFAULT,
                    QuotasConfig.DEFAULT,
                    ResourcesConfig.DEFAULT,
                    FanOutConfig.DEFAULT,
                    ScalingConfig.DEFAULT);

    public KinesisConfig {
        if (transitionDelay.isNegative() || transitionDelay.compareTo(Duration.ofDays(1)) > 0)
            throw new IllegalArgumentException("transition-delay is 0 to 1 day");
        if (requestBytes < MIB || requestBytes > 100 * MIB)
            throw new IllegalArgumentException("request-bytes is 1 MiB to 100 MiB");
        CallLimits.of(limits, callRates);
    }

    /// What control operations keep to.
    ControlRules rules() {
        return new ControlRules(
                effectiveLimits(), transitionDelay.toMillis(), quotas.shardsPerStore());
    }

    /// The limits that hold.
    Limits effectiveLimits() {
        Limits profile = limits.limits();
        return new Limits(
                or(rates.recordsPerSecond(), profile.recordsPerSecond()),
                or(rates.writeBytes(), profile.bytesPerSecond()),
                or(rates.readsPerSecond(), profile.readsPerSecond()),
                or(rates.readBytes(), profile.readBytesPerSecond()),
                or(rates.iteratorsPerSecond(), profile.iteratorsPerSecond()),
                or(quotas.shardsPerAccount(), profile.shardsPerAccount()),
                or(quotas.onDemandStreams(), profile.onDemandStreams()),
                or(quotas.creatingStreams(), profile.creatingStreams()),
                or(quotas.modeSwitchesPerDay(), profile.modeSwitchesPerDay()),
                or(quotas.encryptionChangesPerDay(), profile.encryptionChangesPerDay()),
                or(scaling.updatesPerDay(), profile.countUpdatesPerDay()));
    }

    /// The rates of operations that hold.
    CallLimits effectiveCallLimits() {
        return CallLimits.of(limits, callRates);
    }

    /// The limits of consumers that hold.
    ConsumerLimits consumerLimits() {
        return resources.consumerLimits(limits);
    }

    private static long or(long own, long profile) {
        return own == 0 ? profile : own;
    }
}
