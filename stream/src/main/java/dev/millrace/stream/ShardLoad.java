package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// One shard's rate limits, as they are used up right now. Never journaled: full after a restart.
///
/// Charged once, when a request is decided. Safe for several threads; `nowNs` is the monotonic
/// clock's. A limit that is [Limits#UNLIMITED] costs nothing.
public final class ShardLoad extends ShardLoadPadding {
    /// A record larger than a second's bytes draws on a bucket of its own, this many seconds deep.
    /// Source: developer guide, "Large records".
    private static final int BURST_SECONDS = 10;

    private @Nullable TokenBucket records;
    private @Nullable TokenBucket bytes;
    private @Nullable TokenBucket burst;
    private @Nullable TokenBucket reads;
    private @Nullable TokenBucket readBytes;
    private @Nullable TokenBucket iterators;

    /// Charges for one record, or for nothing if a limit is used up.
    ///
    /// @param recordBytes of its data and its partition key
    public boolean tryWrite(Limits limits, int recordBytes, long nowNs) {
        boolean countsRecords = limits.recordsPerSecond() != Limits.UNLIMITED;
        boolean countsBytes = limits.bytesPerSecond() != Limits.UNLIMITED;
        if (!countsRecords && !countsBytes) return true;
        synchronized (this) {
            if (countsRecords) {
                if (records == null) records = bucket(limits.recordsPerSecond(), 1, nowNs);
                if (!records.has(1, nowNs)) return false;
            }
            if (countsBytes && !tryTakeBytes(limits.bytesPerSecond(), recordBytes, nowNs))
                return false;
            if (records != null) records.take(1, nowNs);
            return true;
        }
    }

    private boolean tryTakeBytes(long perSecond, int recordBytes, long nowNs) {
        if (recordBytes <= perSecond) {
            if (bytes == null) bytes = bucket(perSecond, 1, nowNs);
            return bytes.tryTake(recordBytes, nowNs);
        }
        if (burst == null) burst = bucket(perSecond, BURST_SECONDS, nowNs);
        // A record larger than the bucket goes into debt, or it could never be written.
        if (!burst.has(Math.min(recordBytes, perSecond * BURST_SECONDS), nowNs)) return false;
        burst.take(recordBytes, nowNs);
        return true;
    }

    /// Charges for one call of GetRecords, or for nothing if a limit is used up or an earlier
    /// answer is not paid for.
    public boolean tryRead(Limits limits, long nowNs) {
        boolean countsReads = limits.readsPerSecond() != Limits.UNLIMITED;
        boolean countsBytes = limits.readBytesPerSecond() != Limits.UNLIMITED;
        if (!countsReads && !countsBytes) return true;
        synchronized (this) {
            if (readBytes != null && countsBytes && !readBytes.has(1, nowNs)) return false;
            if (!countsReads) return true;
            if (reads == null) reads = bucket(limits.readsPerSecond(), 1, nowNs);
            return reads.tryTake(1, nowNs);
        }
    }

    /// Charges for the bytes of an answer to GetRecords. An answer above what was left uses up that
    /// and is then owed in full: 10 MiB at 2 MiB a second shut the shard for 5 seconds.
    /// Source: API reference, `GetRecords`.
    public void chargeRead(Limits limits, long answerBytes, long nowNs) {
        if (limits.readBytesPerSecond() == Limits.UNLIMITED || answerBytes == 0) return;
        synchronized (this) {
            if (readBytes == null) readBytes = bucket(limits.readBytesPerSecond(), 1, nowNs);
            if (!readBytes.tryTake(answerBytes, nowNs)) readBytes.owe(answerBytes, nowNs);
        }
    }

    /// Charges for one call of GetShardIterator, or for nothing if the limit is used up.
    public boolean tryIterator(Limits limits, long nowNs) {
        if (limits.iteratorsPerSecond() == Limits.UNLIMITED) return true;
        synchronized (this) {
            if (iterators == null) iterators = bucket(limits.iteratorsPerSecond(), 1, nowNs);
            return iterators.tryTake(1, nowNs);
        }
    }

    private static TokenBucket bucket(long perSecond, int seconds, long nowNs) {
        long rate = Math.min(perSecond, TokenBucket.MOST);
        return new TokenBucket(Math.min(rate * seconds, TokenBucket.MOST), rate, nowNs);
    }
}
