package dev.millrace.log;

import dev.millrace.stream.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Copies a segment from one folder to another, or what it has grown by, and checks every entry on
/// the way: what is damaged is not copied.
final class SegmentCopy {
    private static final int WINDOW = 1 << 20;

    /// How much of what is there already is compared: enough for hundreds of arrival times.
    private static final int TAIL = 64 << 10;

    private final Disk from;
    private final Disk to;
    private final Segment segment;
    private final UUID store;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer out = ByteBuffer.allocate(WINDOW);
    private long written; // position in the copy behind what was written

    SegmentCopy(Disk from, Disk to, Segment segment, UUID store) {
        this.from = from;
        this.to = to;
        this.segment = segment;
        this.store = store;
    }

    /// Hears what was read.
    interface Listener {
        void copied(long records, long bytes);
    }

    /// Copies what lies behind `there`, durably. What is there is not touched.
    ///
    /// @param there what the copy has; [#none] of a new one
    /// @throws DamagedException if the segment is not what it should be
    void copy(Segment.Extent there, Listener listener) throws IOException {
        String name = segment.name();
        try (Disk.File source = from.open(name, false);
                Disk.File copy = to.open(name, true)) {
            boolean isNew = there.length() == 0;
            copy.truncate(there.length()); // of an attempt that ended midway
            written = there.length();
            if (isNew) {
                byte[] header = segment.header(store);
                check(source, header);
                put(copy, header, 0, header.length);
            }
            entries(source, copy, there, listener);
            flush(copy);
            copy.force();
        }
    }

    static Segment.Extent none(Segment segment) {
        return new Segment.Extent(segment.base, 0, 0, 0);
    }

    private void check(Disk.File source, byte[] header) throws IOException {
        byte[] found = new byte[Segment.HEADER_USED];
        source.read(ByteBuffer.wrap(found), 0);
        if (!Arrays.equals(found, Arrays.copyOf(header, found.length)))
            throw new DamagedException(segment.name(), 0);
    }

    private void entries(Disk.File source, Disk.File copy, Segment.Extent there, Listener listener)
            throws IOException {
        var window = new ReadWindow(source, segment.name(), WINDOW);
        Segment.Extent extent = segment.extent();
        long expected = there.end();
        for (int position = Math.max(there.length(), Segment.HEADER);
                position < extent.length(); ) {
            int at = window.entry(position, extent.length(), crc);
            byte[] bytes = window.bytes();
            int length = EntryLayout.length(bytes, at);
            if (EntryLayout.offset(bytes, at) != expected
                    || EntryLayout.shard(bytes, at) != segment.shard.number())
                throw new DamagedException(segment.name(), position);
            put(copy, bytes, at, length);
            listener.copied(1, length);
            expected++;
            position += length;
        }
        if (expected != extent.end()) throw new DamagedException(segment.name(), extent.length());
    }

    private void put(Disk.File copy, byte[] bytes, int at, int length) throws IOException {
        if (length > out.remaining()) flush(copy);
        if (length <= out.remaining()) {
            out.put(bytes, at, length);
            return;
        }
        copy.write(ByteBuffer.wrap(bytes, at, length), written);
        written += length;
    }

    private void flush(Disk.File copy) throws IOException {
        out.flip();
        int length = out.limit();
        if (length > 0) copy.write(out, written);
        written += length;
        out.clear();
    }

    /// Whether the copy, as far as it goes, ends as the segment does there. Every entry has its
    /// arrival time, so that a history which took another course differs in its last entries.
    ///
    /// @throws DamagedException if the copy is not as long as it should be
    boolean continues(Segment.Extent there) throws IOException {
        int length = Math.min(TAIL, there.length());
        int position = there.length() - length;
        return Arrays.equals(tail(from, position, length), tail(to, position, length));
    }

    private byte[] tail(Disk disk, int position, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (Disk.File file = disk.open(segment.name(), false)) {
            if (file.read(ByteBuffer.wrap(bytes), position) < length)
                throw new DamagedException(segment.name(), position);
        }
        return bytes;
    }

    /// Copies the index of a sealed segment, durably. One that is missing or damaged is not there
    /// in the copy either: it is made anew when it is needed.
    void copyIndex() throws IOException {
        SegmentIndex index = SegmentFiles.load(from, segment);
        if (index == null) {
            to.delete(segment.indexName());
            return;
        }
        try (Disk.File copy = to.open(segment.indexName(), true)) {
            copy.truncate(0);
            copy.write(ByteBuffer.wrap(index.bytes()), 0);
            copy.force();
        }
    }
}
