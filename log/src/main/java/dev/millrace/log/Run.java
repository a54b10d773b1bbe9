package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// What one checkpoint, or a part of a large one, put into a stream's segment: the records of all
/// shards, sorted by shard and offset, with marks that say where they are. Immutable; here are the
/// marks, the records are on the disk.
///
/// ```
///  0 magic       u32   "MLRR"
///  4 header crc  u32   of the store's 16 bytes, the segment's number u64, then bytes 8..40
///  8 length      u32   of the run, with the zeros that fill up its last 4 KiB
/// 12 marks       u32
/// 16 marks crc   u32   of the marks
/// 20 entries     u32   bytes of entries
/// 24 first       u64   arrival of the oldest record
/// 32 last        u64   arrival of the newest record
/// 40 marks of 24 bytes: shard u32, position in the run u32, offset u64, arrival u64
///    entries
/// ```
///
/// A shard's first record in the run has a mark, then its first at least 64 KiB behind the last
/// mark.
final class Run {
    static final int HEADER = 40;
    static final int MARK = 24;
    static final int ALIGNMENT = 4096;
    static final int EVERY = 64 << 10;
    private static final int MAGIC = 0x52524c4d; // "MLRR"

    /// A run's header.
    ///
    /// @param length of the run on the disk
    /// @param entryBytes of its entries
    record Header(
            int length,
            int marks,
            int marksCrc,
            int entryBytes,
            long firstArrivalMs,
            long lastArrivalMs) {
        /// Where the entries begin, in the run.
        int entriesAt() {
            return HEADER + MARK * marks;
        }

        /// The smallest multiple of [#ALIGNMENT] that holds it.
        static int length(int marks, int entryBytes) {
            long whole = HEADER + (long) MARK * marks + entryBytes;
            return Math.toIntExact((whole + ALIGNMENT - 1) & -ALIGNMENT);
        }

        void write(byte[] to, int at, UUID store, long segment) {
            LittleEndian.putInt(to, at, MAGIC);
            LittleEndian.putInt(to, at + 8, length);
            LittleEndian.putInt(to, at + 12, marks);
            LittleEndian.putInt(to, at + 16, marksCrc);
            LittleEndian.putInt(to, at + 20, entryBytes);
            LittleEndian.putLong(to, at + 24, firstArrivalMs);
            LittleEndian.putLong(to, at + 32, lastArrivalMs);
            LittleEndian.putInt(to, at + 4, crc(to, at, store, segment));
        }

        /// The header of the run that lies at a position; null if there is none of this segment.
        ///
        /// @param end of what may be read
        static @Nullable Header read(
                Disk.File file, long position, long end, UUID store, long segment)
                throws IOException {
            byte[] from = new byte[HEADER];
            if (file.read(ByteBuffer.wrap(from), position) < HEADER
                    || LittleEndian.getInt(from, 0) != MAGIC
                    || LittleEndian.getInt(from, 4) != crc(from, 0, store, segment)) return null;
            var header =
                    new Header(
                            LittleEndian.getInt(from, 8),
                            LittleEndian.getInt(from, 12),
                            LittleEndian.getInt(from, 16),
                            LittleEndian.getInt(from, 20),
                            LittleEndian.getLong(from, 24),
                            LittleEndian.getLong(from, 32));
            return header.length <= end - position ? header : null;
        }

        /// Over what no client knows, too, so that no record passes for a run.
        private static int crc(byte[] bytes, int at, UUID store, long segment) {
            byte[] seed = new byte[24];
            StoreFormat.putStore(seed, 0, store);
            LittleEndian.putLong(seed, 16, segment);
            var crc = new CRC32C();
            crc.update(seed, 0, seed.length);
            crc.update(bytes, at + 8, HEADER - 8);
            return (int) crc.getValue();
        }
    }

    private final int end; // position behind the last entry
    private final int[] shards;
    private final int[] positions; // in the segment
    private final long[] offsets;
    private final long[] arrivals;

    private Run(int end, int[] shards, int[] positions, long[] offsets, long[] arrivals) {
        this.end = end;
        this.shards = shards;
        this.positions = positions;
        this.offsets = offsets;
        this.arrivals = arrivals;
    }

    int marks() {
        return shards.length;
    }

    int shard(int mark) {
        return shards[mark];
    }

    int position(int mark) {
        return positions[mark];
    }

    long offset(int mark) {
        return offsets[mark];
    }

    /// The shard's last mark at or before a record; -1 if the run has nothing of the shard up to
    /// there.
    int markOf(int shard, long offset) {
        int low = 0;
        int high = shards.length;
        while (low < high) { // the first mark behind
            int middle = (low + high) >>> 1;
            boolean behind =
                    shards[middle] > shard || (shards[middle] == shard && offsets[middle] > offset);
            if (behind) high = middle;
            else low = middle + 1;
        }
        return low > 0 && shards[low - 1] == shard ? low - 1 : -1;
    }

    /// The shard's last mark before the first record that arrived at or after `arrivalMs`, or its
    /// first mark; -1 if the run has nothing of the shard.
    int markBefore(int shard, long arrivalMs) {
        int at = markOf(shard, Long.MAX_VALUE);
        if (at < 0) return -1;
        int low = firstMark(shard);
        int high = at + 1;
        while (low < high) { // the first mark that arrived at or after
            int middle = (low + high) >>> 1;
            if (arrivals[middle] < arrivalMs) low = middle + 1;
            else high = middle;
        }
        return Math.max(firstMark(shard), low - 1);
    }

    private int firstMark(int shard) {
        int low = 0;
        int high = shards.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shards[middle] < shard) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// Position behind the last record of the shard that has this mark.
    int endOfShard(int mark) {
        int last = markOf(shards[mark], Long.MAX_VALUE);
        return last + 1 < positions.length ? positions[last + 1] : end;
    }

    /// Bytes that it takes in memory, about.
    int memoryBytes() {
        return 128 + MARK * shards.length;
    }

    /// The run that these marks are of; null if they are damaged.
    ///
    /// @param position of the run in its segment
    static @Nullable Run parse(Header header, byte[] marks, int position) {
        var crc = new CRC32C();
        crc.update(marks, 0, marks.length);
        if ((int) crc.getValue() != header.marksCrc()) return null;
        var growing = new Growing(header.marks());
        for (int at = 0; at < marks.length; at += MARK)
            growing.mark(
                    LittleEndian.getInt(marks, at),
                    position + LittleEndian.getInt(marks, at + 4),
                    LittleEndian.getLong(marks, at + 8),
                    LittleEndian.getLong(marks, at + 16));
        return growing.grown(position + header.entriesAt() + header.entryBytes());
    }

    /// Collects marks.
    static final class Growing {
        private int[] shards;
        private int[] positions;
        private long[] offsets;
        private long[] arrivals;
        private int count;

        Growing(int expected) {
            shards = new int[expected];
            positions = new int[expected];
            offsets = new long[expected];
            arrivals = new long[expected];
        }

        void mark(int shard, int position, long offset, long arrivalMs) {
            if (count == shards.length) {
                int capacity = Math.max(4, count * 2);
                shards = Arrays.copyOf(shards, capacity);
                positions = Arrays.copyOf(positions, capacity);
                offsets = Arrays.copyOf(offsets, capacity);
                arrivals = Arrays.copyOf(arrivals, capacity);
            }
            shards[count] = shard;
            positions[count] = position;
            offsets[count] = offset;
            arrivals[count] = arrivalMs;
            count++;
        }

        /// Shows it an entry, which gets a mark if it is due.
        void entry(int shard, int position, long offset, long arrivalMs) {
            if (count > 0 && shards[count - 1] == shard && position < positions[count - 1] + EVERY)
                return;
            mark(shard, position, offset, arrivalMs);
        }

        /// @param end position behind the last entry
        Run grown(int end) {
            return new Run(
                    end,
                    Arrays.copyOf(shards, count),
                    Arrays.copyOf(positions, count),
                    Arrays.copyOf(offsets, count),
                    Arrays.copyOf(arrivals, count));
        }
    }
}
