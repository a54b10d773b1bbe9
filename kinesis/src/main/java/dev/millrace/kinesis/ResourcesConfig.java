package dev.millrace.kinesis;

import dev.millrace.stream.ConsumerLimits;
import dev.millrace.stream.Limits;

/// How many consumers and policies there may be. A limit of 0 is the profile's.
///
/// @param consumersPerStream consumers of a stream; the service has 20, and 50 for an account with
///     a commitment to a minimum throughput
/// @param creatingConsumers consumers in the state CREATING at once per account and region; the
///     service has 5
/// @param consumersPerStore consumers of all streams together; for want of memory, so not a limit
///     of the profile
/// @param policyBytes of all resource policies together; for want of memory, so not a limit of the
///     profile
public record ResourcesConfig(
        long consumersPerStream, long creatingConsumers, int consumersPerStore, long policyBytes) {
    private static final long AWS_PER_STREAM = 20;
    private static final long AWS_PER_COMMITTED_STREAM = 50;
    private static final long AWS_CREATING = 5;

    /// The profile's limits.
    public static final ResourcesConfig DEFAULT = new ResourcesConfig(0, 0, 100_000, 64 << 20);

    public ResourcesConfig {
        if (consumersPerStream < 0 || creatingConsumers < 0)
            throw new IllegalArgumentException("a limit is not below 0");
        if (consumersPerStore < 1)
            throw new IllegalArgumentException("resources.consumers-per-store is at least 1");
        if (policyBytes < 0)
            throw new IllegalArgumentException("resources.policy-bytes is not below 0");
    }

    /// The limits of consumers that hold.
    ConsumerLimits consumerLimits(LimitsProfile profile) {
        return new ConsumerLimits(
                limit(consumersPerStream, profile, AWS_PER_STREAM),
                limit(consumersPerStream, profile, AWS_PER_COMMITTED_STREAM),
                limit(creatingConsumers, profile, AWS_CREATING),
                consumersPerStore);
    }

    private static long limit(long own, LimitsProfile profile, long aws) {
        if (own != 0) return own;
        return switch (profile) {
            case AWS -> aws;
            case OFF -> Limits.UNLIMITED;
        };
    }
}
