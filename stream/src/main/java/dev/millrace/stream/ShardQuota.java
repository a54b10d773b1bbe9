package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// How many open shards there may be: of one account and region in provisioned streams, as the
/// service has it, and in the whole store. Regions come from whoever calls, so only the latter
/// bounds memory.
final class ShardQuota {
    private ShardQuota() {}

    /// Whether a stream of this name and mode may have `additional` more shards.
    static @Nullable Refusal refusal(
            Catalog catalog, StreamName name, StreamMode mode, int additional, ControlRules rules) {
        long ofAccount = 0;
        long ofStore = 0;
        for (Stream stream : catalog.streams()) {
            ofStore += stream.openShards() + splitsToCome(stream);
            if (isShared(stream.name(), name) && stream.mode() == StreamMode.PROVISIONED)
                ofAccount += stream.openShards();
        }
        long limit = rules.limits().shardsPerAccount();
        if (mode == StreamMode.PROVISIONED && ofAccount + additional > limit)
            return new Refusal.ShardQuotaExceeded(name, ofAccount, limit, additional);
        if (ofStore + additional > rules.shardsPerStore())
            return new Refusal.StoreFull(ofStore, rules.shardsPerStore(), additional);
        return null;
    }

    private static int splitsToCome(Stream stream) {
        Transition transition = stream.transition();
        return transition == null ? 0 : Math.max(0, Reshaping.growth(transition.steps()));
    }

    /// Whether two streams count towards the same limits.
    static boolean isShared(StreamName one, StreamName other) {
        return one.account().equals(other.account()) && one.region().equals(other.region());
    }
}
