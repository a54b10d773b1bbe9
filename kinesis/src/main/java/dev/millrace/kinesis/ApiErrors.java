package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamName;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What a refusal is called on the wire, in the service's words where they are known.
final class ApiErrors {
    /// As Java prints a `Date`.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    static final String THROTTLED = "ProvisionedThroughputExceededException";
    static final String FAILED = "InternalFailure";

    private ApiErrors() {}

    static ApiException invalidArgument(String message) {
        return new ApiException("InvalidArgumentException", 400, message);
    }

    static ApiException validation(String message) {
        return new ApiException("ValidationException", 400, message);
    }

    static ApiException internalFailure() {
        return new ApiException(FAILED, 500, null);
    }

    /// The request was checked and nothing done, as it asked.
    static ApiException dryRun() {
        return new ApiException(
                "DryRunOperationException",
                400,
                "Request would have succeeded, but DryRun flag is set.");
    }

    static ApiException of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.StreamNotFound(StreamName stream) ->
                    notFound("Stream " + under(stream) + " not found.");
            case Refusal.StreamExists(StreamName stream) ->
                    inUse("Stream " + under(stream) + " already exists.");
            case Refusal.StreamNotActive(StreamName stream, var status) ->
                    inUse("Stream " + under(stream) + " not ACTIVE, instead in state " + status);
            case Refusal.StreamOnDemand(StreamName stream) ->
                    validation(
                            "Request is invalid. Stream "
                                    + under(stream)
                                    + " is in On-Demand mode.");
            case Refusal.ShardCountMissing() ->
                    validation("ShardCount is required for a stream in PROVISIONED mode.");
            case Refusal.ShardCountGiven() ->
                    validation("ShardCount must not be given for a stream in ON_DEMAND mode.");
            case Refusal.ShardQuotaExceeded quota -> limitExceeded(text(quota));
            case Refusal.StoreFull full -> limitExceeded(text(full));
            case Refusal.TagCharacterUnknown() ->
                    invalidArgument(
                            "Some tags contain invalid characters. Valid characters: Unicode"
                                    + " letters, digits, white space, _ . / = + - % @.");
            case Refusal.TagCharacterIllegal(StreamName stream) ->
                    invalidArgument(
                            tagsFailed(stream)
                                    + "some tags contained illegal characters. The allowed"
                                    + " characters are Unicode letters, white-spaces,"
                                    + " '_',',','/','=','+','-','@'.");
            case Refusal.TooManyTags(StreamName stream) ->
                    invalidArgument(
                            tagsFailed(stream)
                                    + "a given stream cannot have more than 10 tags associated"
                                    + " with it.");
            case Refusal.TooManyCreating(StreamName stream, long limit) ->
                    limitExceeded(
                            "Account %s has %d streams in state CREATING in %s, which is the limit."
                                    .formatted(stream.account(), limit, stream.region()));
            case Refusal.TooManyOnDemand(StreamName stream, long limit) ->
                    limitExceeded(
                            "Account %s has %d On-Demand streams in %s, which is the limit."
                                    .formatted(stream.account(), limit, stream.region()));
            case Refusal.ShardNotFound(String shard, StreamName stream) ->
                    notFound("Could not find shard " + shard + " in stream " + under(stream) + ".");
            case Refusal.ShardDoesNotExist(String shard, StreamName stream) ->
                    notFound("Shard " + shard + " in stream " + under(stream) + " does not exist");
            case Refusal.ShardClosed(String shard, StreamName stream) ->
                    invalidArgument(
                            "Shard " + shard + " in stream " + under(stream) + " is closed.");
            case Refusal.SplitKeyOutOfRange split -> invalidArgument(text(split));
            case Refusal.ShardsNotAdjacent(String first, String second, StreamName stream) ->
                    invalidArgument(
                            "Shards %s and %s in stream %s are not an adjacent pair of shards"
                                            .formatted(first, second, under(stream))
                                    + " eligible for merging");
            case Refusal.RetentionTooShort(int hours, int least) ->
                    invalidArgument(
                            "Minimum allowed retention period is "
                                    + least
                                    + " hours. "
                                    + requested(hours)
                                    + "is too short.");
            case Refusal.RetentionTooLong(int hours, int most) ->
                    invalidArgument(
                            "Maximum allowed retention period is "
                                    + most
                                    + " hours. "
                                    + requested(hours)
                                    + "is too long.");
            case Refusal.RetentionBelowCurrent(int hours, int current, StreamName stream) ->
                    invalidArgument(
                            "%sfor stream %s can not be shorter than existing retention period"
                                            .formatted(requested(hours), stream.name())
                                    + " (%d hours). Use DecreaseRetentionPeriod API."
                                            .formatted(current));
            case Refusal.RetentionAboveCurrent(int hours, int current, StreamName stream) ->
                    invalidArgument(
                            "%sfor stream %s can not be longer than existing retention period"
                                            .formatted(requested(hours), stream.name())
                                    + " (%d hours). Use IncreaseRetentionPeriod API."
                                            .formatted(current));
            case Refusal.HashKeyOutOfRange(String key) ->
                    invalidArgument(
                            "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0,"
                                    + " 2^128-1]. Specified value was "
                                    + key);
            case Refusal.OrderingNumberInvalid(String number, StreamName stream) ->
                    invalidArgument(
                            "ExclusiveMinimumSequenceNumber "
                                    + number
                                    + " used in PutRecord on stream "
                                    + under(stream)
                                    + " is invalid.");
            case Refusal.ShardThrottled throttled ->
                    new ApiException(THROTTLED, 400, text(throttled));
            case Refusal.StartingNumberMissing(String type) ->
                    invalidArgument(combination(type, "and no StartingSequenceNumber."));
            case Refusal.StartingNumberGiven(String type) ->
                    invalidArgument(combination(type, "and also a StartingSequenceNumber."));
            case Refusal.StartingTimeMissing() ->
                    invalidArgument(
                            "Must specify timestampInMillis parameter for iterator of type"
                                    + " AT_TIMESTAMP. Current request has no timestamp parameter.");
            case Refusal.StartingTimeInFuture(long timeMs, long nowMs) ->
                    invalidArgument(
                            "The timestampInMillis parameter cannot be greater than the"
                                    + " currentTimestampInMillis. timestampInMillis: "
                                    + timeMs
                                    + ", currentTimestampInMillis: "
                                    + nowMs);
            case Refusal.StartingNumberInvalid(String number, String shard, StreamName stream) ->
                    invalidArgument(startingNumber(number, shard, stream) + " is invalid.");
            case Refusal.StartingNumberOfOtherShard(String encoded, String shard) ->
                    invalidArgument(
                            "Invalid StartingSequenceNumber. It encodes "
                                    + encoded
                                    + ", while it was used in a call to a shard with "
                                    + shard);
            case Refusal.StartingNumberForeign(String number, String shard, StreamName stream) ->
                    invalidArgument(
                            startingNumber(number, shard, stream)
                                    + " is invalid because it did not come from this stream.");
            case Refusal.StartingNumberOfVersionZero() -> internalFailure();
            case Refusal.IteratorInvalid() -> invalidArgument("Invalid ShardIterator.");
            case Refusal.IteratorExpired(long issuedMs, long nowMs) ->
                    new ApiException(
                            "ExpiredIteratorException",
                            400,
                            "Iterator expired. The iterator was created at time "
                                    + date(issuedMs)
                                    + " while right now it is "
                                    + date(nowMs)
                                    + " which is further in the future than the tolerated delay of"
                                    + " 300000 milliseconds.");
            case Refusal.TokenInvalid() -> invalidArgument("Invalid NextToken.");
            case Refusal.TokenExpired() ->
                    new ApiException(
                            "ExpiredNextTokenException", 400, "The NextToken has expired.");
            case Refusal.FilterTimeInFuture(long timeMs, long nowMs) ->
                    invalidArgument(
                            "The Timestamp of the ShardFilter cannot be greater than the current"
                                    + " time. Timestamp: "
                                    + timeMs
                                    + ", current time: "
                                    + nowMs);
        };
    }

    /// The message for one throttled record among others.
    static String text(Refusal.ShardThrottled throttled) {
        return "Rate exceeded for shard "
                + throttled.shard()
                + " in stream "
                + under(throttled.stream())
                + ".";
    }

    private static String text(Refusal.ShardQuotaExceeded quota) {
        return "This request would exceed the shard limit for the account "
                + quota.stream().account()
                + " in "
                + quota.stream().region()
                + ". Current shard count for the account: "
                + quota.current()
                + ". Limit: "
                + quota.limit()
                + ". Number of additional shards that would have resulted from this request: "
                + quota.additional()
                + ". Refer to the AWS Service Limits page"
                + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for"
                + " current limits and how to request higher limits.";
    }

    private static String text(Refusal.StoreFull full) {
        return "This server has %d open shards in all, the request would add %d, and its setting"
                        .formatted(full.current(), full.additional())
                + " kinesis.shards-per-store allows %d.".formatted(full.limit());
    }

    private static String tagsFailed(StreamName stream) {
        return "Failed to add tags to stream " + under(stream) + " because ";
    }

    private static String text(Refusal.SplitKeyOutOfRange split) {
        return "NewStartingHashKey "
                + split.key()
                + " used in SplitShard() on shard "
                + split.shard()
                + " in stream "
                + under(split.stream())
                + " is not both greater than one plus the shard's StartingHashKey "
                + split.range().first()
                + " and less than the shard's EndingHashKey "
                + split.range().last()
                + ".";
    }

    private static String combination(String type, String problem) {
        return "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                + " StartingSequenceNumber. Request specified "
                + type
                + " "
                + problem;
    }

    private static String startingNumber(String number, String shard, StreamName stream) {
        return "StartingSequenceNumber "
                + number
                + " used in GetShardIterator on shard "
                + shard
                + " in stream "
                + under(stream);
    }

    private static String requested(int hours) {
        return "Requested retention period (" + hours + " hours) ";
    }

    private static String under(StreamName stream) {
        return stream.name() + " under account " + stream.account();
    }

    private static String date(long ms) {
        return DATE.format(Instant.ofEpochMilli(ms));
    }

    private static ApiException notFound(String message) {
        return new ApiException("ResourceNotFoundException", 400, message);
    }

    private static ApiException inUse(String message) {
        return new ApiException("ResourceInUseException", 400, message);
    }

    private static ApiException limitExceeded(String message) {
        return new ApiException("LimitExceededException", 400, message);
    }
}
