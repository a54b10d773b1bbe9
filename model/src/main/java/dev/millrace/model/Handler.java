package dev.millrace.model;

/// What answers an operation. Its input has passed the model's constraints. Blobs of the input may
/// share the request's bytes, which hold another request's once there is a good answer: who keeps
/// a blob copies it.
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

    /// Answers with events. Runs on a virtual thread of its own, may block, and is done when the
    /// stream begins: what it refuses by then is an ordinary error. What it returns is an answer
    /// that lasts.
    @FunctionalInterface
    non-sealed interface Streaming<I extends Shape, O extends Shape> extends Handler<I, O> {
        Streamed<O> handle(Caller caller, I input) throws ApiException, InterruptedException;
    }

    /// The answer of a streaming operation.
    ///
    /// @param first the members of the output that are not the stream; sent before any event
    record Streamed<O extends Shape>(O first, EventSource<?> events) {}
}
