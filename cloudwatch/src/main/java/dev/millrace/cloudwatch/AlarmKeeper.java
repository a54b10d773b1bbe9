package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/// Changes alarms, one decision at a time: decide, make durable, begin the actions. Nobody else
/// submits to the ledger of alarms. Blocks; any thread.
final class AlarmKeeper {
    private static final System.Logger LOG = System.getLogger(AlarmKeeper.class.getName());

    private final AlarmStore store;
    private final Ledger ledger;
    private final Clock clock;
    private final AlarmActions actions;
    private final ReentrantLock deciding = new ReentrantLock();

    AlarmKeeper(AlarmStore store, Ledger ledger, Clock clock, AlarmActions actions) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.actions = actions;
    }

    AlarmStore store() {
        return store;
    }

    /// Asks for a decision while nobody else decides, and carries it out.
    ///
    /// @param question answers null if nothing is to change
    void change(LongFunction<@Nullable AlarmChange> question)
            throws ApiException, InterruptedException {
        deciding.lockInterruptibly();
        try {
            AlarmChange change = question.apply(clock.wallMs());
            if (change != null) ledger.submit(change.encode(), List.of());
        } catch (StorageException e) {
            LOG.log(Level.WARNING, "a change of alarms was not made", e);
            throw CloudWatchErrors.internalFailure();
        } finally {
            deciding.unlock();
        }
    }

    /// Puts an alarm into a state, and begins the actions if it is another one.
    ///
    /// @param judge what becomes of the alarm as it is now, or null if it stays as it is
    /// @return whether anything changed
    boolean settle(AlarmKey key, Judge judge) throws ApiException, InterruptedException {
        var moved = new ArrayList<Moved>(1);
        change(
                nowMs -> {
                    Alarm alarm = store.find(key);
                    if (alarm == null) return null;
                    Verdict verdict = judge.judge(alarm, nowMs);
                    if (verdict == null) return null;
                    Alarm after =
                            alarm.withState(
                                    verdict.state(), verdict.reason(), verdict.data(), nowMs);
                    moved.add(new Moved(after, alarm.state(), nowMs));
                    List<HistoryItem> happened =
                            verdict.state() == alarm.state()
                                    ? List.of()
                                    : List.of(HistoryText.moved(alarm, after));
                    return new AlarmChange(nowMs, List.of(after), List.of(), happened);
                });
        for (Moved each : moved)
            if (each.after().state() != each.before())
                actions.begin(each.after(), each.before(), each.nowMs(), this::remember);
        return !moved.isEmpty();
    }

    @FunctionalInterface
    interface Judge {
        @Nullable Verdict judge(Alarm alarm, long nowMs);
    }

    private record Moved(Alarm after, AlarmState before, long nowMs) {}

    private void remember(Alarm alarm, AlarmActions.Outcome outcome) {
        try {
            change(
                    nowMs ->
                            new AlarmChange(
                                    nowMs,
                                    List.of(),
                                    List.of(),
                                    List.of(HistoryText.acted(alarm, outcome, nowMs))));
        } catch (ApiException e) {
            LOG.log(Level.WARNING, "what came of an action was not remembered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
