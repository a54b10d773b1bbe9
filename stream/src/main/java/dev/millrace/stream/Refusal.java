package dev.millrace.stream;

/// Why a change to a stream is not made. Values until the operation's edge, where one switch names
/// the API's error and text.
public sealed interface Refusal extends Decision {
    record NoSuchStream(StreamKey key) implements Refusal {}

    record StreamExists(StreamKey key) implements Refusal {}

    record TooManyCreating(StreamKey key, long limit) implements Refusal {}

    record TooManyOnDemand(StreamKey key, long limit) implements Refusal {}

    /// The account's quota would be exceeded.
    ///
    /// @param current open shards of the account
    /// @param additional shards that the request would have added
    record TooManyShards(StreamKey key, long current, long limit, int additional)
            implements Refusal {}

    record ShardCountMissing() implements Refusal {}

    record ShardCountOnDemand() implements Refusal {}

    record NotActive(StreamKey key, StreamStatus status) implements Refusal {}

    record OnDemand(StreamKey key) implements Refusal {}

    /// The text names no shard at all.
    record UnreadableShardId(StreamKey key, String text) implements Refusal {}

    record NoSuchShard(StreamKey key, String shardId) implements Refusal {}

    record ShardClosed(StreamKey key, String shardId) implements Refusal {}

    record SplitOutside(StreamKey key, String shardId, String hashKey, HashKeyRange range)
            implements Refusal {}

    record NotAdjacent(StreamKey key, String shardId, String adjacentId) implements Refusal {}

    record RetentionTooShort(int hours) implements Refusal {}

    record RetentionTooLong(int hours) implements Refusal {}

    /// An increase that would be a decrease.
    record RetentionNotLonger(StreamKey key, int hours, int present) implements Refusal {}

    /// A decrease that would be an increase.
    record RetentionNotShorter(StreamKey key, int hours, int present) implements Refusal {}
}
