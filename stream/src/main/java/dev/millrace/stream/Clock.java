package dev.millrace.stream;

/// The time, injected.
public interface Clock {
    /// Wall clock, milliseconds since the epoch; may jump.
    long wallMs();

    /// The wall clock's time as far as it can be believed, milliseconds since the epoch. What is
    /// hidden or deleted for its age is so by this: a clock that is wrong for a moment must cost
    /// nobody a record.
    default long believedMs() {
        return wallMs();
    }

    /// Monotonic clock, nanoseconds since some fixed instant.
    long nanos();

    /// The machine's own clock.
    Clock SYSTEM =
            new Clock() {
                @Override
                public long wallMs() {
                    return System.currentTimeMillis();
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }
            };
}
