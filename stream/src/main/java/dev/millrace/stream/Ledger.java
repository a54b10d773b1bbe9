package dev.millrace.stream;

import java.util.List;

/// An ordered, durable log of commands for one [StateMachine].
public interface Ledger {
    /// Makes `command` and its `changes` durable in one commit group, applies the command, and
    /// returns. Records queued earlier are numbered before it, later ones after it. Whoever decides
    /// on the state must keep others from deciding until this returns.
    ///
    /// @throws StorageException if it did not become durable; the state is unchanged
    /// @throws InterruptedException if the caller leaves; it may still become durable
    void submit(byte[] command, List<ShardChange> changes)
            throws StorageException, InterruptedException;
}
