package dev.millrace.log;

import java.util.Arrays;

/// Where a shard's newest records are: 8 bytes a record, the address of its entry. Kept for records
/// that are not in a segment yet or still in the tail cache.
///
/// The committer appends and trims. Readers take the [#view] after the durable mark; what lies
/// below the mark is then visible to them.
final class RecordIndex {
    private static final int SHIFT = 7;
    private static final int CHUNK = 1 << SHIFT;

    /// @param base offset of the first record in the first chunk
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose; never compared
    record View(long base, long[][] chunks) {
        /// For offsets from [#base] up to the durable mark.
        long address(long offset) {
            long i = offset - base;
            return chunks[(int) (i >>> SHIFT)][(int) i & (CHUNK - 1)];
        }
    }

    private volatile View view;
    private long next;

    // The chunk that the next address goes to, until it is full: saves the way through the view.
    private long[] last = {};
    private int filled;

    RecordIndex(long next) {
        this.next = next;
        view = new View(next, new long[0][]);
    }

    View view() {
        return view;
    }

    void append(long address) {
        if (filled == last.length) grow();
        last[filled++] = address;
        next++;
    }

    private void grow() {
        View now = view;
        long i = next - now.base;
        int chunk = (int) (i >>> SHIFT);
        if (chunk == now.chunks.length) {
            now = new View(now.base, Arrays.copyOf(now.chunks, Math.max(1, chunk * 2)));
            view = now;
        }
        now.chunks[chunk] = last = new long[CHUNK];
        filled = 0;
    }

    boolean isEmpty() {
        return view.chunks.length == 0;
    }

    /// Forgets records below `offset`, in whole chunks, and those from `evictedBelow` on stay.
    ///
    /// @param checkpointed offset below which segments hold the records
    /// @param cached lowest address in the tail cache
    void trim(long checkpointed, long cached) {
        View now = view;
        int drop = 0;
        while (now.base + ((long) drop << SHIFT) < next) {
            long last = Math.min(next, now.base + ((long) (drop + 1) << SHIFT)) - 1;
            if (last >= checkpointed || now.address(last) >= cached) break;
            drop++;
        }
        if (drop == 0) return;
        long base = now.base + ((long) drop << SHIFT);
        if (base < next) {
            view = new View(base, Arrays.copyOfRange(now.chunks, drop, now.chunks.length));
        } else {
            view = new View(next, new long[0][]);
            last = new long[0];
            filled = 0;
        }
    }
}
