package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;

/// Decides whether shards may be split or merged. The checks come in the service's order.
public final class Resharding {
    private Resharding() {}

    /// Whether a shard may become two.
    ///
    /// @param shardText as given
    /// @param keyText first hash key of the upper child, as given
    public static Decision split(
            Catalog catalog,
            StreamName name,
            String shardText,
            String keyText,
            ControlRules rules,
            long nowMs) {
        OptionalInt index = ShardId.parse(shardText);
        if (index.isEmpty()) return refused(new Refusal.ShardNotFound(shardText, name));
        @Nullable Stream stream = catalog.find(name);
        @Nullable Refusal refusal = streamRefusal(stream, name);
        if (refusal != null || stream == null) return refused(refusal);
        @Nullable Shard shard = stream.shard(index.getAsInt(), nowMs);
        if (shard == null) return refused(notFound(index.getAsInt(), name));
        if (!shard.isOpen()) return refused(new Refusal.ShardClosed(shard.id(), name));
        refusal = Quotas.shards(catalog, name, stream.mode(), 1, rules);
        if (refusal != null) return refused(refusal);
        @Nullable HashKey key = HashKey.parse(keyText);
        if (key == null || !splits(key, shard.range()))
            return refused(
                    new Refusal.SplitKeyOutOfRange(keyText, shard.id(), name, shard.range()));
        long dueMs = rules.dueMs(nowMs);
        return Settlement.begin(
                catalog,
                new CatalogCommand.Split(stream.number(), shard.index(), key, dueMs),
                stream.becoming(new Transition.Splitting(shard.index(), key, dueMs)),
                rules,
                nowMs);
    }

    /// Whether `first + 1 < key < last`, which is narrower than it had to be, as the service is.
    private static boolean splits(HashKey key, HashKeyRange range) {
        return key.compareTo(range.first()) > 0
                && key.previous().compareTo(range.first()) > 0
                && key.compareTo(range.last()) < 0;
    }

    /// Whether two shards may become one.
    ///
    /// @param firstText the shard of the lower range, as given
    /// @param secondText the shard of the range just above it, as given
    public static Decision merge(
            Catalog catalog,
            StreamName name,
            String firstText,
            String secondText,
            ControlRules rules,
            long nowMs) {
        OptionalInt firstIndex = ShardId.parse(firstText);
        if (firstIndex.isEmpty()) return refused(new Refusal.ShardNotFound(firstText, name));
        OptionalInt secondIndex = ShardId.parse(secondText);
        if (secondIndex.isEmpty()) return refused(new Refusal.ShardNotFound(secondText, name));
        @Nullable Stream stream = catalog.find(name);
        @Nullable Refusal refusal = streamRefusal(stream, name);
        if (refusal != null || stream == null) return refused(refusal);
        @Nullable Shard first = stream.shard(firstIndex.getAsInt(), nowMs);
        if (first == null) return refused(notFound(firstIndex.getAsInt(), name));
        @Nullable Shard second = stream.shard(secondIndex.getAsInt(), nowMs);
        if (second == null) return refused(notFound(secondIndex.getAsInt(), name));
        if (!first.isOpen() || !second.isOpen() || !first.range().isJustBelow(second.range()))
            return refused(new Refusal.ShardsNotAdjacent(first.id(), second.id(), name));
        long dueMs = rules.dueMs(nowMs);
        return Settlement.begin(
                catalog,
                new CatalogCommand.Merge(stream.number(), first.index(), second.index(), dueMs),
                stream.becoming(new Transition.Merging(first.index(), second.index(), dueMs)),
                rules,
                nowMs);
    }

    static @Nullable Refusal streamRefusal(@Nullable Stream stream, StreamName name) {
        if (stream == null) return new Refusal.StreamNotFound(name);
        if (stream.status() != StreamStatus.ACTIVE)
            return new Refusal.StreamNotActive(name, stream.status());
        return stream.mode() == StreamMode.ON_DEMAND ? new Refusal.StreamOnDemand(name) : null;
    }

    private static Refusal notFound(int index, StreamName name) {
        return new Refusal.ShardNotFound(ShardId.of(index), name);
    }

    static Decision refused(@Nullable Refusal refusal) {
        if (refusal == null) throw new IllegalStateException("refused for no reason");
        return new Decision.Refused(refusal);
    }
}
