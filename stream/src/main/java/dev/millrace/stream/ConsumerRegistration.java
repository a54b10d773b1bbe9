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
        if (refusal == null) refusal = quotaRefusal(catalog, stream, limits);
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
            Catalog catalog, Stream stream, ConsumerLimits limits) {
        Consumers consumers = catalog.consumers();
        StreamName name = stream.name();
        if (consumers.count(stream.number()) >= limits.perStream())
            return new Refusal.TooManyConsumers(name, limits.perStream());
        if (creating(catalog, name) >= limits.creating())
            return new Refusal.TooManyConsumersCreating(name, limits.creating());
        if (consumers.count() >= limits.perStore())
            return new Refusal.ConsumersFull(limits.perStore());
        return null;
    }

    /// Consumers being created in the stream's account and region.
    private static long creating(Catalog catalog, StreamName stream) {
        long creating = 0;
        for (Consumer each : catalog.consumers().inTransition()) {
            if (each.status() != ConsumerStatus.CREATING) continue;
            StreamName other = catalog.require(each.stream()).name();
            boolean shared =
                    other.account().equals(stream.account())
                            && other.region().equals(stream.region());
            if (shared) creating++;
        }
        return creating;
    }
}
