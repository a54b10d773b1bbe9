package dev.millrace.simulation;

import dev.millrace.simulation.Entry.Clocks;
import dev.millrace.testkit.ManualClock;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// What becomes of a machine's clocks: it sleeps for hours, and its wall clock is set.
final class Climate {
    private static final long DAY_MS = 86_400_000;

    private enum Kind {
        /// The clocks run evenly.
        EVEN,
        /// Hours and days go by.
        AGEING,
        /// Besides, somebody sets the clock.
        JUMPING
    }

    private final ManualClock clock;
    private final EventQueue queue;
    private final History history;
    private final SplittableRandom random;
    private final Kind kind;

    Climate(ManualClock clock, EventQueue queue, History history, SplittableRandom random) {
        this.clock = clock;
        this.queue = queue;
        this.history = history;
        this.random = random;
        kind =
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> Kind.EVEN;
                    case 4, 5, 6 -> Kind.AGEING;
                    default -> Kind.JUMPING;
                };
    }

    private long nowMs() {
        return clock.nanos() / 1_000_000;
    }

    /// Time goes on from here.
    void begin() {
        history.add(new Clocks(nowMs(), nowMs(), clock.wallMs() - nowMs()));
    }

    /// Time goes no further. All that happened since the last such entry had happened by now.
    void end() {
        begin();
    }

    boolean isEven() {
        return kind == Kind.EVEN;
    }

    boolean isJumping() {
        return kind == Kind.JUMPING;
    }

    /// One thing happens.
    void turn() {
        if (kind == Kind.EVEN) return;
        if (kind == Kind.AGEING || random.nextInt(3) == 0) sleep(nap());
        else set(jump());
    }

    /// While the server is down, as often as not.
    void turnAtRestart() {
        if (random.nextInt(3) == 0) turn();
    }

    private Duration nap() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofMillis(random.nextInt(600_000));
            case 1 -> Duration.ofMinutes(random.nextInt(180));
            default -> Duration.ofMinutes(random.nextInt(20 * 60));
        };
    }

    private Duration jump() {
        long most =
                switch (random.nextInt(4)) {
                    case 0 -> 2_000;
                    case 1 -> 50_000;
                    case 2 -> 2 * DAY_MS;
                    default -> 400 * DAY_MS;
                };
        return Duration.ofMillis(random.nextLong(-most, most + 1));
    }

    /// Both clocks go on, and nothing happens meanwhile.
    void sleep(Duration length) {
        long fromMs = nowMs();
        clock.advance(length);
        history.add(new Clocks(fromMs, nowMs(), clock.wallMs() - nowMs()));
    }

    private void set(Duration by) {
        clock.jump(by);
        begin();
    }

    /// Goes on turning as long as `lasts` says.
    void turnAgainAndAgain(BooleanSupplier lasts) {
        if (kind == Kind.EVEN) return;
        queue.meanwhile(
                random.nextInt(random.nextInt(3) > 0 ? 400 : 20_000),
                () -> {
                    if (!lasts.getAsBoolean()) return;
                    turn();
                    turnAgainAndAgain(lasts);
                });
    }
}
