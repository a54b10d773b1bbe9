package dev.millrace.log;

import dev.millrace.stream.RecordBatch;

import java.util.Arrays;

/// Copies entries into a batch until it is full. The first record always fits.
final class RecordCollector implements EntryVisitor {
    private final RecordBatch.Builder builder = new RecordBatch.Builder();
    private final int maxRecords;
    private final int maxBytes;
    private final long available;
    private byte[] collected = {};
    private int used;
    private long firstArrivalMs;

    /// @param available most records that there can be
    RecordCollector(int maxRecords, int maxBytes, long available) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.available = available;
    }

    @Override
    public boolean visit(byte[] bytes, int at, int length) {
        int size = length - EntryLayout.HEADER;
        int count = builder.size();
        if (count == maxRecords) return false;
        if (count == 0) {
            // Records resemble each other: guess from the first, so that growing is rare.
            long guess = Math.min(maxRecords, available) * (size + 8L);
            collected = new byte[(int) Math.max(size, Math.min(maxBytes, guess))];
            firstArrivalMs = EntryLayout.arrivalMs(bytes, at);
        } else if (used + (long) size > maxBytes) {
            return false;
        }
        if (used + size > collected.length)
            collected =
                    Arrays.copyOf(
                            collected, (int) Math.max(used + size, Math.min(maxBytes, used * 2L)));
        System.arraycopy(bytes, at + EntryLayout.HEADER, collected, used, size);
        int keyLength = EntryLayout.keyLength(bytes, at);
        builder.add(
                EntryLayout.offset(bytes, at),
                EntryLayout.arrivalMs(bytes, at),
                used,
                keyLength,
                used + keyLength,
                size - keyLength);
        used += size;
        return true;
    }

    boolean isEmpty() {
        return builder.size() == 0;
    }

    long firstArrivalMs() {
        return firstArrivalMs;
    }

    RecordBatch batch() {
        return builder.build(collected);
    }
}
