package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.StreamKey;

/// The API's errors with the service's own texts.
final class KinesisErrors {
    private static final String QUOTA_PAGE =
            "http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html";

    private KinesisErrors() {}

    static ApiException invalidArgument(String message) {
        return new ApiException("InvalidArgumentException", 400, message);
    }

    static ApiException validation(String message) {
        return new ApiException("ValidationException", 400, message);
    }

    static ApiException inUse(String message) {
        return new ApiException("ResourceInUseException", 400, message);
    }

    static ApiException limitExceeded(String message) {
        return new ApiException("LimitExceededException", 400, message);
    }

    static ApiException notFound(String message) {
        return new ApiException("ResourceNotFoundException", 400, message);
    }

    static ApiException internalFailure() {
        return new ApiException("InternalFailure", 500, null);
    }

    static ApiException dryRun() {
        return new ApiException(
                "DryRunOperationException",
                400,
                "Request would have succeeded, but DryRun flag is set.");
    }

    static ApiException streamNotFound(StreamKey key) {
        return notFound("Stream " + of(key) + " not found.");
    }

    static ApiException notActive(StreamKey key, String state) {
        return inUse("Stream " + of(key) + " not ACTIVE, instead in state " + state);
    }

    static ApiException unreadableShardId(StreamKey key, String text) {
        return notFound("Could not find shard " + text + " in stream " + of(key) + ".");
    }

    static ApiException shardNotFound(StreamKey key, int index) {
        return notFound("Shard " + ShardId.of(index) + " in stream " + of(key) + " does not exist");
    }

    static ApiException throughputExceeded(StreamKey key, String shardId) {
        return new ApiException(
                "ProvisionedThroughputExceededException", 400, rateExceeded(key, shardId));
    }

    static String rateExceeded(StreamKey key, String shardId) {
        return "Rate exceeded for shard " + shardId + " in stream " + of(key) + ".";
    }

    private static String of(StreamKey key) {
        return key.name() + " under account " + key.account();
    }

    /// The one place where a refused change becomes the API's error.
    static ApiException of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NoSuchStream(var key) -> streamNotFound(key);
            case Refusal.StreamExists(var key) -> inUse("Stream " + of(key) + " already exists.");
            case Refusal.TooManyCreating(var key, long limit) ->
                    limitExceeded(
                            "Only %d streams may be in the state CREATING at once under account %s."
                                    .formatted(limit, key.account()));
            case Refusal.TooManyOnDemand(var key, long limit) ->
                    limitExceeded(
                            "This request would exceed the on-demand stream limit of %d for the account %s in %s."
                                    .formatted(limit, key.account(), key.region()));
            case Refusal.TooManyShards(var key, long current, long limit, int additional) ->
                    limitExceeded(
                            ("This request would exceed the shard limit for the account %s in %s."
                                 + " Current shard count for the account: %d. Limit: %d. Number of"
                                 + " additional shards that would have resulted from this request:"
                                 + " %d. Refer to the AWS Service Limits page (%s) for current"
                                 + " limits and how to request higher limits.")
                                    .formatted(
                                            key.account(),
                                            key.region(),
                                            current,
                                            limit,
                                            additional,
                                            QUOTA_PAGE));
            case Refusal.ShardCountMissing() ->
                    validation("ShardCount must be specified for a stream in PROVISIONED mode.");
            case Refusal.ShardCountOnDemand() ->
                    validation("ShardCount must not be specified for a stream in ON_DEMAND mode.");
            case Refusal.NotActive(var key, var status) -> notActive(key, status.name());
            case Refusal.OnDemand(var key) ->
                    validation("Request is invalid. Stream " + of(key) + " is in On-Demand mode.");
            case Refusal.UnreadableShardId(var key, String text) -> unreadableShardId(key, text);
            case Refusal.NoSuchShard(var key, String shardId) ->
                    notFound("Shard " + shardId + " in stream " + of(key) + " does not exist");
            case Refusal.ShardClosed(var key, String shardId) ->
                    invalidArgument(
                            "Shard %s in stream %s is closed and cannot be split."
                                    .formatted(shardId, of(key)));
            case Refusal.SplitOutside(var key, String shardId, String hashKey, var range) ->
                    invalidArgument(
                            ("NewStartingHashKey %s used in SplitShard() on shard %s in stream %s"
                                 + " is not both greater than one plus the shard's StartingHashKey"
                                 + " %s and less than the shard's EndingHashKey %s.")
                                    .formatted(
                                            hashKey,
                                            shardId,
                                            of(key),
                                            range.first(),
                                            range.last()));
            case Refusal.NotAdjacent(var key, String shardId, String adjacentId) ->
                    invalidArgument(
                            "Shards %s and %s in stream %s are not an adjacent pair of shards eligible for merging"
                                    .formatted(shardId, adjacentId, of(key)));
            case Refusal.RetentionTooShort(int hours) ->
                    invalidArgument(
                            "Minimum allowed retention period is 24 hours. Requested retention period (%d hours) is too short."
                                    .formatted(hours));
            case Refusal.RetentionTooLong(int hours) ->
                    invalidArgument(
                            "Maximum allowed retention period is 8760 hours. Requested retention period (%d hours) is too long."
                                    .formatted(hours));
            case Refusal.RetentionNotLonger(var key, int hours, int present) ->
                    invalidArgument(
                            ("Requested retention period (%d hours) for stream %s can not be"
                                 + " shorter than existing retention period (%d hours). Use"
                                 + " DecreaseRetentionPeriod API.")
                                    .formatted(hours, key.name(), present));
            case Refusal.RetentionNotShorter(var key, int hours, int present) ->
                    invalidArgument(
                            ("Requested retention period (%d hours) for stream %s can not be longer"
                                            + " than existing retention period (%d hours). Use"
                                            + " IncreaseRetentionPeriod API.")
                                    .formatted(hours, key.name(), present));
        };
    }
}
