package dev.millrace.simulation;

import dev.millrace.testkit.ManualClock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// All that will happen, by virtual time in milliseconds. What falls into the same millisecond
/// comes in an order that chance decides.
///
/// There is one thread, but work takes time ([#pass]), and in that time other things happen: those
/// that were put here to happen [#meanwhile].
final class EventQueue {
    private record Event(long atMs, int lot, long number, Runnable work) {}

    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::atMs)
                    .thenComparingInt(Event::lot)
                    .thenComparingLong(Event::number);

    private final ManualClock clock;
    private final SplittableRandom random;
    private final Runnable afterEach;
    private final PriorityQueue<Event> alone = new PriorityQueue<>(ORDER);
    private final PriorityQueue<Event> meanwhile = new PriorityQueue<>(ORDER);
    private long nowMs;
    private long number;
    private boolean passing;
    private @Nullable Throwable failure; // of what happened meanwhile

    /// @param afterEach looks at the world after every event
    EventQueue(ManualClock clock, SplittableRandom random, Runnable afterEach) {
        this.clock = clock;
        this.random = random;
        this.afterEach = afterEach;
    }

    /// Virtual time since the beginning.
    long nowMs() {
        return nowMs;
    }

    /// Has `work` done once `delayMs` have passed and nothing else is being done.
    void after(long delayMs, Runnable work) {
        alone.add(event(delayMs, work));
    }

    /// Has `work` done once `delayMs` have passed, in the middle of other work if that takes so
    /// long. It must not take time itself.
    void meanwhile(long delayMs, Runnable work) {
        meanwhile.add(event(delayMs, work));
    }

    private Event event(long delayMs, Runnable work) {
        return new Event(nowMs + delayMs, random.nextInt(), number++, work);
    }

    /// Lets time pass, for the work under way.
    void pass(long ms) {
        if (passing) throw new IllegalStateException("what happens meanwhile takes no time");
        long untilMs = nowMs + ms;
        passing = true;
        try {
            while (failure == null && isDue(meanwhile.peek(), untilMs)) happen(meanwhile.remove());
        } catch (Throwable e) {
            failure = e; // the work under way must not take it for its own
        } finally {
            passing = false;
        }
        moveTo(untilMs);
    }

    /// Lets the next thing happen.
    ///
    /// @return false if nothing will ever happen any more
    boolean step() {
        Event one = alone.peek();
        Event other = meanwhile.peek();
        if (one == null && other == null) return false;
        boolean first = other == null || (one != null && ORDER.compare(one, other) < 0);
        happen(first ? alone.remove() : meanwhile.remove());
        if (failure != null) throw new IllegalStateException("meanwhile", failure);
        afterEach.run();
        return true;
    }

    private static boolean isDue(@Nullable Event event, long atMs) {
        return event != null && event.atMs <= atMs;
    }

    private void happen(Event event) {
        moveTo(event.atMs);
        event.work.run();
    }

    private void moveTo(long toMs) {
        if (toMs <= nowMs) return;
        clock.advance(Duration.ofMillis(toMs - nowMs));
        nowMs = toMs;
    }
}
