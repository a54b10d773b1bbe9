package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Decides whether a consumer may be registered with a stream. The stream may be updating; its
/// shards come and go without its consumers.
public final class ConsumerRegistration {
    private ConsumerRegistration() {}

    public static Decision decide(
            Catalog catalog,
            StreamName name,
            String consumer,
            Map<String, String> tags,
            ConsumerLimits limits,
            ControlRules rules,
            long nowMs) {
        @Nullable Stream stream = catalog.find(name);
        if (stream == null) return new Decision.Refused(new Refusal.StreamNotFound(name));
        StreamStatus status = stream.status();
        if (status == StreamStatus.CREATING || status == StreamStatus.DELETING)
            return new Decision.Refused(new Refusal.StreamNotActive(name, status));
        if (catalog.consumers().find(stream.number(), consumer) != null)
            return new Decision.Refused(new Refusal.ConsumerExists(consumer, name));
        Refusal refusal = TagRules.refusal(tags, name);
        if (refusal == null) refusal = quotaRefusal(catalog, stream, limits, nowMs);
        if (refusal != null) return new Decision.Refused(refusal);
        var register =
                new CatalogCommand.Register(
                        catalog.consumers().next(),
                        stream.number(),
                        consumer,
                        tags,
                        nowMs,
                        rules.dueMs(nowMs));
        return ConsumerSettlement.begin(register, register.consumer(), rules);
    }

    private static @Nullable Refusal quotaRefusal(
            Catalog catalog, Stream stream, ConsumerLimits limits, long nowMs) {
        Consumers consumers = catalog.consumers();
        StreamName name = stream.name();
        RegionalAccount account = RegionalAccount.of(name);
        boolean committed =
                catalog.commitment(account).status(nowMs) != BillingCommitment.Status.DISABLED;
        long perStream = committed ? limits.perCommittedStream() : limits.perStream();
        if (consumers.count(stream.number()) >= perStream)
            return new Refusal.TooManyConsumers(name, perStream);
        if (creating(catalog, account) >= limits.creating())
            return new Refusal.TooManyConsumersCreating(name, limits.creating());
        if (consumers.count() >= limits.perStore())
            return new Refusal.ConsumersFull(limits.perStore());
        return null;
    }

    /// The account's consumers that are being created.
    private static long creating(Catalog catalog, RegionalAccount account) {
        return catalog.consumers().inTransition().stream()
                .filter(each -> each.status() == ConsumerStatus.CREATING)
                .filter(each -> account.has(catalog.require(each.stream())))
                .count();
    }
}
