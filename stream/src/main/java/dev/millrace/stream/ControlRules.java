package dev.millrace.stream;

/// What decisions on streams depend on beside the catalog.
///
/// @param transitionDelayMs how long creating, updating and deleting a stream takes; 0 for no time
/// at all
/// @param shardsPerStore open shards of all accounts, regions and modes together, so that nobody
/// uses up the memory
public record ControlRules(Limits limits, long transitionDelayMs, long shardsPerStore) {
    /// By so much a clock may be set back without anything ending early.
    private static final long SET_BACK_MS = 60_000;

    public ControlRules {
        if (transitionDelayMs < 0)
            throw new IllegalArgumentException("transition delay " + transitionDelayMs);
        if (shardsPerStore < 1)
            throw new IllegalArgumentException("shards per store " + shardsPerStore);
    }

    long dueMs(long nowMs) {
        return nowMs + transitionDelayMs;
    }

    /// Whether what was to end at `dueMs` ends. So it does when that is much further off than any
    /// transition takes: the clock was set back, perhaps by years.
    boolean isDue(long dueMs, long nowMs) {
        return dueMs <= nowMs || dueMs - nowMs > transitionDelayMs + SET_BACK_MS;
    }
}
