package dev.millrace.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Carries out steps on a stream's shards, all at one moment.
///
/// A shard that one step opens and a later one closes is there in the end like any other closed
/// shard, without records: readers follow the line from a key's old shard to its new one over it.
final class Reshaping {
    private final Stream stream;
    private final long nowMs;
    private final int firstShard;
    private final TreeMap<Integer, Shard> changed = new TreeMap<>();
    private int nextIndex;
    private long creationSecond;

    private Reshaping(Stream stream, long nowMs, long creationSecond, int firstShard) {
        this.stream = stream;
        this.nowMs = nowMs;
        this.creationSecond = creationSecond;
        this.firstShard = firstShard;
        nextIndex = stream.nextIndex();
    }

    /// The shards that are not as they were, by index.
    ///
    /// @param creationSecond of the first new shards, higher than that of every shard there is; a
    ///     new shard whose parent is new has a higher one
    /// @param firstShard engine-wide number of the first new shard
    static List<Shard> of(
            Stream stream, List<ShardStep> steps, long nowMs, long creationSecond, int firstShard) {
        var reshaping = new Reshaping(stream, nowMs, creationSecond, firstShard);
        for (ShardStep step : steps)
            switch (step) {
                case ShardStep.Split split -> reshaping.split(split);
                case ShardStep.Merge merge -> reshaping.merge(merge);
            }
        return new ArrayList<>(reshaping.changed.values());
    }

    /// The highest creation second of the shards there are that steps close, or -1.
    static long parents(Stream stream, List<ShardStep> steps) {
        long highest = -1;
        for (ShardStep step : steps)
            highest =
                    switch (step) {
                        case ShardStep.Split split -> parent(stream, split.shard(), highest);
                        case ShardStep.Merge merge ->
                                parent(
                                        stream,
                                        merge.adjacent(),
                                        parent(stream, merge.parent(), highest));
                    };
        return highest;
    }

    private static long parent(Stream stream, int index, long highest) {
        return index < stream.nextIndex()
                ? Math.max(highest, stream.require(index).creationSecond())
                : highest;
    }

    /// How many more open shards there are after the steps.
    static int growth(List<ShardStep> steps) {
        int growth = 0;
        for (ShardStep step : steps) growth += step instanceof ShardStep.Split ? 1 : -1;
        return growth;
    }

    /// How many more open shards there are at most on the way, those included that a later step
    /// closes again.
    static int mostOpen(List<ShardStep> steps) {
        int now = 0;
        int most = 0;
        for (ShardStep step : steps) {
            now += step instanceof ShardStep.Split ? 1 : -1;
            most = Math.max(most, now);
        }
        return most;
    }

    private void split(ShardStep.Split split) {
        Shard parent = require(split.shard());
        HashKeyRange range = parent.range();
        long atMs = close(parent);
        open(new HashKeyRange(range.first(), split.at().previous()), atMs, parent, Shard.NONE);
        open(new HashKeyRange(split.at(), range.last()), atMs, parent, Shard.NONE);
    }

    private void merge(ShardStep.Merge merge) {
        Shard parent = require(merge.parent());
        Shard adjacent = require(merge.adjacent());
        if (!parent.range().isJustBelow(adjacent.range()))
            throw new IllegalStateException(parent + " is not just below " + adjacent);
        long atMs = Math.max(close(parent), close(adjacent));
        var range = new HashKeyRange(parent.range().first(), adjacent.range().last());
        open(range, atMs, parent, adjacent.index());
    }

    private Shard require(int index) {
        Shard shard = changed.get(index);
        return shard == null ? stream.require(index) : shard;
    }

    /// A shard is never closed before it was created, though the clock may have been set back.
    private long close(Shard shard) {
        long atMs = Math.max(nowMs, shard.createdMs());
        changed.put(shard.index(), shard.closed(atMs));
        creationSecond = Math.max(creationSecond, shard.creationSecond() + 1);
        return atMs;
    }

    private void open(HashKeyRange range, long atMs, Shard parent, int adjacentParent) {
        int index = nextIndex++;
        int number = firstShard + index - stream.nextIndex();
        changed.put(
                index,
                new Shard(
                        number,
                        index,
                        creationSecond,
                        atMs,
                        range,
                        parent.index(),
                        adjacentParent,
                        Shard.OPEN));
    }
}
