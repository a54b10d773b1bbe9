package dev.millrace.log;

import dev.millrace.stream.ShardChange;

/// What a commit group can hold besides records.
sealed interface Change {
    record OfShard(ShardChange change) implements Change {}

    /// Not a record: arrays compare by identity.
    final class Command implements Change {
        final LedgerLog ledger;
        final byte[] bytes;

        Command(LedgerLog ledger, byte[] bytes) {
            this.ledger = ledger;
            this.bytes = bytes;
        }
    }

    /// Records below `first` are forgotten.
    record Trim(int shard, long first) implements Change {}

    /// A snapshot covers every entry before `lsn`.
    record Checkpoint(long lsn) implements Change {}
}
