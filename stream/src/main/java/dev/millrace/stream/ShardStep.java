package dev.millrace.stream;

/// One change of a stream's shards. Steps are carried out in order; each closes what it names and
/// opens what comes of it. Shards are named by their indexes, and a step may name what an earlier
/// one opens: the new shards take the stream's next indexes, in the order of the steps.
public sealed interface ShardStep {
    /// One shard becomes two, the lower first.
    ///
    /// @param at first hash key of the upper one
    record Split(int shard, HashKey at) implements ShardStep {}

    /// Two shards become one.
    ///
    /// @param parent index of the shard that is named first
    /// @param adjacent index of the other
    record Merge(int parent, int adjacent) implements ShardStep {}
}
