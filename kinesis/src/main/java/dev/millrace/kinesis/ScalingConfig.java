package dev.millrace.kinesis;

import dev.millrace.stream.AutoScaling;

import org.jspecify.annotations.Nullable;

/// How streams get more and fewer shards.
///
/// @param onDemandShards most shards of an on-demand stream by itself; the service has 200 unless
///     asked for more
/// @param updatesPerDay updates of a provisioned stream's number of shards in any 24 hours; 0 is
///     the profile's
/// @param policy of provisioned streams that have none of their own in the tag [AutoScaling#TAG],
///     as [AutoScaling#parse] reads it, or [AutoScaling#OFF]
public record ScalingConfig(int onDemandShards, long updatesPerDay, String policy) {
    public static final ScalingConfig DEFAULT = new ScalingConfig(200, 0, AutoScaling.OFF);

    public ScalingConfig {
        if (onDemandShards < 4)
            throw new IllegalArgumentException("on-demand-shards is at least 4");
        if (updatesPerDay < 0) throw new IllegalArgumentException("a limit is not below 0");
        parsed(policy);
    }

    /// The policy of provisioned streams without one of their own.
    @Nullable AutoScaling fallback() {
        return parsed(policy);
    }

    private static @Nullable AutoScaling parsed(String policy) {
        if (policy.equals(AutoScaling.OFF)) return null;
        try {
            return AutoScaling.parse(policy);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("policy: " + e.getMessage(), e);
        }
    }
}
