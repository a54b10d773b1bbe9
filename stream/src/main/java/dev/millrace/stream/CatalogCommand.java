package dev.millrace.stream;

import java.util.List;
import java.util.Map;

/// A step in the catalog's history. Commands carry their times, so that applying them again gives
/// the same state. Their bytes are drawn in [CatalogCodec].
sealed interface CatalogCommand {
    /// The first command of every store.
    ///
    /// @param tokenKey seals iterators and page tokens, hexadecimal
    record Found(String tokenKey) implements CatalogCommand {}

    /// A stream begins, without shards, CREATING until it is settled.
    record Create(
            StreamKey key,
            int number,
            String id,
            StreamMode mode,
            int maxRecordKiB,
            Map<String, String> tags,
            long nowMs,
            List<HashKeyRange> ranges,
            long dueMs)
            implements CatalogCommand {}

    /// An active stream begins to split or merge shards, UPDATING until it is settled.
    record Reshard(int stream, List<Integer> parents, List<HashKeyRange> children, long dueMs)
            implements CatalogCommand {}

    /// A stream begins to go, DELETING until it is settled.
    record Delete(int stream, long dueMs) implements CatalogCommand {}

    /// What is pending on a stream happens.
    ///
    /// @param creationSecond of the shards that open, unused by a deletion
    record Settle(int stream, long nowMs, long creationSecond) implements CatalogCommand {}

    record Retain(int stream, int hours, long nowMs) implements CatalogCommand {}

    /// Closed shards whose records are all past the retention vanish.
    record Expire(int stream, List<Integer> shards) implements CatalogCommand {}
}
