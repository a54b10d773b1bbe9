package dev.millrace.stream;

import java.util.Arrays;

/// The records of one request, across shards, on their way into the log; then their outcomes.
///
/// Filled by one thread, handed to [StorageEngine#append], and read again once its listener is
/// called. Arrays rather than an object a record: this is the hot path.
public final class AppendBatch {
    /// What became of one record.
    public enum Outcome {
        /// Not decided yet.
        PENDING,
        /// Durable at [AppendBatch#offset].
        APPENDED,
        /// Its shard was closed or dropped first; route it again.
        CLOSED,
        /// The queue's byte budget is used up; nothing was written.
        OVERLOADED,
        /// The disk failed or is full; it may or may not become readable.
        FAILED
    }

    /// Called exactly once, when every record has its outcome. Must not block.
    @FunctionalInterface
    public interface Listener {
        void completed(AppendBatch batch);
    }

    private final Listener listener;
    private int[] shards;
    private byte[][] partitionKeys;
    private byte[][] arrays;
    private int[] dataOffsets;
    private int[] dataLengths;
    private long[] offsets = {};
    private long[] arrivals = {};
    private Outcome[] outcomes = {};
    private int size;
    private long bytes;

    public AppendBatch(int capacity, Listener listener) {
        this.listener = listener;
        shards = new int[capacity];
        partitionKeys = new byte[capacity][];
        arrays = new byte[capacity][];
        dataOffsets = new int[capacity];
        dataLengths = new int[capacity];
    }

    /// Adds a record; its bytes are not copied and must not change until completion.
    ///
    /// @param shard engine-wide number of the shard
    /// @param partitionKey UTF-8
    public void add(int shard, byte[] partitionKey, byte[] array, int offset, int length) {
        if (size == shards.length) grow();
        shards[size] = shard;
        partitionKeys[size] = partitionKey;
        arrays[size] = array;
        dataOffsets[size] = offset;
        dataLengths[size] = length;
        size++;
        bytes += partitionKey.length + length;
    }

    private void grow() {
        int capacity = Math.max(4, size * 2);
        shards = Arrays.copyOf(shards, capacity);
        partitionKeys = Arrays.copyOf(partitionKeys, capacity);
        arrays = Arrays.copyOf(arrays, capacity);
        dataOffsets = Arrays.copyOf(dataOffsets, capacity);
        dataLengths = Arrays.copyOf(dataLengths, capacity);
    }

    public int size() {
        return size;
    }

    /// Bytes of all data and partition keys.
    public long bytes() {
        return bytes;
    }

    public int shard(int record) {
        return shards[record];
    }

    public byte[] partitionKey(int record) {
        return partitionKeys[record];
    }

    public byte[] array(int record) {
        return arrays[record];
    }

    public int dataOffset(int record) {
        return dataOffsets[record];
    }

    public int dataLength(int record) {
        return dataLengths[record];
    }

    public Outcome outcome(int record) {
        return outcomes[record];
    }

    /// Offset of an appended record inside its shard, from 1.
    public long offset(int record) {
        return offsets[record];
    }

    /// Arrival of an appended record, milliseconds since the epoch.
    public long arrivalMs(int record) {
        return arrivals[record];
    }

    // For engines.

    /// Makes room for outcomes, all pending.
    public void begin() {
        offsets = new long[size];
        arrivals = new long[size];
        outcomes = new Outcome[size];
        Arrays.fill(outcomes, Outcome.PENDING);
    }

    /// Notes where a record goes; it counts as appended once [#complete] is called.
    public void place(int record, long offset, long arrivalMs) {
        offsets[record] = offset;
        arrivals[record] = arrivalMs;
        outcomes[record] = Outcome.APPENDED;
    }

    public void refuse(int record, Outcome outcome) {
        outcomes[record] = outcome;
    }

    /// Gives every record the same outcome.
    public void refuseAll(Outcome outcome) {
        if (outcomes.length != size) begin();
        Arrays.fill(outcomes, outcome);
    }

    public void complete() {
        listener.completed(this);
    }
}
