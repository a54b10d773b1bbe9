package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.Shard;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.StorageException;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The one way in which records are read: never older than the retention.
final class Reads {
    private static final Logger LOG = System.getLogger(Reads.class.getName());

    private Reads() {}

    /// What a read gave.
    ///
    /// @param records from the place asked for, or from the horizon if that is later
    /// @param next offset to go on from
    record Read(RecordBatch records, long next) {}

    /// @param horizonMs records that arrived at or before this instant are past the retention
    static Read read(
            StorageEngine engine,
            Shard shard,
            long from,
            int maxRecords,
            int maxBytes,
            long horizonMs)
            throws ApiException {
        try {
            RecordBatch records = engine.read(shard.number(), from, maxRecords, maxBytes);
            long start = from;
            if (!records.isEmpty() && records.arrivalMs(0) <= horizonMs) {
                start = engine.offsetAtOrAfter(shard.number(), horizonMs + 1);
                records = engine.read(shard.number(), start, maxRecords, maxBytes);
            }
            return new Read(
                    records, records.isEmpty() ? start : records.offset(records.size() - 1) + 1);
        } catch (StorageException e) {
            throw failed(shard, e);
        }
    }

    static ApiException failed(Shard shard, StorageException e) {
        LOG.log(Level.ERROR, "reading engine shard " + shard.number() + " failed", e);
        return KinesisErrors.internalFailure();
    }
}
