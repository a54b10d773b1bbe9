package dev.millrace.kinesis;

import dev.millrace.stream.Limits;
import java.time.Duration;

/// How the API behaves.
///
/// @param limits which quotas and throttles hold
/// @param own the quotas and throttles when `limits` is [Profile#OWN]; else left as it is
/// @param transitionDelay how long a stream stays CREATING, UPDATING or DELETING; zero to an hour
/// @param requestBytes most bytes of data and partition keys in one PutRecords; the service takes
///     10 MiB today and took 5 MiB before 2025
public record KinesisConfig(
        Profile limits, Limits own, Duration transitionDelay, long requestBytes) {
    /// Sets of quotas and throttles.
    public enum Profile {
        /// As the service has them.
        AWS,
        /// None: the machine's own speed.
        OFF,
        /// Numbers of one's own.
        OWN
    }

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public static final KinesisConfig DEFAULT =
            new KinesisConfig(Profile.AWS, Limits.AWS, Duration.ZERO, 10 << 20);

    public KinesisConfig {
        if (limits != Profile.OWN && !own.equals(Limits.AWS))
            throw new IllegalArgumentException("own limits hold only with limits=own");
        if (transitionDelay.isNegative() || transitionDelay.compareTo(LONGEST_DELAY) > 0)
            throw new IllegalArgumentException("transition-delay is 0 to 1h");
        if (requestBytes < 1 << 20 || requestBytes > 10 << 20)
            throw new IllegalArgumentException("request-bytes is 1MiB to 10MiB");
    }

    /// The quotas and throttles that hold.
    public Limits quotas() {
        return switch (limits) {
            case AWS -> Limits.AWS;
            case OFF -> Limits.OFF;
            case OWN -> own;
        };
    }
}
