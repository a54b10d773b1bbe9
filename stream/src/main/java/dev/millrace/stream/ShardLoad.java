package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/// One shard's rate limits, as they are used up right now, and what went through it since [Meters]
/// looked last. Never journaled: full, and at nothing, after a restart.
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

    /// Bits of [#written] for bytes: 64 GiB, and 268 million records, until [Meters] looks again,
    /// which is each second.
    private static final int WRITTEN_BYTES = 36;

    private static final AtomicLongFieldUpdater<ShardLoad> WRITTEN =
            AtomicLongFieldUpdater.newUpdater(ShardLoad.class, "written");

    /// What was written where nothing limits, without a lock: bytes in the lower bits, records in
    /// those above.
    @SuppressWarnings("UnusedVariable") // but by WRITTEN
    private volatile long written;

    private long recordsIn; // under limits
    private long bytesIn;

    // What else went through it.
    private long throttledRecords;
    private long recordsOut;
    private long bytesOut;
    private long throttledReads;
    private Tally ages = Tally.NONE;

    /// Whether [Meters] knows that there is something to take.
    private volatile boolean listed;

    /// Whether writing is limited at all.
    static boolean limitsWrites(Limits limits) {
        return limits.recordsPerSecond() != Limits.UNLIMITED
                || limits.bytesPerSecond() != Limits.UNLIMITED;
    }

    /// Charges for one record, or for nothing if a limit is used up; counts it either way.
    ///
    /// @param limits some that limit writing
    /// @param recordBytes of its data and its partition key
    synchronized boolean tryWrite(Limits limits, int recordBytes, long nowNs) {
        boolean admitted = tryTake(limits, recordBytes, nowNs);
        if (admitted) {
            recordsIn++;
            bytesIn += recordBytes;
        } else {
            throttledRecords++;
        }
        return admitted;
    }

    private boolean tryTake(Limits limits, int recordBytes, long nowNs) {
        boolean countsRecords = limits.recordsPerSecond() != Limits.UNLIMITED;
        boolean countsBytes = limits.bytesPerSecond() != Limits.UNLIMITED;
        if (countsRecords) {
            if (records == null) records = bucket(limits.recordsPerSecond(), 1, nowNs);
            if (!records.has(1, nowNs)) return false;
        }
        if (countsBytes && !tryTakeBytes(limits.bytesPerSecond(), recordBytes, nowNs)) return false;
        if (countsRecords && records != null) records.take(1, nowNs);
        return true;
    }

    /// Counts records that nothing limits.
    ///
    /// @param bytes of all of them
    void countWritten(int count, long bytes) {
        WRITTEN.addAndGet(this, ((long) count << WRITTEN_BYTES) + bytes);
    }

    synchronized void countThrottled(int count) {
        throttledRecords += count;
    }

    synchronized void countRead(int count, long bytes) {
        recordsOut += count;
        bytesOut += bytes;
    }

    synchronized void noteAge(long ageMs) {
        ages = ages.plus(new Tally(1, ageMs, ageMs, ageMs));
    }

    /// Whether nobody has listed it since the last [#take].
    boolean list() {
        if (listed) return false;
        synchronized (this) {
            boolean first = !listed;
            listed = true;
            return first;
        }
    }

    /// What went through it since the last time. What comes meanwhile lists it anew.
    Flow take() {
        listed = false;
        synchronized (this) {
            long in = WRITTEN.getAndSet(this, 0);
            recordsIn += in >>> WRITTEN_BYTES;
            bytesIn += in & (1L << WRITTEN_BYTES) - 1;
            var flow =
                    new Flow(
                            recordsIn,
                            bytesIn,
                            throttledRecords,
                            recordsOut,
                            bytesOut,
                            throttledReads,
                            ages);
            ages = Tally.NONE;
            recordsIn = bytesIn = throttledRecords = recordsOut = bytesOut = throttledReads = 0;
            return flow;
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
    boolean tryRead(Limits limits, long nowNs) {
        boolean countsReads = limits.readsPerSecond() != Limits.UNLIMITED;
        boolean countsBytes = limits.readBytesPerSecond() != Limits.UNLIMITED;
        if (!countsReads && !countsBytes) return true;
        synchronized (this) {
            boolean admitted =
                    (readBytes == null || !countsBytes || readBytes.has(1, nowNs))
                            && (!countsReads || tryTakeRead(limits.readsPerSecond(), nowNs));
            if (!admitted) throttledReads++;
            return admitted;
        }
    }

    private boolean tryTakeRead(long perSecond, long nowNs) {
        if (reads == null) reads = bucket(perSecond, 1, nowNs);
        return reads.tryTake(1, nowNs);
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
