package dev.millrace.log;

import dev.millrace.stream.Clock;

import java.time.Duration;
import java.time.Instant;

/// The time that retention is measured by: the wall clock, as long as it runs evenly with the
/// monotonic one. A wall clock that jumps a year ahead must not delete a year of records.
///
/// Checked by the checkpointer; read by any thread.
final class RetentionClock {
    private static final System.Logger LOG = System.getLogger(RetentionClock.class.getName());

    private final Clock clock;
    private final long toleranceMs;
    private final long settleMs;

    /// A moment at which both clocks were read and believed.
    private record Base(long wallMs, long nanos) {}

    private volatile Base base;

    // The checkpointer's: since when the wall clock is off, and by how much.
    private boolean paused;
    private long pausedAtNs;
    private long pausedDriftMs;

    /// @param newestMs the wall clock's time when the folder was last written to; 0 if never. A
    ///     server that was off for long is not told from a clock that is ahead: both have to run
    ///     evenly for a while first.
    RetentionClock(Clock clock, Duration tolerance, Duration settle, long newestMs) {
        this.clock = clock;
        toleranceMs = tolerance.toMillis();
        settleMs = settle.toMillis();
        long wall = clock.wallMs();
        long nanos = clock.nanos();
        long gap = newestMs == 0 ? 0 : wall - newestMs;
        if (gap <= Math.max(settleMs, toleranceMs)) {
            base = new Base(wall, nanos);
            return;
        }
        base = new Base(newestMs, nanos);
        paused = true;
        pausedAtNs = nanos;
        pausedDriftMs = gap;
        LOG.log(
                System.Logger.Level.WARNING,
                ("the data folder was last written to at %s, and the clock says %s: no record is"
                                + " deleted until it has run evenly for %d s")
                        .formatted(
                                Instant.ofEpochMilli(newestMs),
                                Instant.ofEpochMilli(wall),
                                settleMs / 1000));
    }

    /// Milliseconds since the epoch, as far as they can be believed: while the clocks differ, what
    /// the earlier of them says. By a clock that was set back, records arrive that the other would
    /// take for old.
    long nowMs() {
        Base from = base;
        long expected = expected(from, clock.nanos());
        long wall = clock.wallMs();
        return wall - expected > toleranceMs ? expected : wall;
    }

    private static long expected(Base from, long nanos) {
        return from.wallMs + (nanos - from.nanos) / 1_000_000;
    }

    /// Compares the clocks.
    ///
    /// @return whether records may be deleted by them
    boolean isSteady() {
        long nanos = clock.nanos();
        long wall = clock.wallMs();
        long expected = expected(base, nanos);
        long drift = wall - expected;
        if (Math.abs(drift) <= toleranceMs) {
            if (paused)
                LOG.log(System.Logger.Level.WARNING, "the wall clock is back; trimming goes on");
            paused = false;
            base = new Base(wall, nanos);
            return true;
        }
        if (!paused || Math.abs(drift - pausedDriftMs) > toleranceMs) {
            paused = true;
            pausedAtNs = nanos;
            pausedDriftMs = drift;
            LOG.log(
                    System.Logger.Level.ERROR,
                    ("THE WALL CLOCK HAS JUMPED by %d s: it says %s, where %s was expected. No"
                                    + " record is deleted until it has run evenly for %d s")
                            .formatted(
                                    drift / 1000,
                                    Instant.ofEpochMilli(wall),
                                    Instant.ofEpochMilli(expected),
                                    settleMs / 1000));
        } else if ((nanos - pausedAtNs) / 1_000_000 >= settleMs) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the wall clock has run evenly; trimming goes on by it");
            paused = false;
            base = new Base(wall, nanos);
            return true;
        }
        return false;
    }
}
