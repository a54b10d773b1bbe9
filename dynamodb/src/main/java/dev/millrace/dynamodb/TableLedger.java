package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.StorageException;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/// Makes commands durable and has them applied. Many threads at once: what they submit while the
/// disk is busy becomes durable together.
final class TableLedger {
    private static final System.Logger LOG = System.getLogger(TableLedger.class.getName());

    private final Ledger ledger;
    private final Executor aside;

    /// @param aside runs what must not be interrupted when the caller is
    TableLedger(Ledger ledger, Executor aside) {
        this.ledger = ledger;
        this.aside = aside;
    }

    /// Returns when the command is durable and applied. Waits for the outcome even if the caller is
    /// interrupted: who leaves earlier would let others decide on what is about to change.
    ///
    /// @throws ApiException if it did not become durable
    void submit(TableCommand command) throws ApiException {
        byte[] bytes = command.encode();
        var submission =
                new FutureTask<Boolean>(
                        () -> {
                            ledger.submit(bytes, List.of());
                            return true;
                        });
        aside.execute(submission);
        boolean interrupted = false;
        try {
            while (true)
                try {
                    submission.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof StorageException))
                throw new IllegalStateException(e.getCause());
            LOG.log(System.Logger.Level.WARNING, "a change of tables was not made", e.getCause());
            throw ApiErrors.internalFailure();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
