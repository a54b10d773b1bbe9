package dev.millrace.stream;

/// What decisions on streams depend on beside the catalog.
///
/// @param transitionDelayMs how long creating, updating and deleting a stream takes; 0 for no time
/// at all
/// @param shardsPerStore open shards of all accounts, regions and modes together, so that nobody
/// uses up the memory
public record ControlRules(Limits limits, long transitionDelayMs, long shardsPerStore) {
    public ControlRules {
        if (transitionDelayMs < 0)
            throw new IllegalArgumentException("transition delay " + transitionDelayMs);
        if (shardsPerStore < 1)
            throw new IllegalArgumentException("shards per store " + shardsPerStore);
    }

    long dueMs(long nowMs) {
        return nowMs + transitionDelayMs;
    }
}
