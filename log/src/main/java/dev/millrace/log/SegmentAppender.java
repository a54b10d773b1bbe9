package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// Appends one shard's records to its last segment, or to new ones. Nothing is visible, to readers
/// or to the next snapshot, before [#publish].
///
/// Writes whole blocks, so that they can go past the page cache: the last block of what is there is
/// read, and written again with what follows in it. Zeros fill up the last one.
///
/// In this order: [#room], [#begin], [#append] for each record and [#flush] where it asks for one,
/// [#finish]; [#close] in any case.
final class SegmentAppender {
    private static final int BLOCK = BulkWriter.BLOCK;
    private static final byte[] NONE = {};

    /// A segment and how far it will go.
    ///
    /// @param index null if it would have to be made by reading the segment
    private record Grown(Segment segment, Segment.Extent extent, @Nullable SegmentIndex index) {}

    private final Disk disk;
    private final SegmentFiles files;
    private final UUID store;
    private final Cut.ShardCut cut;
    private final ShardLog shard;
    private final int mostBytes;
    private final long nowMs;

    private final List<Segment> kept;
    private final List<Grown> grown = new ArrayList<>();
    private final long first; // record that is needed
    private long end; // offset behind the last record that is in a segment

    // The segment being written.
    private @Nullable Segment active;
    private SegmentFiles.@Nullable Open open;
    private SegmentIndex.@Nullable Growing index;
    private int markDue; // the position from which on the index wants to know an entry
    private int length;
    private long firstArrivalMs;
    private long lastArrivalMs;

    // What is not in the file yet, and the block that it begins in.
    private byte[] room = NONE;
    private int roomStart;
    private int roomEnd;
    private int filled; // up to here in the room
    private int filePosition; // of the start of the room

    /// @param mostBytes size at which a segment is sealed; also sealed at 1/24 of the retention
    SegmentAppender(
            Disk disk,
            SegmentFiles files,
            UUID store,
            Cut.ShardCut cut,
            int mostBytes,
            long nowMs) {
        this.disk = disk;
        this.files = files;
        this.store = store;
        this.cut = cut;
        this.mostBytes = mostBytes;
        this.nowMs = nowMs;
        shard = cut.log();
        kept = new ArrayList<>(List.of(shard.segments()));
        first = Math.max(shard.checkpointed(), shard.first());
        end = first;
    }

    /// Whether there are records to append.
    boolean hasWork() {
        return first < cut.next();
    }

    /// Address of the first of them.
    long address() {
        return shard.index.view().address(first);
    }

    /// Bytes of all of them, about.
    long bytes() {
        return cut.bytes();
    }

    /// Whether a new file came to the folder of the shard's stream.
    boolean hasNewFile() {
        return kept.size() > shard.segments().length;
    }

    /// Gives it room for records to gather in, until [#close].
    ///
    /// @param start of it in `bytes`
    /// @param end at least two blocks behind, and a whole number of them
    void room(byte[] bytes, int start, int end) {
        room = bytes;
        roomStart = start;
        roomEnd = end;
        filled = start;
        shard.appender = this;
    }

    /// Starts with the shard's last segment, if it takes more.
    void begin() throws IOException {
        if (kept.isEmpty()) return;
        Segment last = kept.getLast();
        Segment.Extent extent = last.extent();
        long sealAgeMs = Math.max(1, cut.retentionMs() / 24);
        if (extent.end() != first
                || extent.length() >= mostBytes
                || nowMs - extent.firstArrivalMs() > sealAgeMs) {
            seal(last, last.index(), extent.length());
            last.index(null);
            return;
        }
        active = last;
        open = files.acquire(last);
        SegmentIndex known = files.known(open);
        index = known == null ? null : new SegmentIndex.Growing(known);
        markDue = index == null ? Integer.MAX_VALUE : index.dueAt();
        length = extent.length();
        firstArrivalMs = extent.firstArrivalMs();
        lastArrivalMs = extent.lastArrivalMs();
        int begun = length % BLOCK;
        filePosition = length - begun;
        filled = roomStart + begun;
        if (open.file.read(ByteBuffer.wrap(room, roomStart, begun), filePosition) < begun)
            throw new DamagedException(last.name(), filePosition);
    }

    /// Takes the shard's next record; one that is in a segment already is passed over.
    ///
    /// @return false if it has to be [flushed][#flush] before
    boolean append(byte[] bytes, int at, int entryLength) throws IOException {
        long offset = EntryLayout.offset(bytes, at);
        if (offset < first) return true;
        if (offset != end)
            throw new DamagedException(
                    "record %d of shard %d follows %d"
                            .formatted(offset, shard.ref.number(), end - 1));
        boolean fits = entryLength <= roomEnd - filled;
        if (!fits && filled - roomStart >= BLOCK) return false;
        if (active != null && length + (long) entryLength > mostBytes && length > Segment.HEADER) {
            force();
            Grown full = grown.getLast();
            seal(full.segment, full.index, full.extent.length());
        }
        long arrivalMs = EntryLayout.arrivalMs(bytes, at);
        if (active == null) make(offset);
        if (length == Segment.HEADER) firstArrivalMs = arrivalMs;
        lastArrivalMs = arrivalMs;
        if (length >= markDue && index != null) {
            index.entry(offset, length, arrivalMs);
            markDue = index.dueAt();
        }
        if (fits) {
            System.arraycopy(bytes, at, room, filled, entryLength);
            filled += entryLength;
        } else {
            putLarge(bytes, at, entryLength);
        }
        length += entryLength;
        end = offset + 1;
        return true;
    }

    /// Writes what is larger than the room; of that, its last block stays.
    private void putLarge(byte[] bytes, int at, int count) throws IOException {
        Disk.File file = opened().file;
        file.write(ByteBuffer.wrap(room, roomStart, filled - roomStart), filePosition);
        file.write(ByteBuffer.wrap(bytes, at, count), length);
        int begun = (length + count) % BLOCK;
        System.arraycopy(bytes, at + count - begun, room, roomStart, begun);
        filled = roomStart + begun;
        filePosition = length + count - begun;
    }

    /// Whether a flush is worth a write.
    boolean isFlushDue() {
        return 4 * (filled - roomStart) >= 3 * (roomEnd - roomStart);
    }

    /// Writes the blocks that are full.
    void flush() throws IOException {
        int count = (filled - roomStart) & -BLOCK;
        if (count == 0) return;
        opened().file.write(ByteBuffer.wrap(room, roomStart, count), filePosition);
        System.arraycopy(room, roomStart + count, room, roomStart, filled - roomStart - count);
        filled -= count;
        filePosition += count;
    }

    /// Forces what was appended.
    void finish() throws IOException {
        if (end != cut.next() && !shard.isDropped())
            throw new DamagedException(
                    "shard %d ends at %d before %d".formatted(shard.ref.number(), end, cut.next()));
        force();
    }

    /// Lets go of the file and of the room.
    void close() {
        shard.appender = null;
        if (active != null) files.forget(active); // a failed attempt; the next makes it anew
        if (open != null) open.release();
        open = null;
        active = null;
        index = null;
        room = NONE;
    }

    private void make(long base) throws IOException {
        Segment made = new Segment(shard.ref, base, new Segment.Extent(base, Segment.HEADER, 0, 0));
        Disk.File file = disk.open(made.name(), true);
        file.truncate(0); // an attempt that failed may have left one
        files.adopt(made, file);
        active = made;
        open = files.acquire(made);
        index = new SegmentIndex.Growing(SegmentIndex.empty(base));
        markDue = 0;
        length = Segment.HEADER;
        System.arraycopy(made.header(store), 0, room, roomStart, length);
        filled = roomStart + length;
        filePosition = 0;
        kept.add(made);
    }

    private SegmentFiles.Open opened() {
        if (open == null) throw new IllegalStateException("no segment is open");
        return open;
    }

    /// Forces the segment being written and is done with it.
    private void force() throws IOException {
        Segment done = active;
        if (done == null) return;
        SegmentFiles.Open file = opened();
        int count = (filled - roomStart + BLOCK - 1) & -BLOCK;
        Arrays.fill(room, filled, roomStart + count, (byte) 0);
        file.file.write(ByteBuffer.wrap(room, roomStart, count), filePosition);
        filled = roomStart;
        file.file.force();
        grown.add(
                new Grown(
                        done,
                        new Segment.Extent(end, length, firstArrivalMs, lastArrivalMs),
                        index == null ? null : index.grown()));
        file.release();
        open = null;
        active = null;
        index = null;
    }

    /// Writes the index of a segment that gets no more records.
    private void seal(Segment full, @Nullable SegmentIndex known, int fullLength)
            throws IOException {
        SegmentFiles.Open sealed = files.acquire(full);
        try (Disk.File file = disk.open(full.indexName(), true)) {
            SegmentIndex whole = known == null ? files.index(sealed, fullLength) : known;
            file.truncate(0);
            file.write(ByteBuffer.wrap(whole.bytes()), 0);
            file.force();
        } finally {
            sealed.release();
        }
    }

    /// The shard's segments as they are now.
    List<Snapshot.SegmentState> states() {
        List<Snapshot.SegmentState> states = new ArrayList<>();
        for (Segment segment : kept) {
            Segment.Extent extent = segment.extent();
            for (Grown one : grown) if (one.segment == segment) extent = one.extent;
            states.add(new Snapshot.SegmentState(segment.base, extent));
        }
        return states;
    }

    /// The snapshot is durable: readers may find the records here.
    void publish() {
        for (Grown one : grown) {
            one.segment.extend(one.extent);
            // That of a sealed one is in its file.
            one.segment.index(one.segment == kept.getLast() ? one.index : null);
        }
        shard.checkpoint(kept.toArray(new Segment[0]), cut.next());
    }
}
