package dev.millrace.cloudwatch;

/// An expression that is none, or that is not understood here; the message says which.
final class ExpressionException extends Exception {
    ExpressionException(String message) {
        super(message);
    }
}
