package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Clock;

import java.lang.System.Logger.Level;

/// Evaluates alarms when it is time: a duty cycle, for one thread. Those on periods of a
/// minute or
/// more a few seconds into each minute, when the points of the last one are there; those on
/// shorter
/// ones every ten seconds.
final class AlarmWatch {
    private static final System.Logger LOG = System.getLogger(AlarmWatch.class.getName());

    private static final int MINUTE = 60;
    private static final int SHORT = 10;

    /// How long after a period's end its points are waited for, in seconds.
    private static final int LATENESS = 5;

    private final AlarmStore store;
    private final AlarmEvaluator evaluator;
    private final AlarmKeeper keeper;
    private final Clock clock;
    private long minute = Long.MIN_VALUE;
    private long tenth = Long.MIN_VALUE;

    AlarmWatch(AlarmStore store, AlarmEvaluator evaluator, AlarmKeeper keeper, Clock clock) {
        this.store = store;
        this.evaluator = evaluator;
        this.keeper = keeper;
        this.clock = clock;
    }

    /// Evaluates what is due.
    ///
    /// @return how many alarms changed
    int doWork() throws InterruptedException {
        long second = Math.floorDiv(clock.wallMs(), 1_000) - LATENESS;
        boolean isMinute = Math.floorDiv(second, MINUTE) != minute;
        boolean isTenth = Math.floorDiv(second, SHORT) != tenth;
        minute = Math.floorDiv(second, MINUTE);
        tenth = Math.floorDiv(second, SHORT);
        if (!isMinute && !isTenth) return 0;
        int changed = 0;
        for (Alarm alarm : store.all()) {
            boolean isDue = AlarmEvaluator.period(alarm) < MINUTE ? isTenth : isMinute;
            if (isDue && evaluate(alarm)) changed++;
        }
        return changed;
    }

    private boolean evaluate(Alarm alarm) throws InterruptedException {
        // Without the lock at first: most alarms stay as they are.
        if (evaluator.evaluate(alarm, clock.wallMs()) == null) return false;
        try {
            return keeper.settle(alarm.key(), evaluator::evaluate);
        } catch (ApiException e) {
            LOG.log(Level.WARNING, "alarm {0} waits for the storage", alarm.key().name());
            minute = Long.MIN_VALUE;
            return false;
        }
    }
}
