package dev.millrace.kinesis;

import dev.millrace.stream.Limits;

/// How much enhanced fan-out may take. A limit of 0 is the profile's.
///
/// @param subscriptions most subscriptions at once; for want of memory and connections, so not a
///     limit of the profile
/// @param callsPerSecond SubscribeToShard calls per consumer, shard and second; the service takes 1
/// @param rateBytes bytes of data and partition keys per consumer, shard and second; the service
///     gives 2 MiB
public record FanOutConfig(int subscriptions, long callsPerSecond, long rateBytes) {
    private static final long AWS_CALLS = 1;
    private static final long AWS_BYTES = 2 << 20;

    /// The profile's limits.
    public static final FanOutConfig DEFAULT = new FanOutConfig(2_000, 0, 0);

    public FanOutConfig {
        if (subscriptions < 1)
            throw new IllegalArgumentException("fan-out.subscriptions is at least 1");
        if (callsPerSecond < 0 || rateBytes < 0)
            throw new IllegalArgumentException("a limit is not below 0");
    }

    /// The same with the limits that hold, [Limits#UNLIMITED] where there is none.
    FanOutConfig effective(LimitsProfile profile) {
        boolean aws = profile == LimitsProfile.AWS;
        return new FanOutConfig(
                subscriptions,
                or(callsPerSecond, aws ? AWS_CALLS : Limits.UNLIMITED),
                or(rateBytes, aws ? AWS_BYTES : Limits.UNLIMITED));
    }

    private static long or(long own, long profile) {
        return own == 0 ? profile : own;
    }
}
