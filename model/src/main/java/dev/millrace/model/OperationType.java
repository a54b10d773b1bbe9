package dev.millrace.model;

/// An operation as its model publishes it; generated, one constant an operation.
///
/// @param name the operation's name, as in `X-Amz-Target` after the dot
/// @param input how to read and check its input
/// @param output how to read its output; [Nothing#TYPE] for an operation that answers no body. Of
///     one that answers with events, the members beside them
public record OperationType<I extends Shape, O extends Shape>(
        String name, ShapeType<I> input, ShapeType<O> output) {}
