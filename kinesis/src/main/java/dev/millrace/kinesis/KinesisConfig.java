package dev.millrace.kinesis;

import dev.millrace.stream.Limits;

import java.time.Duration;

/// How the API behaves.
///
/// @param limits quotas and throttles
/// @param transitionDelay how long a stream stays CREATING, UPDATING or DELETING; zero to an hour
/// @param requestBytes most bytes of data and partition keys in one PutRecords; the service takes
///     10 MiB today and took 5 MiB before 2025
public record KinesisConfig(Limits limits, Duration transitionDelay, long requestBytes) {
    public static final KinesisConfig DEFAULT =
            new KinesisConfig(Limits.AWS, Duration.ZERO, 10 << 20);

    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public KinesisConfig {
        if (transitionDelay.isNegative() || transitionDelay.compareTo(LONGEST_DELAY) > 0)
            throw new IllegalArgumentException("transition delay is 0 to 1 hour");
        if (requestBytes < 1 << 20 || requestBytes > 10 << 20)
            throw new IllegalArgumentException("request bytes are 1 MiB to 10 MiB");
    }
}
