package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Decides on every change to the catalog, in the order in which the service checks.
///
/// Whoever calls keeps others from deciding until the decision's command is applied.
public final class CatalogDecisions {
    public static final int LEAST_RETENTION_HOURS = 24;
    public static final int MOST_RETENTION_HOURS = 8_760;

    /// Shards of a new on-demand stream.
    static final int ON_DEMAND_SHARDS = 4;

    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final Catalog catalog;
    private final Limits limits;
    private final long transitionDelayMs;
    private final RandomGenerator random;

    /// @param transitionDelayMs how long a stream stays CREATING, UPDATING or DELETING; with 0 the
    ///     whole transition is one command
    /// @param random a source that nobody can foretell, for the store's key and the streams' ids
    public CatalogDecisions(
            Catalog catalog, Limits limits, long transitionDelayMs, RandomGenerator random) {
        this.catalog = catalog;
        this.limits = limits;
        this.transitionDelayMs = transitionDelayMs;
        this.random = random;
    }

    /// The first command of a new store; nothing for one that has it.
    public Decision found() {
        if (!catalog.isUnfounded()) return new Decision.Nothing();
        byte[] key = new byte[TokenSeal.KEY_BYTES];
        random.nextBytes(key);
        return change(List.of(new CatalogCommand.Found(HexFormat.of().formatHex(key))), List.of());
    }

    /// A stream begins.
    ///
    /// @param mode null for the service's default: on demand without a shard count, else
    ///     provisioned
    /// @param shardCount null if not given
    public Decision create(
            StreamKey key,
            @Nullable StreamMode mode,
            @Nullable Integer shardCount,
            int maxRecordKiB,
            Map<String, String> tags,
            long nowMs) {
        StreamMode chosen =
                mode != null
                        ? mode
                        : shardCount == null ? StreamMode.ON_DEMAND : StreamMode.PROVISIONED;
        if (chosen == StreamMode.PROVISIONED && shardCount == null)
            return new Refusal.ShardCountMissing();
        if (chosen == StreamMode.ON_DEMAND && shardCount != null)
            return new Refusal.ShardCountOnDemand();
        if (catalog.stream(key) != null) return new Refusal.StreamExists(key);
        Collection<Stream> neighbours = catalog.streams(key.account(), key.region(), "");
        long creating =
                neighbours.stream().filter(it -> it.status() == StreamStatus.CREATING).count();
        if (creating >= limits.creatingStreams())
            return new Refusal.TooManyCreating(key, limits.creatingStreams());
        int shards = shardCount == null ? ON_DEMAND_SHARDS : shardCount;
        if (chosen == StreamMode.ON_DEMAND) {
            long onDemand =
                    neighbours.stream().filter(it -> it.mode() == StreamMode.ON_DEMAND).count();
            if (onDemand >= limits.onDemandStreams())
                return new Refusal.TooManyOnDemand(key, limits.onDemandStreams());
        } else {
            Refusal refusal = overQuota(key, shards);
            if (refusal != null) return refusal;
        }
        int number = catalog.nextStream();
        List<HashKeyRange> ranges = HashKeyRange.divide(shards);
        var create =
                new CatalogCommand.Create(
                        key,
                        number,
                        newId(),
                        chosen,
                        maxRecordKiB,
                        tags,
                        nowMs,
                        ranges,
                        nowMs + transitionDelayMs);
        if (transitionDelayMs > 0) return change(List.of(create), List.of());
        long second = creationSecond(key, List.of(), nowMs);
        return change(
                List.of(create, new CatalogCommand.Settle(number, nowMs, second)),
                opens(number, 0, ranges.size(), LEAST_RETENTION_HOURS * Stream.HOUR_MS));
    }

    public Decision delete(StreamKey key, long nowMs) {
        Stream stream = catalog.stream(key);
        if (stream == null) return new Refusal.NoSuchStream(key);
        if (stream.status() == StreamStatus.DELETING)
            return new Refusal.NotActive(key, stream.status());
        var delete = new CatalogCommand.Delete(stream.number(), nowMs + transitionDelayMs);
        if (transitionDelayMs > 0) return change(List.of(delete), List.of());
        return change(
                List.of(delete, new CatalogCommand.Settle(stream.number(), nowMs, 0)),
                drops(stream));
    }

    /// A shard splits in two.
    ///
    /// @param hashKey the upper child's first hash key, decimal
    public Decision split(StreamKey key, String shardId, String hashKey, long nowMs) {
        OptionalInt index = ShardId.parse(shardId);
        if (index.isEmpty()) return new Refusal.UnreadableShardId(key, shardId);
        Stream stream = catalog.stream(key);
        if (stream == null) return new Refusal.NoSuchStream(key);
        Refusal refusal = notReshardable(stream);
        if (refusal != null) return refusal;
        Shard shard = stream.shard(index.getAsInt(), nowMs);
        if (shard == null) return new Refusal.NoSuchShard(key, ShardId.of(index.getAsInt()));
        if (!shard.isOpen()) return new Refusal.ShardClosed(key, shard.id());
        refusal = overQuota(key, 1);
        if (refusal != null) return refusal;
        HashKeyRange range = shard.range();
        HashKey middle = HashKey.parse(hashKey);
        // The service asks for more than one above the start; one key is then left below at least.
        if (middle == null
                || range.first().equals(HashKey.MAX)
                || middle.compareTo(range.first().next()) <= 0
                || middle.compareTo(range.last()) >= 0)
            return new Refusal.SplitOutside(key, shard.id(), hashKey, range);
        return reshard(
                stream,
                List.of(shard),
                List.of(
                        new HashKeyRange(range.first(), middle.previous()),
                        new HashKeyRange(middle, range.last())),
                nowMs);
    }

    public Decision merge(StreamKey key, String shardId, String adjacentId, long nowMs) {
        OptionalInt index = ShardId.parse(shardId);
        if (index.isEmpty()) return new Refusal.UnreadableShardId(key, shardId);
        OptionalInt adjacentIndex = ShardId.parse(adjacentId);
        if (adjacentIndex.isEmpty()) return new Refusal.UnreadableShardId(key, adjacentId);
        Stream stream = catalog.stream(key);
        if (stream == null) return new Refusal.NoSuchStream(key);
        Refusal refusal = notReshardable(stream);
        if (refusal != null) return refusal;
        Shard shard = stream.shard(index.getAsInt(), nowMs);
        if (shard == null) return new Refusal.NoSuchShard(key, ShardId.of(index.getAsInt()));
        Shard adjacent = stream.shard(adjacentIndex.getAsInt(), nowMs);
        if (adjacent == null)
            return new Refusal.NoSuchShard(key, ShardId.of(adjacentIndex.getAsInt()));
        if (!shard.isOpen() || !adjacent.isOpen() || !shard.range().isJustBelow(adjacent.range()))
            return new Refusal.NotAdjacent(key, shard.id(), adjacent.id());
        return reshard(
                stream,
                List.of(shard, adjacent),
                List.of(new HashKeyRange(shard.range().first(), adjacent.range().last())),
                nowMs);
    }

    private Decision reshard(
            Stream stream, List<Shard> parents, List<HashKeyRange> children, long nowMs) {
        var reshard =
                new CatalogCommand.Reshard(
                        stream.number(),
                        parents.stream().map(Shard::index).toList(),
                        children,
                        nowMs + transitionDelayMs);
        if (transitionDelayMs > 0) return change(List.of(reshard), List.of());
        return change(
                List.of(
                        reshard,
                        new CatalogCommand.Settle(
                                stream.number(),
                                nowMs,
                                creationSecond(stream.key(), parents, nowMs))),
                turnOver(stream, parents, children.size()));
    }

    public Decision increaseRetention(StreamKey key, int hours, long nowMs) {
        return retain(key, hours, nowMs, true);
    }

    public Decision decreaseRetention(StreamKey key, int hours, long nowMs) {
        return retain(key, hours, nowMs, false);
    }

    private Decision retain(StreamKey key, int hours, long nowMs, boolean increase) {
        Stream stream = catalog.stream(key);
        if (stream == null) return new Refusal.NoSuchStream(key);
        if (hours < LEAST_RETENTION_HOURS) return new Refusal.RetentionTooShort(hours);
        if (hours > MOST_RETENTION_HOURS) return new Refusal.RetentionTooLong(hours);
        if (stream.status() != StreamStatus.ACTIVE)
            return new Refusal.NotActive(key, stream.status());
        int present = stream.retentionHours();
        if (increase && hours < present) return new Refusal.RetentionNotLonger(key, hours, present);
        if (!increase && hours > present)
            return new Refusal.RetentionNotShorter(key, hours, present);
        if (hours == present) return new Decision.Nothing();
        List<ShardChange> changes =
                stream.shards().stream()
                        .<ShardChange>map(
                                shard ->
                                        new ShardChange.Retain(
                                                shard.number(), hours * Stream.HOUR_MS))
                        .toList();
        return change(List.of(new CatalogCommand.Retain(stream.number(), hours, nowMs)), changes);
    }

    /// Completes what is pending on a stream, if it is due.
    public Decision settle(int number, long nowMs) {
        Stream stream = catalog.stream(number);
        if (stream == null) return new Decision.Nothing();
        Pending pending = stream.pending();
        if (pending == null || pending.dueMs() > nowMs) return new Decision.Nothing();
        List<Shard> parents = new ArrayList<>();
        List<ShardChange> changes =
                switch (pending) {
                    case Pending.Deletion ignored -> drops(stream);
                    case Pending.Creation(var ranges, long ignored) ->
                            opens(number, 0, ranges.size(), stream.retentionMs());
                    case Pending.Reshard(var indexes, var children, long ignored) -> {
                        for (int index : indexes) {
                            Shard parent = stream.shard(index);
                            if (parent == null)
                                throw new IllegalStateException("parent " + index + " is gone");
                            parents.add(parent);
                        }
                        yield turnOver(stream, parents, children.size());
                    }
                };
        return change(
                List.of(
                        new CatalogCommand.Settle(
                                number, nowMs, creationSecond(stream.key(), parents, nowMs))),
                changes);
    }

    /// Clears away a stream's closed shards whose records are all past the retention.
    public Decision expire(int number, long nowMs) {
        Stream stream = catalog.stream(number);
        if (stream == null) return new Decision.Nothing();
        long horizonMs = stream.horizonMs(nowMs);
        List<Shard> expired =
                stream.shards().stream().filter(shard -> shard.isExpired(horizonMs)).toList();
        if (expired.isEmpty()) return new Decision.Nothing();
        return change(
                List.of(
                        new CatalogCommand.Expire(
                                number, expired.stream().map(Shard::index).toList())),
                expired.stream()
                        .<ShardChange>map(shard -> new ShardChange.Drop(shard.number()))
                        .toList());
    }

    private @Nullable Refusal notReshardable(Stream stream) {
        if (stream.status() != StreamStatus.ACTIVE)
            return new Refusal.NotActive(stream.key(), stream.status());
        return stream.mode() == StreamMode.ON_DEMAND ? new Refusal.OnDemand(stream.key()) : null;
    }

    private @Nullable Refusal overQuota(StreamKey key, int additional) {
        if (limits.shardsPerAccount() == Limits.UNLIMITED) return null;
        long current = 0;
        for (Stream stream : catalog.streams(key.account(), key.region(), ""))
            if (stream.mode() == StreamMode.PROVISIONED)
                current +=
                        stream.pending() instanceof Pending.Creation creation
                                ? creation.ranges().size()
                                : stream.routing().size();
        return current + additional <= limits.shardsPerAccount()
                ? null
                : new Refusal.TooManyShards(key, current, limits.shardsPerAccount(), additional);
    }

    /// Later than now's second, every parent's and any used under the name before, so that numbers
    /// keep growing whatever the clock does.
    private long creationSecond(StreamKey key, List<Shard> parents, long nowMs) {
        long second = Math.max(nowMs / 1000, catalog.lastCreationSecond(key) + 1);
        for (Shard parent : parents) second = Math.max(second, parent.creationSecond() + 1);
        return second;
    }

    private List<ShardChange> opens(int stream, int firstIndex, int count, long retentionMs) {
        var changes = new ArrayList<ShardChange>(count);
        for (int i = 0; i < count; i++)
            changes.add(
                    new ShardChange.Open(
                            new ShardRef(catalog.nextShard() + i, stream, firstIndex + i),
                            retentionMs));
        return changes;
    }

    private List<ShardChange> turnOver(Stream stream, List<Shard> parents, int children) {
        var changes = new ArrayList<ShardChange>();
        for (Shard parent : parents) changes.add(new ShardChange.Close(parent.number()));
        changes.addAll(opens(stream.number(), stream.nextIndex(), children, stream.retentionMs()));
        return changes;
    }

    private static List<ShardChange> drops(Stream stream) {
        return stream.shards().stream()
                .<ShardChange>map(shard -> new ShardChange.Drop(shard.number()))
                .toList();
    }

    private String newId() {
        var id = new StringBuilder(24);
        for (int i = 0; i < 24; i++)
            id.append(i == 20 ? '-' : ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        return id.toString();
    }

    private static Decision change(List<CatalogCommand> commands, List<ShardChange> changes) {
        return new Decision.Change(CatalogCodec.encode(commands), changes);
    }
}
