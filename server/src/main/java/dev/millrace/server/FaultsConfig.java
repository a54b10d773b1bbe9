package dev.millrace.server;

/// What goes wrong on purpose, for applications under test.
///
/// @param seed the same seed and the same requests meet the same faults
/// @param rules each by itself; nothing goes wrong without one
record FaultsConfig(long seed, FaultRules rules) {
    static final FaultsConfig DEFAULT = new FaultsConfig(0, FaultRules.NONE);

    /// Whether anything goes wrong.
    boolean on() {
        return !rules.rules().isEmpty();
    }
}
