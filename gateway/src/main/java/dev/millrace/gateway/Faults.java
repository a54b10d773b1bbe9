package dev.millrace.gateway;

import dev.millrace.model.Caller;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;

/// Decides what goes wrong on purpose, for applications under test. Any thread; quick.
@FunctionalInterface
public interface Faults {
    /// What is to happen to a request that has passed all checks of its form.
    Fault next(Caller caller, OperationType<?, ?> operation, Shape input);
}
