package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Refusal;

/// What a refusal is called on the wire, in the service's words where they are known.
final class ApiErrors {
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
            case Refusal.StreamNotFound it -> notFound(RefusalText.of(it));
            case Refusal.StreamExists it -> inUse(RefusalText.of(it));
            case Refusal.StreamNotActive it -> inUse(RefusalText.of(it));
            case Refusal.StreamOnDemand it -> validation(RefusalText.of(it));
            case Refusal.ShardCountMissing() ->
                    validation("ShardCount is required for a stream in PROVISIONED mode.");
            case Refusal.ShardCountGiven() ->
                    validation("ShardCount must not be given for a stream in ON_DEMAND mode.");
            case Refusal.ShardQuotaExceeded quota -> limitExceeded(RefusalText.of(quota));
            case Refusal.StoreFull full -> limitExceeded(RefusalText.of(full));
            case Refusal.TagCharacterUnknown() ->
                    invalidArgument(RefusalText.TAG_CHARACTER_UNKNOWN);
            case Refusal.TagCharacterIllegal it -> invalidArgument(RefusalText.of(it));
            case Refusal.TooManyTags it -> invalidArgument(RefusalText.of(it));
            case Refusal.TooManyCreating it -> limitExceeded(RefusalText.of(it));
            case Refusal.TooManyOnDemand it -> limitExceeded(RefusalText.of(it));
            case Refusal.ShardNotFound it -> notFound(RefusalText.of(it));
            case Refusal.ShardDoesNotExist it -> notFound(RefusalText.of(it));
            case Refusal.ShardClosed it -> invalidArgument(RefusalText.of(it));
            case Refusal.SplitKeyOutOfRange split -> invalidArgument(RefusalText.of(split));
            case Refusal.ShardsNotAdjacent it -> invalidArgument(RefusalText.of(it));
            case Refusal.ShardCountTooHigh it -> limitExceeded(RefusalText.of(it));
            case Refusal.ShardCountMoreThanDoubled it -> limitExceeded(RefusalText.of(it));
            case Refusal.ShardCountLessThanHalved it -> limitExceeded(RefusalText.of(it));
            case Refusal.TooManyCountUpdates it -> limitExceeded(RefusalText.of(it));
            case Refusal.RetentionTooShort it -> invalidArgument(RefusalText.of(it));
            case Refusal.RetentionTooLong it -> invalidArgument(RefusalText.of(it));
            case Refusal.RetentionBelowCurrent it -> invalidArgument(RefusalText.of(it));
            case Refusal.RetentionAboveCurrent it -> invalidArgument(RefusalText.of(it));
            case Refusal.HashKeyOutOfRange it -> invalidArgument(RefusalText.of(it));
            case Refusal.OrderingNumberInvalid it -> invalidArgument(RefusalText.of(it));
            case Refusal.ShardThrottled throttled ->
                    new ApiException(THROTTLED, 400, RefusalText.of(throttled));
            case Refusal.CallThrottled it -> limitExceeded(RefusalText.of(it));
            case Refusal.StartingNumberMissing it -> invalidArgument(RefusalText.of(it));
            case Refusal.StartingNumberGiven it -> invalidArgument(RefusalText.of(it));
            case Refusal.StartingTimeMissing() ->
                    invalidArgument(RefusalText.STARTING_TIME_MISSING);
            case Refusal.StartingTimeInFuture it -> invalidArgument(RefusalText.of(it));
            case Refusal.StartingNumberInvalid it -> invalidArgument(RefusalText.of(it));
            case Refusal.StartingNumberOfOtherShard it -> invalidArgument(RefusalText.of(it));
            case Refusal.StartingNumberForeign it -> invalidArgument(RefusalText.of(it));
            case Refusal.StartingNumberOfVersionZero() -> internalFailure();
            case Refusal.IteratorInvalid() -> invalidArgument("Invalid ShardIterator.");
            case Refusal.IteratorExpired it ->
                    new ApiException("ExpiredIteratorException", 400, RefusalText.of(it));
            case Refusal.TokenInvalid() -> invalidArgument("Invalid NextToken.");
            case Refusal.TokenExpired() ->
                    new ApiException(
                            "ExpiredNextTokenException", 400, "The NextToken has expired.");
            case Refusal.FilterTimeInFuture it -> invalidArgument(RefusalText.of(it));
            case Refusal.ConsumerNotFound it -> notFound(RefusalText.of(it));
            case Refusal.ConsumerExists it -> inUse(RefusalText.of(it));
            case Refusal.ConsumerNotActive it -> inUse(RefusalText.of(it));
            case Refusal.TooManyConsumers it -> limitExceeded(RefusalText.of(it));
            case Refusal.TooManyConsumersCreating it -> limitExceeded(RefusalText.of(it));
            case Refusal.ConsumersFull it -> limitExceeded(RefusalText.of(it));
            case Refusal.StreamHasConsumers it -> inUse(RefusalText.of(it));
            case Refusal.PolicyNotFound it -> notFound(RefusalText.of(it));
            case Refusal.PoliciesFull it -> limitExceeded(RefusalText.of(it));
            case Refusal.TagKeyIllegal it -> invalidArgument(RefusalText.of(it));
            case Refusal.StreamProvisioned it -> validation(RefusalText.of(it));
            case Refusal.DistributedAutomatically it -> validation(RefusalText.of(it));
            case Refusal.ModeSwitchesUsedUp it -> limitExceeded(RefusalText.of(it));
            case Refusal.EncryptionChangesUsedUp it -> limitExceeded(RefusalText.of(it));
            case Refusal.KeyNotInUse it -> invalidArgument(RefusalText.of(it));
            case Refusal.KeyRefused it ->
                    new ApiException(name(it.fault()), 400, RefusalText.of(it));
            case Refusal.CommitmentMissing() -> validation(RefusalText.COMMITMENT_MISSING);
            case Refusal.WarmThroughputTooHigh it -> validation(RefusalText.of(it));
            case Refusal.WarmThroughputInUse it -> validation(RefusalText.of(it));
            case Refusal.TooManyCommitments it -> limitExceeded(RefusalText.of(it));
        };
    }

    /// As the model names it: one of them is no exception by its name.
    private static String name(KeyService.KeyFault fault) {
        return switch (fault) {
            case NOT_FOUND -> "KMSNotFoundException";
            case DISABLED -> "KMSDisabledException";
            case INVALID_STATE -> "KMSInvalidStateException";
            case ACCESS_DENIED -> "KMSAccessDeniedException";
            case OPT_IN_REQUIRED -> "KMSOptInRequired";
            case THROTTLED -> "KMSThrottlingException";
        };
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
