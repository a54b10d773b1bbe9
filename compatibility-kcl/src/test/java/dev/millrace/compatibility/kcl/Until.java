package dev.millrace.compatibility.kcl;

import java.time.Duration;

/// Waits for what other processes do in their own time.
final class Until {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Until() {}

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /// @throws AssertionError if it does not come to hold
    static void holds(String what, Condition condition) throws Exception {
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadlineNs)
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            Thread.sleep(200);
        }
    }
}
