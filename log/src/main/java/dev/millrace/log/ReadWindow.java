package dev.millrace.log;

import dev.millrace.stream.Disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A part of a file in memory, moved along by one reader. Starts small and grows while it is read
/// in sequence, so that scattered records cost little and a run of them few calls.
final class ReadWindow {
    private static final int LEAST = 4 << 10;

    private final Disk.File file;
    private final String name;
    private final int most;
    private byte[] bytes = {};
    private long start;
    private int length;
    private int next = LEAST;

    ReadWindow(Disk.File file, String name, int most) {
        this.file = file;
        this.name = name;
        this.most = most;
    }

    Disk.File file() {
        return file;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Makes the entry at `position` available, whole and checked.
    ///
    /// @param end of what may be read
    /// @return where in [#bytes] it lies
    /// @throws DamagedException if there is no undamaged entry
    int entry(long position, long end, CRC32C crc) throws IOException {
        need(position, EntryLayout.HEADER, end);
        int entryLength = EntryLayout.length(bytes, (int) (position - start));
        if (!EntryLayout.plausible(entryLength)) throw new DamagedException(name, position);
        need(position, entryLength, end);
        int at = (int) (position - start);
        if (!EntryLayout.valid(bytes, at, length - at, crc))
            throw new DamagedException(name, position);
        return at;
    }

    private void need(long position, int count, long end) throws IOException {
        if (position >= start && position + count <= start + length) return;
        if (position + count > end) throw new DamagedException(name, position);
        boolean onward = position >= start && position <= start + length;
        next = onward && length > 0 ? Math.min(most, next * 2) : LEAST;
        int wanted = (int) Math.min(Math.max(next, count), end - position);
        if (bytes.length < wanted) bytes = new byte[wanted];
        length = file.read(ByteBuffer.wrap(bytes, 0, wanted), position);
        start = position;
        if (length < count) throw new DamagedException(name, position);
    }
}
