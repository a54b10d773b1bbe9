package dev.millrace.simulation;

import dev.millrace.model.ApiException;

/// What a client learns about a call.
sealed interface Outcome<T> {
    record Answered<T>(T answer) implements Outcome<T> {}

    record Failed<T>(ApiException error) implements Outcome<T> {}

    /// The connection broke: the call may have been carried out or not.
    record Lost<T>() implements Outcome<T> {}
}
