package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// The open segments, the least recently used closed first.
final class SegmentFiles {
    private static final System.Logger LOG = System.getLogger(SegmentFiles.class.getName());
    private static final int WINDOW = 64 << 10;

    /// A segment's file, open, with its index if a reader had to load it.
    static final class Open extends Shared {
        final Segment segment;
        final Disk.File file;
        private volatile @Nullable SegmentIndex index;

        Open(Segment segment, Disk.File file) {
            this.segment = segment;
            this.file = file;
        }

        @Override
        void freed() {
            try {
                file.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "closing " + segment.name(), e);
            }
        }
    }

    private final Disk disk;
    private final LinkedHashMap<Segment, Open> open; // guarded by this

    SegmentFiles(Disk disk, int most) {
        this.disk = disk;
        open =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Segment, Open> eldest) {
                        if (size() <= most) return false;
                        eldest.getValue().release();
                        return true;
                    }
                };
    }

    /// The open file of a segment, to be released by the caller.
    synchronized Open acquire(Segment segment) throws IOException {
        Open found = open.get(segment);
        if (found == null) {
            found = new Open(segment, disk.open(segment.name(), false));
            open.put(segment, found);
        }
        boolean held = found.acquire();
        assert held;
        return found;
    }

    /// Puts a file here that was just created.
    synchronized void adopt(Segment segment, Disk.File file) {
        open.put(segment, new Open(segment, file));
    }

    /// Closes a segment's file as soon as nobody reads it.
    synchronized void forget(Segment segment) {
        Open found = open.remove(segment);
        if (found != null) found.release();
    }

    synchronized void close() {
        open.values().forEach(Shared::release);
        open.clear();
    }

    /// The index of an open segment: kept, else read from its file, else made by reading the
    /// segment.
    SegmentIndex index(Open from) throws IOException {
        return index(from, from.segment.extent().length());
    }

    /// Likewise, of a segment that has this length already, although readers do not know.
    SegmentIndex index(Open from, int length) throws IOException {
        SegmentIndex known = known(from);
        if (known != null) return known;
        Segment segment = from.segment;
        SegmentIndex loaded = load(disk, segment);
        if (loaded == null) loaded = rebuild(from, length);
        from.index = loaded;
        return loaded;
    }

    /// The index, if it is in memory.
    @Nullable SegmentIndex known(Open of) {
        SegmentIndex growing = of.segment.index();
        return growing == null ? of.index : growing;
    }

    /// The index as its file has it; null if it is missing or damaged.
    static @Nullable SegmentIndex load(Disk disk, Segment segment) throws IOException {
        if (!disk.exists(segment.indexName())) return null;
        try (Disk.File file = disk.open(segment.indexName(), false)) {
            byte[] bytes = new byte[(int) Math.min(file.size(), 64 << 20)];
            if (file.read(ByteBuffer.wrap(bytes), 0) < bytes.length) return null;
            return SegmentIndex.parse(bytes, segment.base);
        }
    }

    private static SegmentIndex rebuild(Open from, int end) throws IOException {
        var growing = new SegmentIndex.Growing(SegmentIndex.empty(from.segment.base));
        var window = new ReadWindow(from.file, from.segment.name(), WINDOW);
        var crc = new CRC32C();
        try {
            for (int position = Segment.HEADER; position < end; ) {
                int at = window.entry(position, end, crc);
                growing.entry(
                        EntryLayout.offset(window.bytes(), at),
                        position,
                        EntryLayout.arrivalMs(window.bytes(), at));
                position += EntryLayout.length(window.bytes(), at);
            }
        } catch (DamagedException e) {
            // Up to there it is good; who reads on meets the damage.
            LOG.log(System.Logger.Level.ERROR, e.getMessage());
        }
        return growing.grown();
    }
}
