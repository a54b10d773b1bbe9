package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.UUID;

/// The open segments with their indexes, the least recently used closed first.
final class SegmentFiles {
    private static final System.Logger LOG = System.getLogger(SegmentFiles.class.getName());

    /// A segment's file, open, with its index if a reader had to load it.
    static final class Open extends Shared {
        final Segment segment;
        final Disk.File file;
        private volatile SegmentIndex index = SegmentIndex.empty();
        private long indexBytes; // as counted; guarded by the SegmentFiles

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
    private final UUID store;
    private final int mostFiles;
    private final long mostIndexBytes;
    private final LinkedHashMap<Segment, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private long indexBytes; // of all of them

    SegmentFiles(Disk disk, UUID store, int mostFiles, long mostIndexBytes) {
        this.disk = disk;
        this.store = store;
        this.mostFiles = mostFiles;
        this.mostIndexBytes = mostIndexBytes;
    }

    /// Of the indexes of all open files.
    synchronized long indexBytes() {
        return indexBytes;
    }

    /// The open file of a segment, to be released by the caller.
    synchronized Open acquire(Segment segment) throws IOException {
        Open found = open.get(segment);
        if (found == null) {
            found = new Open(segment, disk.open(segment.name(), false));
            open.put(segment, found);
            makeRoom();
        }
        boolean held = found.acquire();
        assert held;
        return found;
    }

    /// Closes the eldest; the one asked for last stays.
    private void makeRoom() {
        var eldest = open.values().iterator();
        while (open.size() > 1 && (open.size() > mostFiles || indexBytes > mostIndexBytes)) {
            Open closed = eldest.next();
            eldest.remove();
            drop(closed);
        }
    }

    private void drop(Open closed) {
        indexBytes -= closed.indexBytes;
        closed.indexBytes = 0;
        closed.release();
    }

    /// Puts a file here that was just created.
    synchronized void adopt(Segment segment, Disk.File file) {
        open.put(segment, new Open(segment, file));
        makeRoom();
    }

    /// Closes a segment's file as soon as nobody reads it.
    synchronized void forget(Segment segment) {
        Open found = open.remove(segment);
        if (found != null) drop(found);
    }

    synchronized void close() {
        open.values().forEach(Shared::release);
        open.clear();
    }

    /// The index of an open segment up to its extent: what is not kept is read from its file.
    SegmentIndex index(Open from) throws IOException {
        SegmentIndex known = from.index;
        if (known.length() >= from.segment.extent().length()) return known;
        synchronized (from) {
            known = from.index;
            if (known.length() >= from.segment.extent().length()) return known;
            SegmentIndex grown = known.grown(from.segment, from.file, store);
            from.index = grown;
            count(from, grown.memoryBytes());
            return grown;
        }
    }

    private synchronized void count(Open of, long bytes) {
        @Nullable Open there = open.get(of.segment);
        if (there != of) return; // closed meanwhile: it goes with who reads it
        indexBytes += bytes - of.indexBytes;
        of.indexBytes = bytes;
        makeRoom();
    }
}
