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
final class SegmentAppender implements EntryVisitor {
    private static final int BUFFER = 256 << 10;
    private static final byte[] EMPTY = {};

    /// A segment and how far it will go.
    private record Grown(Segment segment, Segment.Extent extent) {}

    private final Disk disk;
    private final SegmentFiles files;
    private final UUID store;
    private final ShardLog shard;
    private final int mostBytes;
    private final long sealAgeMs;
    private final long nowMs;

    private final List<Segment> kept;
    private final List<Grown> grown = new ArrayList<>();

    // The segment being written.
    private @Nullable Segment active;
    private SegmentFiles.@Nullable Open open;
    private SegmentIndex.@Nullable Growing index;
    private long end;
    private int length;
    private long firstArrivalMs;
    private long lastArrivalMs;
    private byte[] buffer = EMPTY;
    private int buffered;

    SegmentAppender(
            Disk disk,
            SegmentFiles files,
            UUID store,
            ShardLog shard,
            int mostBytes,
            long sealAgeMs,
            long nowMs) {
        this.disk = disk;
        this.files = files;
        this.store = store;
        this.shard = shard;
        this.mostBytes = mostBytes;
        this.sealAgeMs = sealAgeMs;
        this.nowMs = nowMs;
        kept = new ArrayList<>(List.of(shard.segments()));
    }

    /// Whether a new file came to the folder of the shard's stream.
    boolean hasNewFile() {
        return kept.size() > shard.segments().length;
    }

    /// Moves the records from `from` up to `to` into segments, and forces them.
    void append(EntrySource source, long from, long to) throws IOException {
        try {
            if (!kept.isEmpty()) resume(kept.getLast());
            long reached = source.visit(shard, from, to, this);
            if (reached != to && !shard.isDropped())
                throw new DamagedException(
                        "shard %d ends at %d before %d".formatted(shard.ref.number(), reached, to));
            finish();
        } catch (IOException | RuntimeException | AssertionError e) {
            // What the index says may be beyond what a second attempt writes.
            if (active != null) files.forget(active);
            throw e;
        } finally {
            if (open != null) open.release();
            open = null;
            // Those of all shards with new records stay until the snapshot: without this, thousands
            // of buffers would.
            index = null;
            buffer = EMPTY;
        }
    }

    private void resume(Segment last) throws IOException {
        Segment.Extent extent = last.extent();
        if (extent.length() >= mostBytes || nowMs - extent.firstArrivalMs() > sealAgeMs) {
            seal(last, extent.length());
            return;
        }
        active = last;
        open = files.acquire(last);
        SegmentIndex known = files.known(open);
        index = known == null ? null : new SegmentIndex.Growing(known);
        end = extent.end();
        length = extent.length();
        firstArrivalMs = extent.firstArrivalMs();
        lastArrivalMs = extent.lastArrivalMs();
    }

    private void begin(long base) throws IOException {
        Segment made = new Segment(shard.ref, base, new Segment.Extent(base, Segment.HEADER, 0, 0));
        Disk.File file = disk.open(made.name(), true);
        file.truncate(0); // an attempt that failed may have left one
        file.write(ByteBuffer.wrap(made.header(store)), 0);
        files.adopt(made, file);
        active = made;
        open = files.acquire(made);
        index = new SegmentIndex.Growing(SegmentIndex.empty(base));
        end = base;
        length = Segment.HEADER;
        kept.add(made);
    }

    @Override
    public boolean visit(byte[] bytes, int at, int entryLength) throws IOException {
        if (active != null && length + (long) entryLength > mostBytes && length > Segment.HEADER) {
            Segment full = active;
            int fullLength = length;
            finish();
            seal(full, fullLength);
        }
        long offset = EntryLayout.offset(bytes, at);
        long arrivalMs = EntryLayout.arrivalMs(bytes, at);
        if (active == null) begin(offset);
        if (length == Segment.HEADER) firstArrivalMs = arrivalMs;
        lastArrivalMs = arrivalMs;
        if (index != null) index.entry(offset, length, arrivalMs);
        put(bytes, at, entryLength);
        length += entryLength;
        end = offset + 1;
        return true;
    }

    private void put(byte[] bytes, int at, int count) throws IOException {
        if (buffered + count > buffer.length) {
            if (buffered + count <= BUFFER) {
                int size = Math.max(buffered + count, Math.max(4096, buffer.length * 2));
                buffer = Arrays.copyOf(buffer, Math.min(BUFFER, size));
            } else {
                flush();
            }
        }
        if (count > buffer.length && count > BUFFER / 2) {
            opened().file.write(ByteBuffer.wrap(bytes, at, count), length);
            return;
        }
        if (count > buffer.length) buffer = new byte[BUFFER];
        System.arraycopy(bytes, at, buffer, buffered, count);
        buffered += count;
    }

    private SegmentFiles.Open opened() {
        if (open == null) throw new IllegalStateException("no segment is open");
        return open;
    }

    private void flush() throws IOException {
        if (buffered == 0) return;
        opened().file.write(ByteBuffer.wrap(buffer, 0, buffered), length - buffered);
        buffered = 0;
    }

    /// Forces the segment being written.
    private void finish() throws IOException {
        Segment done = active;
        if (done == null) return;
        if (end > done.extent().end()) {
            flush();
            opened().file.force();
            grown.add(
                    new Grown(
                            done, new Segment.Extent(end, length, firstArrivalMs, lastArrivalMs)));
            if (index != null) files.index(opened(), index.grown());
        }
        opened().release();
        open = null;
        active = null;
    }

    /// Writes the index of a segment that gets no more records.
    private void seal(Segment full, int fullLength) throws IOException {
        SegmentFiles.Open sealed = files.acquire(full);
        try (Disk.File file = disk.open(full.indexName(), true)) {
            byte[] bytes = files.index(sealed, fullLength).bytes();
            file.truncate(0);
            file.write(ByteBuffer.wrap(bytes), 0);
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
    void publish(long checkpointed) {
        for (Grown one : grown) one.segment.extend(one.extent);
        shard.checkpoint(kept.toArray(new Segment[0]), checkpointed);
    }
}
