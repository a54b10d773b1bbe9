package dev.millrace.stream;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/// A ledger whose outcome is waited for even if the caller is interrupted: to leave earlier would
/// let the next decision be made on a state to which this command is yet to be applied. Any thread.
///
/// @param aside runs what must not be interrupted when the caller is
public record SteadyLedger(Ledger ledger, Executor aside) implements Ledger {
    /// @throws StorageException if it did not become durable; the state is unchanged
    @Override
    public void submit(byte[] command, List<ShardChange> changes) throws StorageException {
        var submission =
                new FutureTask<Boolean>(
                        () -> {
                            ledger.submit(command, changes);
                            return true;
                        });
        aside.execute(submission);
        Throwable failure = null;
        boolean interrupted = false;
        while (true)
            try {
                submission.get();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException e) {
                failure = e.getCause();
                break;
            }
        if (interrupted) Thread.currentThread().interrupt();
        switch (failure) {
            case null -> {}
            case StorageException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
