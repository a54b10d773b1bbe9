package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Clock;

import java.util.concurrent.locks.ReentrantLock;

/// Changes the definitions of tables, one decision at a time. Blocks; any thread.
final class TableControl {
    private final Tables tables;
    private final TableDirectory directory;
    private final TableLedger ledger;
    private final Clock clock;
    private final ReentrantLock deciding = new ReentrantLock();

    TableControl(Tables tables, TableDirectory directory, TableLedger ledger, Clock clock) {
        this.tables = tables;
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// What decides, while nobody else does.
    interface Decision {
        TableCommand decide(long nowMs) throws ApiException;
    }

    /// Asks for a command at the present time and carries it out.
    void change(Decision decision) throws ApiException, InterruptedException {
        deciding.lockInterruptibly();
        try {
            ledger.submit(decision.decide(clock.wallMs()));
        } finally {
            deciding.unlock();
        }
    }

    /// Makes room for a table of this name: whatever was there before is gone by now.
    void drop(TableName name) throws ApiException {
        Table table = tables.find(name);
        if (table != null && directory.isGone(table.definition()))
            ledger.submit(new TableCommand.Drop(table.definition().number()));
    }

    /// Drops tables whose deletion has ended.
    ///
    /// @return how many
    int dropDeleted() throws ApiException, InterruptedException {
        int dropped = 0;
        for (Table table : tables.all().values())
            if (directory.isGone(table.definition())) {
                deciding.lockInterruptibly();
                try {
                    drop(table.definition().name());
                } finally {
                    deciding.unlock();
                }
                dropped++;
            }
        return dropped;
    }
}
