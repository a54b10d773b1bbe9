package dev.millrace.simulation;

import dev.millrace.model.ApiException;

/// What a client learns about a call.
sealed interface Outcome<T> {
    record Answered<T>(T answer) implements Outcome<T> {}

    record Failed<T>(ApiException error) implements Outcome<T> {}

    /// The connection broke: the call may have been carried out or not.
    record Lost<T>() implements Outcome<T> {}

    /// A call that came to nothing, whatever its answer would have been.
    static <T> Outcome<T> withoutAnswer(Outcome<?> outcome) {
        return switch (outcome) {
            case Answered<?>(var answer) -> throw new IllegalArgumentException("" + answer);
            case Failed<?>(ApiException error) -> new Failed<>(error);
            case Lost<?>() -> new Lost<>();
        };
    }
}
