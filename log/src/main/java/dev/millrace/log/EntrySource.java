package dev.millrace.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.zip.CRC32C;

/// Finds a shard's entries wherever they are now: tail cache, else journal, else segment. Safe
/// against eviction, recycling and deletion: what is read is held meanwhile, and what is gone from
/// one place is in the next.
final class EntrySource {
    private static final int WINDOW = 64 << 10;

    private final TailCache cache;
    private final Journal journal;
    private final SegmentFiles files;

    EntrySource(TailCache cache, Journal journal, SegmentFiles files) {
        this.cache = cache;
        this.journal = journal;
        this.files = files;
    }

    /// Shows the entries from offset `from` up to `to`, which is at most the durable mark.
    ///
    /// @return the offset of the first entry not shown
    /// @throws DamagedException if an entry on disk is damaged
    long visit(ShardLog shard, long from, long to, EntryVisitor visitor) throws IOException {
        var walk = new Walk(shard, Math.max(from, shard.first()), to, visitor);
        walk.run();
        return walk.offset;
    }

    /// The first entry of `shard` in `from..to` that arrived at or after `arrivalMs`, else `to`.
    private long searchIndexed(ShardLog shard, long from, long to, long arrivalMs)
            throws IOException {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (arrivalOf(shard, middle) < arrivalMs) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private long arrivalOf(ShardLog shard, long offset) throws IOException {
        long[] arrival = {Long.MAX_VALUE};
        visit(
                shard,
                offset,
                offset + 1,
                (bytes, at, length) -> {
                    arrival[0] = EntryLayout.arrivalMs(bytes, at);
                    return true;
                });
        return arrival[0];
    }

    /// The first entry that arrived at or after `arrivalMs`, below `to`; else `to`.
    long search(ShardLog shard, long to, long arrivalMs) throws IOException {
        while (true) {
            if (shard.isDropped()) return to;
            long checkpointed = shard.checkpointed(); // first: what is below is in the segments
            SegmentList segments = shard.segments();
            int i = 0;
            for (; i < segments.size(); i++) {
                Segment segment = segments.segment(i);
                long end = Math.min(segments.end(i, checkpointed), checkpointed);
                if (segment.extent().lastArrivalMs() < arrivalMs || end <= shard.first()) continue;
                long found = searchSegment(shard, segment, segments.base(i), end, arrivalMs);
                if (found < 0) break; // deleted meanwhile: look again
                if (found < end) return Math.min(to, Math.max(shard.first(), found));
            }
            if (i < segments.size()) continue;
            return searchIndexed(
                    shard, Math.max(Math.min(to, checkpointed), shard.first()), to, arrivalMs);
        }
    }

    /// The first of the shard's records in a segment that arrived at or after `arrivalMs`, else
    /// `end`; -1 if the segment was deleted.
    private long searchSegment(ShardLog shard, Segment segment, long base, long end, long arrivalMs)
            throws IOException {
        if (segment.extent().firstArrivalMs() >= arrivalMs) return base;
        try {
            return searchSegment(shard.ref.number(), segment, base, end, arrivalMs);
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (shard.first() >= end || shard.isDropped()) return -1;
            throw e;
        }
    }

    private long searchSegment(int shard, Segment segment, long base, long end, long arrivalMs)
            throws IOException {
        SegmentFiles.Open open = files.acquire(segment);
        try {
            SegmentIndex index = files.index(open);
            var window = new ReadWindow(open.file, segment.name(), WINDOW);
            var crc = new CRC32C();
            for (int i = Math.max(0, index.runOf(shard, base)); i < index.runs(); i++) {
                Run run = index.run(i);
                int mark = run.markBefore(shard, arrivalMs);
                if (mark < 0) continue;
                int runEnd = run.endOfShard(mark);
                for (int position = run.position(mark); position < runEnd; ) {
                    int at = window.entry(position, runEnd, crc);
                    byte[] bytes = window.bytes();
                    long offset = EntryLayout.offset(bytes, at);
                    if (offset >= end) return end;
                    if (EntryLayout.arrivalMs(bytes, at) >= arrivalMs) return offset;
                    position += EntryLayout.length(bytes, at);
                }
            }
            return end;
        } finally {
            open.release();
        }
    }

    /// One reader on its way through one shard.
    private final class Walk {
        private final ShardLog shard;
        private final long to;
        private final EntryVisitor visitor;
        private final CRC32C crc = new CRC32C();
        private long offset;
        private boolean stopped;

        Walk(ShardLog shard, long from, long to, EntryVisitor visitor) {
            this.shard = shard;
            this.to = to;
            this.visitor = visitor;
            offset = from;
        }

        void run() throws IOException {
            while (offset < to && !stopped) {
                RecordIndex.View view = shard.index.view();
                if (offset >= view.base() && newest(view)) continue;
                if (offset < shard.checkpointed()) segment();
                else if (shard.isDropped()) stopped = true; // no checkpoint takes it any further
                // Else trimmed from the index just now: its segment is known at the next look.
            }
        }

        private boolean newest(RecordIndex.View view) throws IOException {
            long address = view.address(offset);
            Slab slab = cache.acquire(address);
            if (slab != null) {
                try {
                    slab(slab, view);
                } finally {
                    slab.release();
                }
                return true;
            }
            JournalFile file = journal.acquire(address);
            if (file == null) return false;
            try {
                journal(file, view);
            } finally {
                file.release();
            }
            return true;
        }

        private void slab(Slab slab, RecordIndex.View view) throws IOException {
            byte[] bytes = slab.bytes;
            while (offset < to && !stopped) {
                long address = view.address(offset);
                if (address >= slab.end) return;
                int at = slab.position(address);
                show(bytes, at);
            }
        }

        private void journal(JournalFile file, RecordIndex.View view) throws IOException {
            var window = new ReadWindow(file.file, file.name, WINDOW);
            while (offset < to && !stopped) {
                long address = view.address(offset);
                if (!file.holds(address)) return;
                long position = file.position(address);
                int at = window.entry(position, file.size, crc);
                check(window.bytes(), at, file.name, position);
                show(window.bytes(), at);
            }
        }

        private void segment() throws IOException {
            long checkpointed = shard.checkpointed(); // first: what is below is in the segments
            SegmentList segments = shard.segments();
            int i = segments.find(offset);
            if (i < 0) {
                skipTrimmed("no segment holds record " + offset + " of shard " + shard.ref);
                return;
            }
            Segment segment = segments.segment(i);
            try {
                segment(segment, Math.min(segments.end(i, checkpointed), checkpointed));
            } catch (NoSuchFileException | FileNotFoundException e) {
                skipTrimmed(segment.name() + " is missing"); // a file may open at the first read
            }
        }

        /// @param behind offset behind the shard's last record there
        private void segment(Segment segment, long behind) throws IOException {
            SegmentFiles.Open open = files.acquire(segment);
            try {
                SegmentIndex index = files.index(open);
                var window = new ReadWindow(open.file, segment.name(), WINDOW);
                int number = shard.ref.number();
                long end = Math.min(to, behind);
                for (int i = Math.max(0, index.runOf(number, offset));
                        i < index.runs() && offset < end && !stopped;
                        i++) {
                    int mark = index.run(i).markOf(number, offset);
                    if (mark >= 0) run(segment, window, index.run(i), mark, end);
                }
                if (offset < end && !stopped)
                    throw new DamagedException(
                            "%s does not have record %d of shard %s"
                                    .formatted(segment.name(), offset, shard.ref));
            } finally {
                open.release();
            }
        }

        private void run(Segment segment, ReadWindow window, Run run, int mark, long end)
                throws IOException {
            int runEnd = run.endOfShard(mark);
            for (int position = run.position(mark);
                    position < runEnd && offset < end && !stopped; ) {
                int at = window.entry(position, runEnd, crc);
                byte[] bytes = window.bytes();
                int length = EntryLayout.length(bytes, at);
                if (EntryLayout.offset(bytes, at) >= offset) {
                    check(bytes, at, segment.name(), position);
                    show(bytes, at);
                }
                position += length;
            }
        }

        private void skipTrimmed(String otherwise) throws DamagedException {
            if (shard.isDropped()) {
                stopped = true;
                return;
            }
            long first = shard.first();
            if (first <= offset) throw new DamagedException(otherwise);
            offset = first;
        }

        private void show(byte[] bytes, int at) throws IOException {
            assert EntryLayout.offset(bytes, at) == offset
                            && EntryLayout.shard(bytes, at) == shard.ref.number()
                    : "another record";
            if (visitor.visit(bytes, at, EntryLayout.length(bytes, at))) offset++;
            else stopped = true;
        }

        private void check(byte[] bytes, int at, String name, long position)
                throws DamagedException {
            if (EntryLayout.offset(bytes, at) != offset
                    || EntryLayout.shard(bytes, at) != shard.ref.number())
                throw new DamagedException(name, position);
        }
    }
}
