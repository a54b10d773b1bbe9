package dev.millrace.simulation;

import dev.millrace.stream.Clock;

/// A clock whose monotonic time goes at half the pace.
record SlowClock(Clock clock) implements Clock {
    @Override
    public long wallMs() {
        return clock.wallMs();
    }

    @Override
    public long nanos() {
        return clock.nanos() / 2;
    }
}
