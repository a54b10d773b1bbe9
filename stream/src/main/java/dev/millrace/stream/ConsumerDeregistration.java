package dev.millrace.stream;

/// Decides whether a consumer may be deregistered: in any state; again while it is being
/// deregistered changes nothing.
public final class ConsumerDeregistration {
    private ConsumerDeregistration() {}

    /// Whether a consumer may be deregistered.
    ///
    /// @param number the consumer's internal number
    /// @param otherwise why not, if it is gone
    public static Decision decide(
            Catalog catalog, int number, Refusal otherwise, ControlRules rules, long nowMs) {
        Consumer consumer = catalog.consumers().find(number);
        if (consumer == null) return new Decision.Refused(otherwise);
        if (consumer.status() == ConsumerStatus.DELETING) return new Decision.NoChange();
        var deregister = new CatalogCommand.Deregister(number, rules.dueMs(nowMs));
        return ConsumerSettlement.begin(deregister, number, rules);
    }
}
