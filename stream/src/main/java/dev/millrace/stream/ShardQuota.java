package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// How many open shards there may be: of one account and region in provisioned streams, as the
/// service has it, and in the whole store. Regions come from whoever calls, so only the latter
/// bounds memory.
public final class ShardQuota {
    private ShardQuota() {}

    /// Whether a stream of this name and mode may have `additional` more shards.
    static @Nullable Refusal refusal(
            Catalog catalog, StreamName name, StreamMode mode, int additional, ControlRules rules) {
        if (mode == StreamMode.PROVISIONED) {
            Refusal refusal = accountRefusal(catalog, name, additional, rules);
            if (refusal != null) return refusal;
        }
        long ofStore = 0;
        for (Stream stream : catalog.streams())
            ofStore += stream.openShards() + splitsToCome(stream);
        if (ofStore + additional > rules.shardsPerStore())
            return new Refusal.StoreFull(ofStore, rules.shardsPerStore(), additional);
        return null;
    }

    /// Whether the account may have `additional` more shards in provisioned streams. What is about
    /// to be split counts, or two updates under way at once could go beyond.
    static @Nullable Refusal accountRefusal(
            Catalog catalog, StreamName name, int additional, ControlRules rules) {
        long current = 0;
        for (Stream stream : catalog.streams())
            if (counts(stream, RegionalAccount.of(name)))
                current += stream.openShards() + splitsToCome(stream);
        long limit = rules.limits().shardsPerAccount();
        return current + additional > limit
                ? new Refusal.ShardQuotaExceeded(name, current, limit, additional)
                : null;
    }

    /// Open shards of the account's provisioned streams.
    public static long openShards(Catalog catalog, RegionalAccount account) {
        long open = 0;
        for (Stream stream : catalog.streams())
            if (counts(stream, account)) open += stream.openShards();
        return open;
    }

    private static boolean counts(Stream stream, RegionalAccount account) {
        return account.has(stream) && stream.settingsToBe().mode() == StreamMode.PROVISIONED;
    }

    private static int splitsToCome(Stream stream) {
        Transition transition = stream.transition();
        return transition == null ? 0 : Math.max(0, Reshaping.growth(transition.steps()));
    }
}
