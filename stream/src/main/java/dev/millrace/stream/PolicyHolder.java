package dev.millrace.stream;

/// What a resource policy belongs to.
///
/// The number is internal and never reused, so that a policy never passes to a namesake.
public sealed interface PolicyHolder {
    int number();

    /// A stream.
    record OfStream(int number) implements PolicyHolder {}

    /// A consumer.
    record OfConsumer(int number) implements PolicyHolder {}
}
