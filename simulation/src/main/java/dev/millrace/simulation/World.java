package dev.millrace.simulation;

import dev.millrace.testkit.ManualClock;

import java.util.SplittableRandom;

/// What every actor of a simulation has to do with.
///
/// @param random source of each actor's own
/// @param leave what an actor does last
record World(
        SplittableRandom random,
        ManualClock clock,
        EventQueue queue,
        Network network,
        History history,
        Runnable leave) {
    /// Monotonic time, in milliseconds.
    long nowMs() {
        return clock.nanos() / 1_000_000;
    }

    /// The same world, but left in another way.
    World leavingBy(Runnable other) {
        return new World(random.split(), clock, queue, network, history, other);
    }
}
