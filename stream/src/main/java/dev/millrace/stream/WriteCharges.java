package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// What one request charges the shards that its records go to. For one thread; [#finish] when every
/// record is decided.
///
/// Under limits a record is counted under the lock that its limit needs anyway. Without, records
/// are added up here first, so that a request of hundreds of records for a few shards takes a few
/// locks and not hundreds.
public final class WriteCharges {
    private static final int MOST_SLOTS = 64;

    private final Meters meters;
    private final int stream;
    private final Limits limits;
    private final boolean limited;
    private final long nowNs;

    // One shard a slot; who finds another in its slot counts that first.
    private final @Nullable Shard[] shards;
    private final int[] counts;
    private final long[] bytes;

    /// For the records of a request, or for those of it that are sent again.
    ///
    /// @param stream internal number
    /// @param records about how many there are
    public WriteCharges(Meters meters, int stream, Limits limits, long nowNs, int records) {
        this.meters = meters;
        this.stream = stream;
        this.limits = limits;
        this.nowNs = nowNs;
        limited = ShardLoad.limitsWrites(limits);
        int slots = limited ? 0 : Integer.highestOneBit(Math.clamp(records, 1, MOST_SLOTS));
        shards = new Shard[slots];
        counts = new int[slots];
        bytes = new long[slots];
    }

    /// Charges for one record, or for nothing if a limit of its shard is used up.
    ///
    /// @param recordBytes of its data and its partition key
    public boolean tryWrite(Shard shard, int recordBytes) {
        if (limited) {
            boolean admitted = shard.load().tryWrite(limits, recordBytes, nowNs);
            meters.charged(stream, shard);
            return admitted;
        }
        int slot = shard.number() & shards.length - 1;
        Shard held = shards[slot];
        if (held == null || held.load() != shard.load()) {
            flush(slot);
            shards[slot] = shard;
        }
        counts[slot]++;
        bytes[slot] += recordBytes;
        return true;
    }

    /// Counts what is not yet counted.
    public void finish() {
        for (int slot = 0; slot < shards.length; slot++) flush(slot);
    }

    private void flush(int slot) {
        Shard shard = shards[slot];
        if (shard == null) return;
        shard.load().countWritten(counts[slot], bytes[slot]);
        meters.charged(stream, shard);
        counts[slot] = 0;
        bytes[slot] = 0;
    }
}
