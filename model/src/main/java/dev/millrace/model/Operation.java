package dev.millrace.model;

/// An operation and what answers it. Each API room exports a list of these.
public record Operation<I extends Shape, O extends Shape>(
        OperationType<I, O> type, Handler<I, O> handler) {

    public static <I extends Shape, O extends Shape> Operation<I, O> blocking(
            OperationType<I, O> type, Handler.Blocking<I, O> handler) {
        return new Operation<>(type, handler);
    }

    public static <I extends Shape, O extends Shape> Operation<I, O> prompt(
            OperationType<I, O> type, Handler.Prompt<I, O> handler) {
        return new Operation<>(type, handler);
    }
}
