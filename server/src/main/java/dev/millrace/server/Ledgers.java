package dev.millrace.server;

import dev.millrace.dynamodb.Tables;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.StateMachine;

import java.util.Map;

/// What a data folder keeps beside records. Whoever opens one has to know all of it.
record Ledgers(Catalog catalog, Peaks peaks, Tables tables) {
    /// With nothing in them yet.
    Ledgers() {
        this(new Catalog(), new Peaks(), new Tables());
    }

    Map<String, StateMachine> machines() {
        return Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks, Tables.LEDGER, tables);
    }
}
