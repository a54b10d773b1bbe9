package dev.millrace.stream;

/// The time, injected.
public interface Clock {
    /// Wall clock, milliseconds since the epoch; may jump.
    long wallMs();

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
