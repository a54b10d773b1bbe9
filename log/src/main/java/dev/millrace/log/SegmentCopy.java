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
    /// @param there bytes of the copy; 0 of a new one
    /// @throws DamagedException if the segment is not what it should be
    void copy(int there, Listener listener) throws IOException {
        String name = segment.name();
        try (Disk.File source = from.open(name, false);
                Disk.File copy = to.open(name, true)) {
            copy.truncate(there); // of an attempt that ended midway
            written = there;
            if (there == 0) {
                byte[] header = segment.header(store);
                check(source, header);
                put(copy, Arrays.copyOf(header, Segment.HEADER), 0, Segment.HEADER);
            }
            var window = new ReadWindow(source, name, WINDOW);
            int position = Math.max(there, Segment.HEADER);
            int end = segment.extent().length();
            if (segment.only == null)
                while (position < end) position += run(source, window, copy, position, listener);
            else entries(window, copy, position, end, listener);
            flush(copy);
            copy.force();
        }
    }

    private void check(Disk.File source, byte[] header) throws IOException {
        byte[] found = new byte[header.length];
        source.read(ByteBuffer.wrap(found), 0);
        if (!Arrays.equals(found, header)) throw new DamagedException(segment.name(), 0);
    }

    /// @return its length
    private int run(
            Disk.File source, ReadWindow window, Disk.File copy, int position, Listener listener)
            throws IOException {
        int end = segment.extent().length();
        Run.Header header = Run.Header.read(source, position, end, store, segment.number);
        if (header == null) throw new DamagedException(segment.name(), position);
        byte[] head = new byte[header.entriesAt()];
        source.read(ByteBuffer.wrap(head), position);
        byte[] marks = Arrays.copyOfRange(head, Run.HEADER, head.length);
        if (Run.parse(header, marks, position) == null)
            throw new DamagedException(segment.name(), position);
        put(copy, head, 0, head.length);
        listener.copied(0, head.length);
        int entriesAt = position + head.length;
        int entriesEnd = entriesAt + header.entryBytes();
        entries(window, copy, entriesAt, entriesEnd, listener);
        byte[] zeros = new byte[position + header.length() - entriesEnd];
        put(copy, zeros, 0, zeros.length);
        listener.copied(0, zeros.length);
        return header.length();
    }

    private void entries(ReadWindow window, Disk.File copy, int from, int end, Listener listener)
            throws IOException {
        for (int position = from; position < end; ) {
            int at = window.entry(position, end, crc);
            int length = EntryLayout.length(window.bytes(), at);
            put(copy, window.bytes(), at, length);
            listener.copied(1, length);
            position += length;
        }
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
}
