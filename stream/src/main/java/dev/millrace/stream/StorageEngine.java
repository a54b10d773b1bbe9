package dev.millrace.stream;

/// Keeps the records of many shards, and ledgers, durably. All methods may be called by any thread.
///
/// Invariant: what is acknowledged ([AppendBatch.Outcome#APPENDED], or a ledger's submit that
/// returned) lies at or below the durable mark, and a reader sees nothing above that mark.
public interface StorageEngine extends AutoCloseable {
    /// Queues a batch and returns at once. Its listener is called exactly once: on this thread if
    /// the queue's byte budget or the engine's state refuses it, else on the engine's thread.
    void append(AppendBatch batch);

    /// Reads what is durable of one shard from `fromOffset` on, in order. May block on the disk.
    ///
    /// @param fromOffset offset to start at; one below the oldest kept record starts there
    /// @param maxRecords most records to return, at least 1
    /// @param maxBytes most bytes of data and partition keys to return; the first record always
    /// fits
    /// @return the records, none if the shard has none at or above `fromOffset` or is unknown
    /// @throws StorageException if the disk fails or a stored record is damaged
    RecordBatch read(int shard, long fromOffset, int maxRecords, int maxBytes)
            throws StorageException;

    /// The oldest durable record of a shard that arrived at or after `arrivalMs`, or
    /// [ShardEnds#next] if there is none. May block on the disk.
    long offsetAtOrAfter(int shard, long arrivalMs) throws StorageException;

    /// Where a shard's durable records begin and end now. Unknown shards are [ShardEnds#NONE].
    ShardEnds ends(int shard);

    /// Has `listener` called after every change of a shard's durable extent: it got records, was
    /// closed, or is gone. What has changed before this returns may go unheard. An unknown shard
    /// never changes.
    ///
    /// @param listener runs on the engine's thread, when everything is applied that became durable
    ///     with the change; must be quick and not throw
    Watch watch(int shard, Runnable listener);

    /// Calls that go on until this is closed; one may be under way then.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// The ledger of this name, recovered when the engine was opened with its machine.
    Ledger ledger(String name);

    /// The time by which records become too old, milliseconds since the epoch: the wall clock's as
    /// far as the engine believes it.
    long believedMs();

    /// False once a write has failed: reads go on, nothing is acknowledged until a restart.
    boolean writable();

    /// Drains what is queued, makes it durable, and stops.
    @Override
    void close();
}
