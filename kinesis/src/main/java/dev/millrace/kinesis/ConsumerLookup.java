package dev.millrace.kinesis;

import org.jspecify.annotations.Nullable;

/// Where a subscription finds its consumer.
@FunctionalInterface
interface ConsumerLookup {
    /// The consumer of an ARN, in whatever state.
    @Nullable Found find(String arn);

    /// What is known of a consumer.
    ///
    /// @param stream internal number of its stream
    record Found(String name, int stream, boolean active, long creationSecond) {}
}
