package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// How many streams and shards there may be: of one account and region, as the service has it, and
/// in the whole store. Regions come from whoever calls, so only the latter bounds memory.
final class Quotas {
    private Quotas() {}

    /// Whether one more stream may be created.
    static @Nullable Refusal creation(
            Catalog catalog, StreamName name, StreamMode mode, int shards, ControlRules rules) {
        long limit = rules.limits().creatingStreams();
        if (of(catalog, name).creating() >= limit) return new Refusal.TooManyCreating(name, limit);
        Refusal onDemand = mode == StreamMode.ON_DEMAND ? onDemand(catalog, name, rules) : null;
        return onDemand == null ? shards(catalog, name, mode, shards, rules) : onDemand;
    }

    /// Whether one more stream may be on-demand.
    static @Nullable Refusal onDemand(Catalog catalog, StreamName name, ControlRules rules) {
        long limit = rules.limits().onDemandStreams();
        return of(catalog, name).onDemand() >= limit
                ? new Refusal.TooManyOnDemand(name, limit)
                : null;
    }

    /// Whether a stream of this name and mode may have `additional` more shards.
    static @Nullable Refusal shards(
            Catalog catalog, StreamName name, StreamMode mode, int additional, ControlRules rules) {
        if (mode == StreamMode.PROVISIONED) {
            Refusal refusal = provisioned(catalog, name, additional, rules);
            if (refusal != null) return refusal;
        }
        long ofStore = catalog.census().shards();
        return ofStore + additional > rules.shardsPerStore()
                ? new Refusal.StoreFull(ofStore, rules.shardsPerStore(), additional)
                : null;
    }

    /// Whether the account may have `additional` more shards in provisioned streams. What is about
    /// to be split counts, or two updates under way at once could go beyond.
    static @Nullable Refusal provisioned(
            Catalog catalog, StreamName name, int additional, ControlRules rules) {
        Census.Count has = of(catalog, name);
        int current = has.openShards() + has.shardsToCome();
        long limit = rules.limits().shardsPerAccount();
        return current + additional > limit
                ? new Refusal.ShardQuotaExceeded(name, current, limit, additional)
                : null;
    }

    private static Census.Count of(Catalog catalog, StreamName name) {
        return catalog.census().of(RegionalAccount.of(name));
    }
}
