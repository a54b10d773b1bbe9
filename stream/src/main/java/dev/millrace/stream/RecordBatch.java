package dev.millrace.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Records read from one shard, in order. Arrays rather than an object a record: this is the hot
/// path. Immutable once built.
public final class RecordBatch {
    private final byte[] bytes;
    private final int size;
    private final long[] offsets;
    private final long[] arrivals;
    private final int[] keyOffsets;
    private final int[] keyLengths;
    private final int[] dataOffsets;
    private final int[] dataLengths;

    private RecordBatch(Builder from) {
        bytes = from.bytes;
        size = from.size;
        offsets = from.offsets;
        arrivals = from.arrivals;
        keyOffsets = from.keyOffsets;
        keyLengths = from.keyLengths;
        dataOffsets = from.dataOffsets;
        dataLengths = from.dataLengths;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Offset inside the shard, from 1.
    public long offset(int record) {
        return offsets[record];
    }

    /// Milliseconds since the epoch; never less than the record's before it.
    public long arrivalMs(int record) {
        return arrivals[record];
    }

    public String partitionKey(int record) {
        return new String(bytes, keyOffsets[record], keyLengths[record], StandardCharsets.UTF_8);
    }

    /// Bytes of the partition key in UTF-8.
    public int keyLength(int record) {
        return keyLengths[record];
    }

    /// The array that holds the data of every record here; for reading only.
    public byte[] array() {
        return bytes;
    }

    public int dataOffset(int record) {
        return dataOffsets[record];
    }

    public int dataLength(int record) {
        return dataLengths[record];
    }

    /// Collects records that lie in one array.
    public static final class Builder {
        private byte[] bytes = {};
        private int size;
        private long[] offsets = new long[16];
        private long[] arrivals = new long[16];
        private int[] keyOffsets = new int[16];
        private int[] keyLengths = new int[16];
        private int[] dataOffsets = new int[16];
        private int[] dataLengths = new int[16];

        public int size() {
            return size;
        }

        /// Adds a record whose key and data will lie in the array given to [#build].
        public Builder add(
                long offset,
                long arrivalMs,
                int keyOffset,
                int keyLength,
                int dataOffset,
                int dataLength) {
            if (size == offsets.length) grow();
            offsets[size] = offset;
            arrivals[size] = arrivalMs;
            keyOffsets[size] = keyOffset;
            keyLengths[size] = keyLength;
            dataOffsets[size] = dataOffset;
            dataLengths[size] = dataLength;
            size++;
            return this;
        }

        private void grow() {
            int capacity = size * 2;
            offsets = Arrays.copyOf(offsets, capacity);
            arrivals = Arrays.copyOf(arrivals, capacity);
            keyOffsets = Arrays.copyOf(keyOffsets, capacity);
            keyLengths = Arrays.copyOf(keyLengths, capacity);
            dataOffsets = Arrays.copyOf(dataOffsets, capacity);
            dataLengths = Arrays.copyOf(dataLengths, capacity);
        }

        /// Takes `bytes` over, without a copy; the builder is spent.
        public RecordBatch build(byte[] bytes) {
            this.bytes = bytes;
            return new RecordBatch(this);
        }
    }
}
