package dev.millrace.stream;

/// Brings the registering or deregistering of a consumer to its end.
public final class ConsumerSettlement {
    private ConsumerSettlement() {}

    /// Whether a consumer waits for an end that is due.
    public static boolean isDue(Consumer consumer, long nowMs, ControlRules rules) {
        return consumer.status() != ConsumerStatus.ACTIVE && rules.isDue(consumer.dueMs(), nowMs);
    }

    /// The end, due or not.
    ///
    /// @param consumer one that is not active
    public static Decision.Change decide(Consumer consumer) {
        return end(consumer.number());
    }

    /// A start and, when transitions take no time, its end with it.
    static Decision.Change begin(CatalogCommand start, int consumer, ControlRules rules) {
        var change = Decision.Change.of(start);
        return rules.transitionDelayMs() == 0 ? change.and(end(consumer)) : change;
    }

    private static Decision.Change end(int consumer) {
        return Decision.Change.of(new CatalogCommand.SettleConsumer(consumer));
    }
}
