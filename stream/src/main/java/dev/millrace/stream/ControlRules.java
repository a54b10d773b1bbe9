package dev.millrace.stream;

/// What decisions on streams depend on beside the catalog.
///
/// @param transitionDelayMs how long creating, updating and deleting a stream takes; 0 for no time
/// at all
public record ControlRules(Limits limits, long transitionDelayMs) {
    public ControlRules {
        if (transitionDelayMs < 0)
            throw new IllegalArgumentException("transition delay " + transitionDelayMs);
    }

    long dueMs(long nowMs) {
        return nowMs + transitionDelayMs;
    }
}
