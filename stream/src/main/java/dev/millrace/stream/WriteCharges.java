package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

/// What one request charges the shards that its records go to. For one thread; [#finish] when every
/// record is decided.
///
/// Without limits, records for a few shards are added up here first: requests that write to the
/// same few would otherwise contend for each record.
public final class WriteCharges {
    private static final int MOST_SLOTS = 64;

    private final Meters meters;
    private final int stream;
    private final Limits limits;
    private final boolean limited;
    private final long nowNs;

    // One shard a slot; who finds another in its slot counts that first.
    private final @Nullable Shard[] held;
    private final int[] counts;
    private final long[] bytes;

    /// For the records of a request, or for those of it that are sent again.
    ///
    /// @param stream internal number
    /// @param records about how many there are
    /// @param shards how many there are that they may go to
    public WriteCharges(
            Meters meters, int stream, Limits limits, long nowNs, int records, int shards) {
        this.meters = meters;
        this.stream = stream;
        this.limits = limits;
        this.nowNs = nowNs;
        limited = ShardLoad.limitsWrites(limits);
        boolean direct = limited || shards > MOST_SLOTS;
        int slots = direct ? 0 : Integer.highestOneBit(Math.clamp(records, 1, MOST_SLOTS));
        held = new Shard[slots];
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
        if (held.length == 0) {
            count(shard, 1, recordBytes);
            return true;
        }
        int slot = shard.number() & held.length - 1;
        Shard other = held[slot];
        if (other == null || other.load() != shard.load()) {
            flush(slot);
            held[slot] = shard;
        }
        counts[slot]++;
        bytes[slot] += recordBytes;
        return true;
    }

    /// Counts what is not yet counted.
    public void finish() {
        for (int slot = 0; slot < held.length; slot++) flush(slot);
    }

    private void flush(int slot) {
        Shard shard = held[slot];
        if (shard == null) return;
        count(shard, counts[slot], bytes[slot]);
        counts[slot] = 0;
        bytes[slot] = 0;
    }

    private void count(Shard shard, int records, long bytes) {
        shard.load().countWritten(records, bytes);
        meters.charged(stream, shard);
    }
}
