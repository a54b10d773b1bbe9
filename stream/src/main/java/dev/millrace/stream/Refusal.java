package dev.millrace.stream;

/// Why a well-formed request is not granted. A value; what it is called on the wire is for the API
/// to say.
public sealed interface Refusal {

    record StreamNotFound(StreamName stream) implements Refusal {}

    record StreamExists(StreamName stream) implements Refusal {}

    record StreamNotActive(StreamName stream, StreamStatus status) implements Refusal {}

    /// Only for provisioned streams.
    record StreamOnDemand(StreamName stream) implements Refusal {}

    /// A provisioned stream needs a number of shards.
    record ShardCountMissing() implements Refusal {}

    /// An on-demand stream takes no number of shards.
    record ShardCountGiven() implements Refusal {}

    /// The account would have more shards than it may.
    ///
    /// @param stream names the account and region
    /// @param current open shards of the account
    /// @param limit how many it may have
    /// @param additional how many the request would have added
    record ShardQuotaExceeded(StreamName stream, long current, long limit, long additional)
            implements Refusal {}

    /// The whole store would have more open shards than it may.
    ///
    /// @param current open shards of every account, region and mode
    /// @param limit how many there may be
    /// @param additional how many the request would have added
    record StoreFull(long current, long limit, long additional) implements Refusal {}

    /// A tag has a character that no tag may have, or a key that is reserved.
    record TagCharacterUnknown() implements Refusal {}

    /// A tag has a per cent sign, which the service calls valid and refuses in other words.
    record TagCharacterIllegal(StreamName stream) implements Refusal {}

    /// A key to be removed has a per cent sign.
    record TagKeyIllegal(StreamName stream) implements Refusal {}

    record TooManyTags(StreamName stream) implements Refusal {}

    record TooManyCreating(StreamName stream, long limit) implements Refusal {}

    record TooManyOnDemand(StreamName stream, long limit) implements Refusal {}

    /// A control operation names a shard that the stream does not have.
    ///
    /// @param shard as given if it names no shard at all, else the shard's id
    record ShardNotFound(String shard, StreamName stream) implements Refusal {}

    /// A read names a shard that the stream does not have.
    record ShardDoesNotExist(String shard, StreamName stream) implements Refusal {}

    record ShardClosed(String shard, StreamName stream) implements Refusal {}

    /// A split would leave a child with hardly a hash key.
    ///
    /// @param key as given
    record SplitKeyOutOfRange(String key, String shard, StreamName stream, HashKeyRange range)
            implements Refusal {}

    record ShardsNotAdjacent(String first, String second, StreamName stream) implements Refusal {}

    /// More shards than any stream may have.
    record ShardCountTooHigh(StreamName stream, int target, int most) implements Refusal {}

    record ShardCountMoreThanDoubled(int current, int target) implements Refusal {}

    record ShardCountLessThanHalved(int current, int target) implements Refusal {}

    /// The number of shards was updated as often as it may be in 24 hours.
    record TooManyCountUpdates(StreamName stream, long most) implements Refusal {}

    record RetentionTooShort(int hours, int least) implements Refusal {}

    record RetentionTooLong(int hours, int most) implements Refusal {}

    /// An increase that would decrease.
    record RetentionBelowCurrent(int hours, int current, StreamName stream) implements Refusal {}

    /// A decrease that would increase.
    record RetentionAboveCurrent(int hours, int current, StreamName stream) implements Refusal {}

    /// An explicit hash key beyond the last one.
    ///
    /// @param key as given
    record HashKeyOutOfRange(String key) implements Refusal {}

    /// A number that cannot be exceeded, or is none.
    ///
    /// @param number as given, for the record's number to exceed
    record OrderingNumberInvalid(String number, StreamName stream) implements Refusal {}

    /// The shard's rate limit is used up, or the engine's queue is.
    record ShardThrottled(String shard, StreamName stream) implements Refusal {}

    /// The operation was called too often.
    ///
    /// @param stream whose name is empty when the request named no stream
    record CallThrottled(StreamName stream) implements Refusal {}

    /// The type needs a sequence number.
    ///
    /// @param type the iterator type, as given
    record StartingNumberMissing(String type) implements Refusal {}

    /// The type takes no sequence number.
    ///
    /// @param type the iterator type, as given
    record StartingNumberGiven(String type) implements Refusal {}

    record StartingTimeMissing() implements Refusal {}

    record StartingTimeInFuture(long timeMs, long nowMs) implements Refusal {}

    /// A sequence number that no shard can have given.
    ///
    /// @param number as given
    record StartingNumberInvalid(String number, String shard, StreamName stream)
            implements Refusal {}

    /// The number belongs to another shard than the one named with it.
    record StartingNumberOfOtherShard(String encoded, String shard) implements Refusal {}

    /// The number's creation second is not the shard's.
    record StartingNumberForeign(String number, String shard, StreamName stream)
            implements Refusal {}

    /// A number of the oldest layout, on which the service itself fails.
    record StartingNumberOfVersionZero() implements Refusal {}

    record IteratorInvalid() implements Refusal {}

    record IteratorExpired(long issuedMs, long nowMs) implements Refusal {}

    record TokenInvalid() implements Refusal {}

    record TokenExpired() implements Refusal {}

    record FilterTimeInFuture(long timeMs, long nowMs) implements Refusal {}

    /// A stream has no such consumer.
    record ConsumerNotFound(String consumer, StreamName stream) implements Refusal {}

    record ConsumerExists(String consumer, StreamName stream) implements Refusal {}

    /// The consumer is being created or deleted.
    ///
    /// @param createdSecond when it was registered, in seconds since the epoch
    record ConsumerNotActive(String consumer, long createdSecond, StreamName stream)
            implements Refusal {}

    /// The stream has as many consumers as it may.
    record TooManyConsumers(StreamName stream, long limit) implements Refusal {}

    /// The account has as many consumers in the state CREATING as it may.
    record TooManyConsumersCreating(StreamName stream, long limit) implements Refusal {}

    /// The whole store has as many consumers as it may.
    record ConsumersFull(long limit) implements Refusal {}

    /// A stream that is to be deleted has consumers that are not.
    record StreamHasConsumers(StreamName stream) implements Refusal {}

    /// There is no policy to delete.
    ///
    /// @param arn of the stream or consumer
    record PolicyNotFound(String arn) implements Refusal {}

    /// The whole store has as many bytes of policies as it may.
    record PoliciesFull(long limit) implements Refusal {}

    /// Only for on-demand streams.
    record StreamProvisioned(StreamName stream) implements Refusal {}

    /// A stream whose records the service distributes cannot become provisioned.
    record DistributedAutomatically(StreamName stream) implements Refusal {}

    record ModeSwitchesUsedUp(StreamName stream, long limit) implements Refusal {}

    record EncryptionChangesUsedUp(StreamName stream, long limit) implements Refusal {}

    /// The stream is encrypted with another key.
    record KeyNotInUse(String keyId, StreamName stream) implements Refusal {}

    /// A key that cannot be used for the stream's records.
    record KeyRefused(KeyService.KeyFault fault, String keyId, StreamName stream)
            implements Refusal {}

    /// Warm throughput is for accounts with a [BillingCommitment] that is not about to end.
    record CommitmentMissing() implements Refusal {}

    record WarmThroughputTooHigh(int mibps, int most) implements Refusal {}

    /// A commitment cannot end while a stream is kept ready.
    record WarmThroughputInUse(StreamName stream) implements Refusal {}

    /// The store remembers the settings of as many accounts as it may.
    record TooManyCommitments(int most) implements Refusal {}
}
