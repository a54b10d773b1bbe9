package dev.millrace.cloudwatch;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/// Tells those whom an alarm's actions name, with a few tries each. Any thread.
///
/// What is on its way is lost when the server stops: an action is tried, not owed.
final class AlarmActions {
    private static final System.Logger LOG = System.getLogger(AlarmActions.class.getName());

    private final Map<String, AlarmTarget> targets;
    private final int attempts;
    private final Duration firstPause;
    private final Semaphore room;
    private final Executor aside;

    /// What came of an action.
    ///
    /// @param problem in words; empty if all went well
    record Outcome(String action, String problem) {}

    /// @param targets by the ARNs that actions name
    /// @param attempts tries before an action is given up
    /// @param firstPause before the second try; each further one is twice as long
    /// @param most actions that may be on their way
    /// @param aside runs an action, which blocks
    AlarmActions(
            Map<String, AlarmTarget> targets,
            int attempts,
            Duration firstPause,
            int most,
            Executor aside) {
        this.targets = Map.copyOf(targets);
        this.attempts = attempts;
        this.firstPause = firstPause;
        this.room = new Semaphore(most);
        this.aside = aside;
    }

    /// Begins what an alarm's new state asks for.
    ///
    /// @param done hears of each action's outcome, on a thread of its own
    void begin(Alarm alarm, AlarmState before, long nowMs, BiConsumer<Alarm, Outcome> done) {
        if (!alarm.actionsEnabled()) return;
        for (String action : alarm.actions(alarm.state())) {
            AlarmTarget target = targets.get(action);
            if (target == null) {
                String problem = "no target is bound to it in alarms.targets";
                LOG.log(
                        Level.WARNING,
                        "alarm {0} is {1}: {2}: {3}",
                        alarm.key().name(),
                        alarm.state(),
                        action,
                        problem);
                aside.execute(() -> done.accept(alarm, new Outcome(action, problem)));
            } else if (!room.tryAcquire()) {
                String problem = "too many actions are on their way";
                LOG.log(Level.WARNING, "alarm {0}: {1}", alarm.key().name(), problem);
                aside.execute(() -> done.accept(alarm, new Outcome(action, problem)));
            } else {
                aside.execute(
                        () -> {
                            String problem;
                            try {
                                problem = deliver(target, action, alarm, before, nowMs);
                            } finally {
                                room.release();
                            }
                            done.accept(alarm, new Outcome(action, problem));
                        });
            }
        }
    }

    private String deliver(
            AlarmTarget target, String action, Alarm alarm, AlarmState before, long nowMs) {
        String id = UUID.randomUUID().toString();
        String text = AlarmNotification.of(alarm, before, action, id, nowMs);
        var notification = new AlarmTarget.Notification(action, id, text);
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                target.deliver(notification);
                return "";
            } catch (AlarmTarget.DeliveryException e) {
                String problem =
                        "%s (attempt %d of %d)".formatted(e.getMessage(), attempt, attempts);
                LOG.log(Level.WARNING, "alarm " + alarm.key().name() + ": " + problem);
                if (attempt == attempts) return problem;
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return problem;
                }
                pause = pause.multipliedBy(2);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return "the server stopped";
            }
        }
    }
}
