package dev.millrace.cloudwatch;

import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeReader;
import dev.millrace.model.ShapeType;
import dev.millrace.model.Violations;

import org.jspecify.annotations.Nullable;

/// An input whose constraints the operation checks itself: the older operations of this API have
/// words of their own for what is wrong with a request.
record Unchecked<T extends Shape>(ShapeType<T> type) implements ShapeType<T> {
    static <I extends Shape, O extends Shape> OperationType<I, O> input(OperationType<I, O> type) {
        return new OperationType<>(type.name(), new Unchecked<>(type.input()), type.output());
    }

    @Override
    public @Nullable T readNullable(ShapeReader in) {
        return type.readNullable(in);
    }

    @Override
    public T empty() {
        return type.empty();
    }

    @Override
    public void validate(T value, Violations violations) {}
}
