package dev.millrace.gateway;

import dev.millrace.model.ApiException;

/// What goes wrong on purpose with one request.
///
/// @param delayMs how long it waits before anything else happens to it
public record Fault(long delayMs, Kind kind) {
    /// Nothing.
    public static final Fault NONE = new Fault(0, new Kind.None());

    /// What happens to it then.
    public sealed interface Kind {
        /// It runs as ever.
        record None() implements Kind {}

        /// It does not run, and is answered with an error.
        record Refused(ApiException error) implements Kind {}

        /// It does not run, and its connection is closed.
        record Dropped() implements Kind {}

        /// It runs, and its connection is closed instead of an answer.
        record AnswerLost() implements Kind {}
    }
}
