package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A stream at one moment. Immutable.
///
/// @param number internal number; never reused, unlike the name
/// @param id the name's successor in the API, 20 and 3 of `[a-z0-9]` around a dash
/// @param createdMs when it was asked for, milliseconds since the epoch
/// @param retentionHours how long records are kept
/// @param floorMs records that arrived before are gone for good: raising the retention does not
///     bring back what had expired
/// @param settings what its owner has set
/// @param nextIndex index of the next shard
/// @param transition what it is about to become, or null if it is active
public record Stream(
        int number,
        StreamName name,
        String id,
        long createdMs,
        int retentionHours,
        long floorMs,
        StreamSettings settings,
        int nextIndex,
        ShardTable shards,
        @Nullable Transition transition) {
    private static final long HOUR_MS = 3_600_000;

    public StreamMode mode() {
        return settings.mode();
    }

    public Map<String, String> tags() {
        return settings.tags();
    }

    /// Largest record, data and partition key, in KiB.
    public int maxRecordKib() {
        return settings.maxRecordKib();
    }

    public StreamStatus status() {
        return transition == null ? StreamStatus.ACTIVE : transition.status();
    }

    /// The settings once the transition is over; those of now if it leaves them as they are.
    public StreamSettings settingsToBe() {
        return transition instanceof Transition.Adjusting adjusting
                ? adjusting.settings()
                : settings;
    }

    public long retentionMs() {
        return retentionHours * HOUR_MS;
    }

    /// Records that arrived before this are expired, and so are shards that were closed before it.
    ///
    /// The floor was a day old at least when it was set. If it is not now, the clock was set back,
    /// and what arrives since may lie below it.
    public long horizonMs(long nowMs) {
        long horizonMs = nowMs - retentionMs();
        boolean isPast = floorMs <= nowMs - Retention.LEAST_HOURS * HOUR_MS;
        return isPast ? Math.max(horizonMs, floorMs) : horizonMs;
    }

    public boolean isExpired(Shard shard, long nowMs) {
        return shard.closedMs() < horizonMs(nowMs);
    }

    /// The shard of this index, unless there is none or it has expired.
    public @Nullable Shard shard(int index, long nowMs) {
        Shard shard = shards.find(index);
        return shard == null || isExpired(shard, nowMs) ? null : shard;
    }

    /// The shards with an index above `index` that have not expired, ascending.
    public List<Shard> shardsAfter(int index, long nowMs) {
        List<Shard> after = shards.after(index);
        if (shards.earliestCloseMs() >= horizonMs(nowMs)) return after;
        return after.stream().filter(shard -> !isExpired(shard, nowMs)).toList();
    }

    /// Open shards there are, or will be once a new stream has been created.
    public int openShards() {
        return transition instanceof Transition.Creating creating
                ? creating.shards()
                : shards.openCount();
    }

    Stream becoming(Transition next) {
        return with(retentionHours, floorMs, settings, nextIndex, shards, next);
    }

    Stream with(StreamSettings settings) {
        return with(retentionHours, floorMs, settings, nextIndex, shards, transition);
    }

    Stream retaining(int hours, long nowMs) {
        long floor = hours > retentionHours ? horizonMs(nowMs) : floorMs;
        return with(hours, floor, settings, nextIndex, shards, transition);
    }

    Stream without(List<Integer> expired) {
        return with(
                retentionHours, floorMs, settings, nextIndex, shards.without(expired), transition);
    }

    /// This stream once its transition is over. A deleted stream has no shards.
    ///
    /// @param firstShard engine-wide number of the first new shard
    Stream settled(long nowMs, long creationSecond, int firstShard) {
        List<Shard> changed =
                switch (transition) {
                    case null -> throw new IllegalStateException(name + " awaits nothing");
                    case Transition.Creating creating ->
                            first(creating.shards(), creationSecond, firstShard);
                    case Transition.Adjusting _, Transition.Deleting _ -> List.of();
                    case Transition.Splitting _, Transition.Merging _, Transition.Scaling _ ->
                            Reshaping.of(
                                    this, transition.steps(), nowMs, creationSecond, firstShard);
                };
        int next = nextIndex;
        for (Shard shard : changed) next = Math.max(next, shard.index() + 1);
        ShardTable table =
                transition instanceof Transition.Deleting ? ShardTable.EMPTY : shards.with(changed);
        return with(retentionHours, floorMs, settingsToBe(), next, table, null);
    }

    private List<Shard> first(int count, long creationSecond, int firstShard) {
        var first = new ArrayList<Shard>(count);
        for (HashKeyRange range : HashKeyRange.divide(count)) {
            int i = first.size();
            first.add(
                    new Shard(
                            firstShard + i,
                            nextIndex + i,
                            creationSecond,
                            createdMs,
                            range,
                            Shard.NONE,
                            Shard.NONE,
                            Shard.OPEN));
        }
        return first;
    }

    Shard require(int index) {
        Shard shard = shards.find(index);
        if (shard == null) throw new IllegalStateException(name + " has no shard " + index);
        return shard;
    }

    private Stream with(
            int retentionHours,
            long floorMs,
            StreamSettings settings,
            int nextIndex,
            ShardTable shards,
            @Nullable Transition transition) {
        return new Stream(
                number,
                name,
                id,
                createdMs,
                retentionHours,
                floorMs,
                settings,
                nextIndex,
                shards,
                transition);
    }
}
