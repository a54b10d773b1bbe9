package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// How many streams an account may have in one region, by kind.
public final class StreamQuota {
    private StreamQuota() {}

    /// The account's on-demand streams, with those that are about to be.
    public static long onDemand(Catalog catalog, RegionalAccount account) {
        return catalog.streams().stream()
                .filter(account::has)
                .filter(stream -> stream.settingsToBe().mode() == StreamMode.ON_DEMAND)
                .count();
    }

    /// Whether one more stream may be on-demand.
    static @Nullable Refusal onDemandRefusal(Catalog catalog, StreamName name, ControlRules rules) {
        long limit = rules.limits().onDemandStreams();
        return onDemand(catalog, RegionalAccount.of(name)) >= limit
                ? new Refusal.TooManyOnDemand(name, limit)
                : null;
    }
}
