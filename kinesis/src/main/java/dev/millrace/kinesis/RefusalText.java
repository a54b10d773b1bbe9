package dev.millrace.kinesis;

import dev.millrace.stream.Refusal;
import dev.millrace.stream.StreamName;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The messages of refusals, in the service's words where they are known.
final class RefusalText {
    /// As Java prints a `Date`.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    static final String TAG_CHARACTER_UNKNOWN =
            "Some tags contain invalid characters. Valid characters: Unicode"
                    + " letters, digits, white space, _ . / = + - % @.";

    static final String STARTING_TIME_MISSING =
            "Must specify timestampInMillis parameter for iterator of type"
                    + " AT_TIMESTAMP. Current request has no timestamp parameter.";

    static final String COMMITMENT_MISSING =
            "WarmThroughputMiBps needs an account with a minimum throughput billing commitment that"
                    + " is not about to end.";

    private RefusalText() {}

    static String of(Refusal.StreamNotFound it) {
        return "Stream " + under(it.stream()) + " not found.";
    }

    static String of(Refusal.StreamExists it) {
        return "Stream " + under(it.stream()) + " already exists.";
    }

    static String of(Refusal.StreamNotActive it) {
        return "Stream " + under(it.stream()) + " not ACTIVE, instead in state " + it.status();
    }

    static String of(Refusal.ShardNotFound it) {
        return "Could not find shard " + it.shard() + " in stream " + under(it.stream()) + ".";
    }

    static String of(Refusal.ShardDoesNotExist it) {
        return "Shard " + it.shard() + " in stream " + under(it.stream()) + " does not exist";
    }

    static String of(Refusal.StartingNumberMissing it) {
        return combination(it.type(), "and no StartingSequenceNumber.");
    }

    static String of(Refusal.StartingNumberGiven it) {
        return combination(it.type(), "and also a StartingSequenceNumber.");
    }

    static String of(Refusal.StartingNumberInvalid it) {
        return startingNumber(it.number(), it.shard(), it.stream()) + " is invalid.";
    }

    static String of(Refusal.StreamOnDemand it) {
        return "Request is invalid. Stream " + under(it.stream()) + " is in On-Demand mode.";
    }

    static String of(Refusal.TagCharacterIllegal it) {
        return tagsFailed(it.stream())
                + "some tags contained illegal characters. The allowed"
                + " characters are Unicode letters, white-spaces,"
                + " '_',',','/','=','+','-','@'.";
    }

    static String of(Refusal.TagKeyIllegal it) {
        return "Failed to remove tags from stream "
                + under(it.stream())
                + " because some tags contained illegal characters. The allowed"
                + " characters are Unicode letters, white-spaces,"
                + " '_',',','/','=','+','-','@'.";
    }

    static String of(Refusal.TooManyTags it) {
        return tagsFailed(it.stream())
                + "a given stream cannot have more than 10 tags associated"
                + " with it.";
    }

    static String of(Refusal.TooManyCreating it) {
        return "Account %s has %d streams in state CREATING in %s, which is the limit."
                .formatted(it.stream().account(), it.limit(), it.stream().region());
    }

    static String of(Refusal.TooManyOnDemand it) {
        return "Account %s has %d On-Demand streams in %s, which is the limit."
                .formatted(it.stream().account(), it.limit(), it.stream().region());
    }

    static String of(Refusal.ShardClosed it) {
        return "Shard " + it.shard() + " in stream " + under(it.stream()) + " is closed.";
    }

    static String of(Refusal.ShardsNotAdjacent it) {
        return "Shards %s and %s in stream %s are not an adjacent pair of shards"
                        .formatted(it.first(), it.second(), under(it.stream()))
                + " eligible for merging";
    }

    static String of(Refusal.ShardCountTooHigh it) {
        return "Stream %s cannot have more than %d shards. Target shard count: %d"
                .formatted(under(it.stream()), it.most(), it.target());
    }

    static String of(Refusal.ShardCountMoreThanDoubled it) {
        return "UpdateShardCount cannot scale up over double your current open shard count. "
                + counts(it.current(), it.target());
    }

    static String of(Refusal.ShardCountLessThanHalved it) {
        return "UpdateShardCount cannot scale down below half your current open shard count. "
                + counts(it.current(), it.target());
    }

    private static String counts(int current, int target) {
        return "Current open shard count: " + current + " Target shard count: " + target;
    }

    static String of(Refusal.TooManyCountUpdates it) {
        return "The shard count of stream %s was updated %d times within 24 hours, the limit."
                .formatted(under(it.stream()), it.most());
    }

    static String of(Refusal.RetentionTooShort it) {
        return "Minimum allowed retention period is "
                + it.least()
                + " hours. "
                + requested(it.hours())
                + "is too short.";
    }

    static String of(Refusal.RetentionTooLong it) {
        return "Maximum allowed retention period is "
                + it.most()
                + " hours. "
                + requested(it.hours())
                + "is too long.";
    }

    static String of(Refusal.RetentionBelowCurrent it) {
        return "%sfor stream %s can not be shorter than existing retention period"
                        .formatted(requested(it.hours()), it.stream().name())
                + " (%d hours). Use DecreaseRetentionPeriod API.".formatted(it.current());
    }

    static String of(Refusal.RetentionAboveCurrent it) {
        return "%sfor stream %s can not be longer than existing retention period"
                        .formatted(requested(it.hours()), it.stream().name())
                + " (%d hours). Use IncreaseRetentionPeriod API.".formatted(it.current());
    }

    static String of(Refusal.HashKeyOutOfRange it) {
        return "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0,"
                + " 2^128-1]. Specified value was "
                + it.key();
    }

    static String of(Refusal.OrderingNumberInvalid it) {
        return "ExclusiveMinimumSequenceNumber "
                + it.number()
                + " used in PutRecord on stream "
                + under(it.stream())
                + " is invalid.";
    }

    static String of(Refusal.StartingTimeInFuture it) {
        return "The timestampInMillis parameter cannot be greater than the"
                + " currentTimestampInMillis. timestampInMillis: "
                + it.timeMs()
                + ", currentTimestampInMillis: "
                + it.nowMs();
    }

    static String of(Refusal.StartingNumberOfOtherShard it) {
        return "Invalid StartingSequenceNumber. It encodes "
                + it.encoded()
                + ", while it was used in a call to a shard with "
                + it.shard();
    }

    static String of(Refusal.StartingNumberForeign it) {
        return startingNumber(it.number(), it.shard(), it.stream())
                + " is invalid because it did not come from this stream.";
    }

    static String of(Refusal.IteratorExpired it) {
        return "Iterator expired. The iterator was created at time "
                + date(it.issuedMs())
                + " while right now it is "
                + date(it.nowMs())
                + " which is further in the future than the tolerated delay of"
                + " 300000 milliseconds.";
    }

    static String of(Refusal.FilterTimeInFuture it) {
        return "The Timestamp of the ShardFilter cannot be greater than the current"
                + " time. Timestamp: "
                + it.timeMs()
                + ", current time: "
                + it.nowMs();
    }

    /// The message for one throttled record among others.
    static String of(Refusal.ShardThrottled throttled) {
        return "Rate exceeded for shard "
                + throttled.shard()
                + " in stream "
                + under(throttled.stream())
                + ".";
    }

    static String of(Refusal.CallThrottled throttled) {
        StreamName stream = throttled.stream();
        return stream.name().isEmpty()
                ? "Rate exceeded for account " + stream.account() + "."
                : "Rate exceeded for stream " + under(stream) + ".";
    }

    static String of(Refusal.ShardQuotaExceeded quota) {
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

    static String of(Refusal.StoreFull full) {
        return "This server has %d open shards in all, the request would add %d, and its setting"
                        .formatted(full.current(), full.additional())
                + " kinesis.quotas.shards-per-store allows %d.".formatted(full.limit());
    }

    static String of(Refusal.ConsumerNotFound it) {
        return "Consumer %s, account %s not found.".formatted(it.consumer(), it.stream().account());
    }

    static String of(Refusal.ConsumerExists it) {
        return "Consumer %s under stream %s already exists for account %s."
                .formatted(it.consumer(), it.stream().name(), it.stream().account());
    }

    static String of(Refusal.ConsumerNotActive it) {
        return "Consumer %s with creation timestamp %d under stream %s and account %s"
                        .formatted(
                                it.consumer(),
                                it.createdSecond(),
                                it.stream().name(),
                                it.stream().account())
                + " is not in ACTIVE status.";
    }

    static String of(Refusal.TooManyConsumers it) {
        return "Stream %s has %d consumers, which is the limit."
                .formatted(under(it.stream()), it.limit());
    }

    static String of(Refusal.TooManyConsumersCreating it) {
        return "Account %s has %d consumers in state CREATING in %s, which is the limit."
                .formatted(it.stream().account(), it.limit(), it.stream().region());
    }

    static String of(Refusal.ConsumersFull it) {
        return "This server has %d consumers, as many as its setting".formatted(it.limit())
                + " kinesis.resources.consumers-per-store allows.";
    }

    static String of(Refusal.StreamHasConsumers it) {
        return "DeleteStream can\u2019t delete %s:%s because there are consumers associated with"
                        .formatted(it.stream().account(), it.stream().name())
                + " this data stream. To delete "
                + it.stream().name()
                + " anyway, set the EnforceConsumerDeletion parameter to true to force the deletion"
                + " of all the consumers that are associated with it.";
    }

    static String of(Refusal.PolicyNotFound it) {
        return "No resource policy found for resource ARN " + it.arn() + ".";
    }

    static String of(Refusal.PoliciesFull it) {
        return "This server keeps at most %d bytes of resource policies, as its setting"
                        .formatted(it.limit())
                + " kinesis.resources.policy-bytes says.";
    }

    static String of(Refusal.StreamProvisioned it) {
        return "Request is invalid. Stream " + under(it.stream()) + " is in Provisioned mode.";
    }

    static String of(Refusal.DistributedAutomatically it) {
        return "Request is invalid. Stream "
                + under(it.stream())
                + " has the record distribution strategy AUTO, which is for On-Demand mode only.";
    }

    static String of(Refusal.ModeSwitchesUsedUp it) {
        return "Stream %s has changed its mode %d times in the last 24 hours, which is the limit."
                .formatted(under(it.stream()), it.limit());
    }

    static String of(Refusal.EncryptionChangesUsedUp it) {
        return "Encryption of stream %s was started or stopped %d times in the last 24 hours, which"
                        .formatted(under(it.stream()), it.limit())
                + " is the limit.";
    }

    static String of(Refusal.KeyNotInUse it) {
        return "Stream "
                + under(it.stream())
                + " is not encrypted with the key "
                + it.keyId()
                + ".";
    }

    static String of(Refusal.KeyRefused it) {
        String key = keyArn(it);
        return switch (it.fault()) {
            case NOT_FOUND ->
                    key.contains(":alias/")
                            ? "Alias " + key + " is not found."
                            : "Key '" + key + "' does not exist";
            case DISABLED -> key + " is disabled.";
            case INVALID_STATE -> key + " is pending deletion or not available.";
            case ACCESS_DENIED -> "Access to " + key + " is denied.";
            case OPT_IN_REQUIRED -> "The key service needs to be subscribed to first.";
            case THROTTLED -> "The rate of requests for " + key + " was exceeded.";
        };
    }

    /// As the key service would name it in the stream's account and region.
    private static String keyArn(Refusal.KeyRefused it) {
        if (it.keyId().startsWith("arn:")) return it.keyId();
        String resource = it.keyId().startsWith("alias/") ? it.keyId() : "key/" + it.keyId();
        return "arn:aws:kms:%s:%s:%s"
                .formatted(it.stream().region(), it.stream().account(), resource);
    }

    static String of(Refusal.WarmThroughputTooHigh it) {
        return "WarmThroughputMiBps is at most %d, not %d.".formatted(it.most(), it.mibps());
    }

    static String of(Refusal.WarmThroughputInUse it) {
        return "The minimum throughput billing commitment cannot end while stream %s has a warm"
                        .formatted(under(it.stream()))
                + " throughput.";
    }

    static String of(Refusal.TooManyCommitments it) {
        return "This server remembers the settings of %d accounts and regions, which is its limit."
                .formatted(it.most());
    }

    private static String tagsFailed(StreamName stream) {
        return "Failed to add tags to stream " + under(stream) + " because ";
    }

    static String of(Refusal.SplitKeyOutOfRange split) {
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
}
