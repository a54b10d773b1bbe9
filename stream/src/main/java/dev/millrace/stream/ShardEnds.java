package dev.millrace.stream;

/// The durable extent of a shard.
///
/// @param first offset of the oldest record kept, or `next` if there is none
/// @param next offset that the next record will get; offsets start at 1
/// @param closed whether the shard takes no more records
/// @param lastArrivalMs arrival of the newest record, 0 if there never was one
public record ShardEnds(long first, long next, boolean closed, long lastArrivalMs) {
    public static final ShardEnds NONE = new ShardEnds(1, 1, true, 0);
}
