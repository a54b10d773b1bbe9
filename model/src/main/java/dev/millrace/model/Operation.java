package dev.millrace.model;

/// An operation and what answers it. Each API room exports a list of these.
///
/// @param mostAnswerBytes memory that making and holding one answer takes at worst, of a blocking
///     operation; 0 if it is too little to count
public record Operation<I extends Shape, O extends Shape>(
        OperationType<I, O> type, Handler<I, O> handler, int mostAnswerBytes) {

    public static <I extends Shape, O extends Shape> Operation<I, O> blocking(
            OperationType<I, O> type, Handler.Blocking<I, O> handler) {
        return new Operation<>(type, handler, 0);
    }

    /// One whose answers are large enough to wait for memory before they are made.
    public static <I extends Shape, O extends Shape> Operation<I, O> blocking(
            OperationType<I, O> type, Handler.Blocking<I, O> handler, int mostAnswerBytes) {
        return new Operation<>(type, handler, mostAnswerBytes);
    }

    public static <I extends Shape, O extends Shape> Operation<I, O> prompt(
            OperationType<I, O> type, Handler.Prompt<I, O> handler) {
        return new Operation<>(type, handler, 0);
    }

    public static <I extends Shape, O extends Shape> Operation<I, O> streaming(
            OperationType<I, O> type, Handler.Streaming<I, O> handler) {
        return new Operation<>(type, handler, 0);
    }
}
