package dev.millrace.server;

import java.time.Duration;

/// How alarms are kept, and where their actions go.
///
/// @param count alarms that there may be
/// @param history items of history that are kept, over all alarms; the oldest go
/// @param attempts tries before an action is given up
/// @param firstPause between the first try and the second; each further pause is twice as long
/// @param underWay actions that may be on their way at once
/// @param targets where the topics that actions name lead
record AlarmsConfig(
        int count,
        int history,
        int attempts,
        Duration firstPause,
        int underWay,
        ActionTargets targets) {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_ATTEMPTS = 10;

    static final AlarmsConfig DEFAULT =
            new AlarmsConfig(1_000, 10_000, 5, Duration.ofSeconds(1), 100, ActionTargets.NONE);

    AlarmsConfig {
        if (count < 1) throw new IllegalArgumentException("count must be at least 1: " + count);
        if (history < 1)
            throw new IllegalArgumentException("history must be at least 1: " + history);
        if (attempts < 1 || attempts > MOST_ATTEMPTS)
            throw new IllegalArgumentException(
                    "attempts must be 1 to " + MOST_ATTEMPTS + ": " + attempts);
        if (firstPause.isNegative() || firstPause.compareTo(LONGEST_PAUSE) > 0)
            throw new IllegalArgumentException("first-pause must be 0 to a minute: " + firstPause);
        if (underWay < 1)
            throw new IllegalArgumentException("under-way must be at least 1: " + underWay);
    }
}
