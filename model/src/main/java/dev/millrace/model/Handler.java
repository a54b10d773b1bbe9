package dev.millrace.model;

/// What answers an operation. Its input has passed the model's constraints.
public sealed interface Handler<I extends Shape, O extends Shape> {

    /// Runs on a virtual thread of its own and may block.
    @FunctionalInterface
    non-sealed interface Blocking<I extends Shape, O extends Shape> extends Handler<I, O> {
        O handle(Caller caller, I input) throws ApiException, InterruptedException;
    }

    /// Runs on the connection's event loop, must not block, and completes exactly once, then or
    /// later.
    @FunctionalInterface
    non-sealed interface Prompt<I extends Shape, O extends Shape> extends Handler<I, O> {
        void handle(Caller caller, I input, Completion<O> completion);
    }
}
