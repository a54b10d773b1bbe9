package dev.millrace.stream;

/// What a ledger's commands build up. Deterministic: the same commands give the same state.
///
/// Called by one thread at a time: by the opening thread during recovery, then by the engine's
/// committer. Reading the state from other threads is the machine's own affair.
public interface StateMachine {
    /// Applies one durable command. A command that makes no sense is a bug and throws.
    void apply(byte[] command);

    /// The whole state, to be given to [#restore] later. Starts with a version of its own.
    byte[] snapshot();

    /// Replaces the state by that of a snapshot; called before any command.
    void restore(byte[] snapshot);
}
