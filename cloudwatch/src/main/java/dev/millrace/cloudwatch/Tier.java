package dev.millrace.cloudwatch;

import java.time.Duration;

/// How finely points are kept, and how long. Every point is added to all tiers from its
/// resolution
/// on, so that what a fine one forgets a coarser one still knows.
///
/// Source: CloudWatch user guide, "Metrics retention".
enum Tier {
    /// Of points that are put at a resolution of one second.
    SECOND(1, Duration.ofHours(3)),
    MINUTE(60, Duration.ofDays(15)),
    FIVE_MINUTES(300, Duration.ofDays(63)),
    HOUR(3600, Duration.ofDays(455));

    final int seconds;
    final long keptSeconds;

    Tier(int seconds, Duration kept) {
        this.seconds = seconds;
        keptSeconds = kept.toSeconds();
    }

    /// The beginning of the point that a time belongs to.
    long floor(long second) {
        return Math.floorDiv(second, seconds) * seconds;
    }

    /// The finest tier that still knows what was so long ago.
    static Tier ofAge(long ageSeconds) {
        for (Tier tier : values())
            if (tier != SECOND && ageSeconds <= tier.keptSeconds) return tier;
        return HOUR;
    }
}
