package dev.millrace.log;

import dev.millrace.stream.Clock;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Runs the engine's duty cycles, each on a platform thread of its own. Nobody spins: who has
/// nothing to do sleeps until it is woken or some time has passed.
final class LogThreads {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Loop committer;
    private final Loop checkpointer;
    private final Loop filler;

    private LogThreads(Loop committer, Loop checkpointer, Loop filler) {
        this.committer = committer;
        this.checkpointer = checkpointer;
        this.filler = filler;
    }

    static LogThreads start(
            Clock clock,
            Committer committer,
            DutyCycle checkpointer,
            Wakeup checkpointerWakeup,
            DutyCycle filler,
            Wakeup fillerWakeup) {
        return new LogThreads(
                new Loop(
                        "millrace-committer",
                        clock,
                        committer,
                        committer.wakeup(),
                        // A batch that waits for space is looked at again, whoever frees it.
                        Long.MAX_VALUE,
                        committer::isIdle,
                        committer::poison),
                new Loop(
                        "millrace-checkpointer",
                        clock,
                        checkpointer,
                        checkpointerWakeup,
                        SECOND_NS,
                        () -> true,
                        committer::poison),
                new Loop(
                        "millrace-filler",
                        clock,
                        filler,
                        fillerWakeup,
                        SECOND_NS,
                        () -> true,
                        committer::poison));
    }

    /// Stops the committer once it is idle, then the others.
    void stop() {
        committer.stop();
        checkpointer.stop();
        filler.stop();
    }

    private static final class Loop {
        private final Wakeup wakeup;
        private final Thread thread;
        private volatile boolean stopping;

        Loop(
                String name,
                Clock clock,
                DutyCycle duty,
                Wakeup wakeup,
                long idleNs,
                BooleanSupplier mayStop,
                Consumer<Throwable> onFailure) {
            this.wakeup = wakeup;
            thread =
                    Thread.ofPlatform()
                            .name(name)
                            .start(() -> run(clock, duty, idleNs, mayStop, onFailure));
        }

        private void run(
                Clock clock,
                DutyCycle duty,
                long idleNs,
                BooleanSupplier mayStop,
                Consumer<Throwable> onFailure) {
            while (true) {
                long restNs = idleNs;
                try {
                    if (duty.doWork(clock.nanos()) > 0) continue;
                } catch (Throwable e) {
                    // Goes on: who waits for this thread must be told that it failed.
                    restNs = Math.min(idleNs, SECOND_NS);
                    report(e, onFailure);
                }
                if (stopping && mayStop.getAsBoolean()) return;
                wakeup.await(restNs);
            }
        }

        private static void report(Throwable failure, Consumer<Throwable> onFailure) {
            try {
                onFailure.accept(failure);
            } catch (Throwable e) {
                failure.addSuppressed(e); // short of memory, most likely: the next round says it
            }
        }

        void stop() {
            stopping = true;
            boolean interrupted = false;
            while (thread.isAlive()) {
                wakeup.signal();
                LockSupport.unpark(thread);
                try {
                    thread.join(100);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
