package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.StreamName;

/// What is said to a consumer that may not subscribe.
///
/// @param shard its id
record FanOutErrors(StreamName stream, String shard, String consumer) {
    /// Source of the text: recorded from the service, the odd space included; other operations word
    /// it otherwise.
    static ApiException notActive(Consumer consumer, StreamName stream) {
        return new ApiException(
                "ResourceInUseException",
                400,
                "Consumer %s with creation timestamp %d under stream: %s , account %s is not in"
                                .formatted(
                                        consumer.name(),
                                        consumer.createdSecond(),
                                        stream.name(),
                                        stream.account())
                        + " ACTIVE status.");
    }

    /// Source of the text: recorded from the service.
    ApiException anotherSubscription() {
        return new ApiException(
                "ResourceInUseException",
                400,
                "Another active subscription exists for this consumer: %s:%s:%s:%s"
                        .formatted(stream.account(), stream.name(), shard, consumer));
    }

    ApiException tooManyCalls() {
        return limitExceeded(
                "Rate exceeded for stream %s under account %s."
                        .formatted(stream.name(), stream.account()));
    }

    ApiException tooManySubscriptions(int most) {
        return limitExceeded(
                "This server has %d subscriptions, as many as its setting".formatted(most)
                        + " kinesis.fan-out.subscriptions allows.");
    }

    private static ApiException limitExceeded(String message) {
        return new ApiException("LimitExceededException", 400, message);
    }
}
