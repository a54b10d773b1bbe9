/// # log: the durable history of many shards
///
/// **In** batches of records, ledger commands. **Out** positions that have reached the disk.
/// **Owns** the journal, the segments and the snapshots (bytes: `docs/file-format.md`).
/// **Never sees** HTTP, AWS, Kafka, the wall clock.
/// **Threads** the committer, the only writer of the journal; the checkpointer, the only writer of
/// segments and snapshots; the filler, which prepares journal files. Readers are any threads and
/// stop at the durable mark.
/// **Start at** [FileLog]; for backups, [BackupFolder].
@NullMarked
package dev.millrace.log;

import org.jspecify.annotations.NullMarked;
