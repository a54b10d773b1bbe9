package dev.millrace.stream;

import java.util.List;

/// What the shell must do with a request that changes streams. Deciding touches no file, clock or
/// thread.
public sealed interface Decision permits Decision.Change, Decision.Nothing, Refusal {
    /// Submit `command` with `changes` to the ledger [Catalog#LEDGER]. Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Change(byte[] command, List<ShardChange> changes) implements Decision {}

    /// All is as asked for already.
    record Nothing() implements Decision {}
}
