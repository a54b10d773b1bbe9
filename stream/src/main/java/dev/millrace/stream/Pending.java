package dev.millrace.stream;

import java.util.List;

/// What a stream is on its way to, and from when on it may arrive.
public sealed interface Pending {
    /// Milliseconds since the epoch.
    long dueMs();

    /// The stream becomes active with these shards.
    record Creation(List<HashKeyRange> ranges, long dueMs) implements Pending {}

    /// The parents close and the children open.
    ///
    /// @param parents shard indexes: one for a split; for a merge the named one, then its neighbour
    /// @param children ranges in ascending order
    record Reshard(List<Integer> parents, List<HashKeyRange> children, long dueMs)
            implements Pending {}

    /// The stream is forgotten.
    record Deletion(long dueMs) implements Pending {}
}
