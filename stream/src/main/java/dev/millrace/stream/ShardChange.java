package dev.millrace.stream;

/// What a ledger command does to the engine's shards, in the command's own commit group.
public sealed interface ShardChange {
    /// The shard takes records from now on; its first record gets offset 1.
    record Open(ShardRef shard, long retentionMs) implements ShardChange {}

    /// The shard takes no more records; those it has stay readable. A record that was queued behind
    /// this change ends as [AppendBatch.Outcome#CLOSED].
    record Close(int shard) implements ShardChange {}

    /// The shard is forgotten and its files are deleted.
    record Drop(int shard) implements ShardChange {}

    /// The shard keeps its records this long from now on, in milliseconds.
    record Retain(int shard, long retentionMs) implements ShardChange {}
}
