package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.zip.CRC32C;

/// Marks into a segment, one every 64 KiB, the first entry always marked. Immutable; written as
/// the file `.idx` once the segment is sealed, and made anew by reading the segment if that file is
/// missing or damaged.
///
/// ```
///  0 magic      8 bytes "MLRIDX01"
///  8 base       u64   offset of the segment's first entry
/// 16 marks      u32
/// 20 reserved   u32   0
/// 24 marks of 16 bytes: offset - base u32, position in the segment u32, arrival u64
///    crc32c     u32   of everything before
/// ```
final class SegmentIndex {
    static final int EVERY = 64 << 10;
    private static final long MAGIC = 0x3130584449524c4dL; // "MLRIDX01"
    private static final int HEAD = 24;
    private static final int MARK = 16;

    private final long base;
    private final int[] offsets; // relative to base
    private final int[] positions;
    private final long[] arrivals;

    private SegmentIndex(long base, int[] offsets, int[] positions, long[] arrivals) {
        this.base = base;
        this.offsets = offsets;
        this.positions = positions;
        this.arrivals = arrivals;
    }

    static SegmentIndex empty(long base) {
        return new SegmentIndex(base, new int[0], new int[0], new long[0]);
    }

    int marks() {
        return offsets.length;
    }

    int position(int mark) {
        return positions[mark];
    }

    long offset(int mark) {
        return base + offsets[mark];
    }

    /// Position of an entry at or before the one with this offset.
    int positionOf(long offset) {
        int at = Arrays.binarySearch(offsets, (int) (offset - base));
        if (at < 0) at = -at - 2;
        return at < 0 ? Segment.HEADER : positions[at];
    }

    /// Position of an entry at or before the first that arrived at or after `arrivalMs`.
    int positionBefore(long arrivalMs) {
        int low = 0;
        int high = arrivals.length;
        while (low < high) { // the first mark that arrived at or after
            int middle = (low + high) >>> 1;
            if (arrivals[middle] < arrivalMs) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? Segment.HEADER : positions[low - 1];
    }

    /// Collects marks behind those of an index.
    static final class Growing {
        private final long base;
        private int[] offsets;
        private int[] positions;
        private long[] arrivals;
        private int count;

        Growing(SegmentIndex from) {
            base = from.base;
            offsets = from.offsets;
            positions = from.positions;
            arrivals = from.arrivals;
            count = offsets.length;
        }

        /// The first position at which an entry gets a mark.
        int dueAt() {
            return count == 0 ? 0 : positions[count - 1] + EVERY;
        }

        void entry(long offset, int position, long arrivalMs) {
            if (position < dueAt()) return;
            if (count == offsets.length) {
                int capacity = Math.max(4, count * 2);
                offsets = Arrays.copyOf(offsets, capacity);
                positions = Arrays.copyOf(positions, capacity);
                arrivals = Arrays.copyOf(arrivals, capacity);
            }
            offsets[count] = (int) (offset - base);
            positions[count] = position;
            arrivals[count] = arrivalMs;
            count++;
        }

        SegmentIndex grown() {
            return new SegmentIndex(
                    base,
                    Arrays.copyOf(offsets, count),
                    Arrays.copyOf(positions, count),
                    Arrays.copyOf(arrivals, count));
        }
    }

    byte[] bytes() {
        byte[] to = new byte[HEAD + MARK * offsets.length + 4];
        LittleEndian.putLong(to, 0, MAGIC);
        LittleEndian.putLong(to, 8, base);
        LittleEndian.putInt(to, 16, offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            LittleEndian.putInt(to, HEAD + MARK * i, offsets[i]);
            LittleEndian.putInt(to, HEAD + MARK * i + 4, positions[i]);
            LittleEndian.putLong(to, HEAD + MARK * i + 8, arrivals[i]);
        }
        LittleEndian.putInt(to, to.length - 4, crc(to));
        return to;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        return (int) crc.getValue();
    }

    /// The index in these bytes, or null if they are not that segment's.
    static @Nullable SegmentIndex parse(byte[] from, long base) {
        if (from.length < HEAD + 4 || LittleEndian.getLong(from, 0) != MAGIC) return null;
        int count = LittleEndian.getInt(from, 16);
        if (LittleEndian.getLong(from, 8) != base || from.length != HEAD + 16L * count + 4)
            return null;
        if (LittleEndian.getInt(from, from.length - 4) != crc(from)) return null;
        int[] offsets = new int[count];
        int[] positions = new int[count];
        long[] arrivals = new long[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = LittleEndian.getInt(from, HEAD + MARK * i);
            positions[i] = LittleEndian.getInt(from, HEAD + MARK * i + 4);
            arrivals[i] = LittleEndian.getLong(from, HEAD + MARK * i + 8);
        }
        return new SegmentIndex(base, offsets, positions, arrivals);
    }
}
