package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Clock;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The subscriptions of this server: who may begin one, and who is to be woken when. Any thread.
///
/// A subscription that waits costs no thread. What it waits for is a change of its shard, of which
/// the engine tells, or a time, which the duty cycle watches over.
final class Subscriptions {
    /// Between two looks at what no one tells of: consumers and streams that are gone, seats that
    /// are forgotten.
    private static final long SWEEP_NS = 1_000_000_000L;

    /// A consumer's place at a shard.
    ///
    /// @param consumer internal number
    /// @param shard engine-wide number
    record Place(int consumer, int shard) {}

    private record Alarm(long atNs, Subscription subscription) {}

    private final FanOutConfig limits;
    private final Clock clock;

    private final Map<Place, Seat> seats = new HashMap<>(); // guarded by this
    private final Set<Subscription> open = new HashSet<>(); // guarded by this
    private long nextSweepNs; // guarded by this

    private final PriorityQueue<Alarm> alarms = // guarded by itself
            new PriorityQueue<>((a, b) -> Long.signum(a.atNs - b.atNs));

    private final ReadyQueue<Subscription> ready;

    /// @param limits those that hold
    /// @param aside runs what would hold up the engine's thread
    Subscriptions(FanOutConfig limits, Clock clock, Executor aside) {
        this.limits = limits;
        this.clock = clock;
        ready = new ReadyQueue<>(Subscription::wake, aside);
        nextSweepNs = clock.nanos();
    }

    /// Begins a subscription, and ends the one whose place it takes.
    Subscription begin(Place place, FanOutErrors errors, Function<Seat, Subscription> subscription)
            throws ApiException {
        Subscription next;
        Subscription before;
        synchronized (this) {
            long nowNs = clock.nanos();
            Seat seat = seats.computeIfAbsent(place, _ -> new Seat(limits, nowNs));
            if (seat.isFresh(nowNs)) throw errors.anotherSubscription();
            if (!seat.tryCall(nowNs)) throw errors.tooManyCalls();
            if (open.size() >= limits.subscriptions() && seat.current() == null)
                throw errors.tooManySubscriptions(limits.subscriptions());
            next = subscription.apply(seat);
            before = seat.take(next, nowNs);
            open.add(next);
        }
        if (before != null) before.supersede();
        return next;
    }

    synchronized void end(Subscription subscription) {
        open.remove(subscription);
    }

    /// How many there are.
    synchronized int count() {
        return open.size();
    }

    /// How many places are remembered.
    synchronized int seats() {
        return seats.size();
    }

    /// Wakes a subscription soon, aside; takes next to no time here.
    void wakeSoon(Subscription subscription) {
        ready.add(subscription);
    }

    /// Wakes a subscription at this time, if not before.
    void wakeAt(Subscription subscription, long atNs) {
        synchronized (alarms) {
            Long earlier = subscription.alarmNs;
            if (earlier != null && earlier - atNs <= 0) return;
            subscription.alarmNs = atNs;
            alarms.add(new Alarm(atNs, subscription));
        }
    }

    private @Nullable Subscription takeDue(long nowNs) {
        synchronized (alarms) {
            for (Alarm next; (next = alarms.peek()) != null && next.atNs - nowNs <= 0; ) {
                alarms.remove();
                Long atNs = next.subscription.alarmNs;
                if (atNs == null || atNs != next.atNs) continue; // an earlier one was set since
                next.subscription.alarmNs = null;
                return next.subscription;
            }
            return null;
        }
    }

    /// Wakes who is due. A duty cycle, for one thread.
    void doWork(long nowNs) {
        for (Subscription due; (due = takeDue(nowNs)) != null; ) wakeSoon(due);
        sweep(nowNs);
    }

    private synchronized void sweep(long nowNs) {
        if (nowNs - nextSweepNs < 0) return;
        nextSweepNs = nowNs + SWEEP_NS;
        for (Subscription subscription : open)
            if (subscription.isHomeless()) wakeSoon(subscription);
        seats.values().removeIf(seat -> seat.isForgotten(nowNs));
    }
}
