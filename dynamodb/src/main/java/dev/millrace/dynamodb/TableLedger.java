package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.SteadyLedger;
import dev.millrace.stream.StorageException;

import java.util.List;
import java.util.concurrent.Executor;

/// Makes commands durable and has them applied. Many threads at once: what they submit while the
/// disk is busy becomes durable together.
final class TableLedger {
    private static final System.Logger LOG = System.getLogger(TableLedger.class.getName());

    private final SteadyLedger ledger;

    /// @param aside runs what must not be interrupted when the caller is
    TableLedger(Ledger ledger, Executor aside) {
        this.ledger = new SteadyLedger(ledger, aside);
    }

    /// Returns when the command is durable and applied, even if the caller is interrupted.
    ///
    /// @throws ApiException if it did not become durable
    void submit(TableCommand command) throws ApiException {
        try {
            ledger.submit(command.encode(), List.of());
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, "a change of tables was not made", e);
            throw ApiErrors.internalFailure();
        }
    }
}
