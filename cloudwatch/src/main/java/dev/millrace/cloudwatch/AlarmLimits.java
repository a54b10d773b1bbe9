package dev.millrace.cloudwatch;

import java.time.Duration;

/// How alarms are kept and their actions tried.
///
/// @param count alarms that there may be
/// @param attempts tries before an action is given up
/// @param firstPause between the first try and the second; each further pause is twice as long
/// @param underWay actions that may be on their way at once
public record AlarmLimits(int count, int attempts, Duration firstPause, int underWay) {}
