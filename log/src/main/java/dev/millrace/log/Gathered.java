package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;

/// Records on their way from the journal to segments: taken in the journal's order, given shard by
/// shard. All state is in arrays by shard number and by record, since it is touched once a record.
final class Gathered {
    private static final int LEAST_BYTES = 4 << 20;
    private static final int OUT = 1 << 20; // whole blocks

    // A record's place, in one number: where it lies among the sources, its position, its length.
    private static final int LENGTH_BITS = 25;
    private static final int POSITION_BITS = 26;
    private static final int MOST_SOURCES = 1 << (Long.SIZE - LENGTH_BITS - POSITION_BITS - 1);
    private static final long NO_PLACE = -1; // others are not negative

    /// A stream's records among those gathered.
    ///
    /// @param shards by number
    /// @param retentionMs the longest of any of them
    /// @param from place of its first record in what is sorted
    /// @param to place behind its last
    /// @param length bytes of the run
    /// @param marks how many it has
    /// @param entryBytes of its entries
    record StreamRun(
            int stream,
            List<ShardLog> shards,
            long retentionMs,
            int from,
            int to,
            int length,
            int marks,
            int entryBytes,
            long firstArrivalMs,
            long lastArrivalMs) {}

    private final int budget;
    private int mostBytes; // that are gathered at a time
    private int gatheredBytes;

    // Where the records lie: in slabs of the tail cache, held meanwhile, and what was read from the
    // disk in a room of our own, the first source.
    private final List<Slab> slabs = new ArrayList<>();
    private byte[][] sources = {{}};
    private int filled; // bytes of the room

    // Each record, in the journal's order, then shard by shard.
    private int[] numbers = new int[1024]; // the shard's
    private long[] places = new long[1024];
    private int records;
    private long[] sorted = {};

    // Each mark, likewise.
    private int[] markAt = new int[256]; // bytes of the shard's entries before
    private long[] markOffsets = new long[256];
    private long[] markArrivals = new long[256];
    private int[] markFollowers = new int[256];
    private int marks;

    // Each shard, by its number.
    private long[] expected = {}; // offset of its next record; 0 if it is not gathered
    private int[] counts = {}; // of records; then where its next one goes in `sorted`
    private int[] bytes = {};
    private int[] nextMarkAt = {};
    private int[] markHeads = {};
    private int[] markTails = {};
    private int[] markCounts = {};
    private long[] lastArrivals = {};

    private final List<Cut.ShardCut> expecting = new ArrayList<>(); // by stream and number

    // What runs are written through: as many as were ever written at the same time.
    private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    /// @param budget bytes of entries that are gathered at a time
    Gathered(int budget) {
        this.budget = budget;
    }

    /// Takes these shards' records from now on, those that are in no segment.
    ///
    /// @return whether there are any
    boolean expect(List<Cut.ShardCut> cuts) {
        for (Cut.ShardCut cut : cuts) {
            ShardLog shard = cut.log();
            long first = Math.max(shard.checkpointed(), shard.first());
            if (first >= cut.next()) continue;
            int number = cut.number();
            if (number >= expected.length) grow(Math.max(number + 1, expected.length * 2));
            expected[number] = first;
            expecting.add(cut);
        }
        expecting.sort(
                Comparator.<Cut.ShardCut>comparingInt(cut -> cut.log().ref.stream())
                        .thenComparingInt(Cut.ShardCut::number));
        // Runs in which a shard has a mark's worth, and of few shards no larger than the
        // processor's caches.
        long wanted = Math.max(LEAST_BYTES, (long) Run.EVERY * expecting.size());
        mostBytes = (int) Math.min(wanted, budget);
        return !expecting.isEmpty();
    }

    private void grow(int length) {
        expected = Arrays.copyOf(expected, length);
        counts = Arrays.copyOf(counts, length);
        bytes = Arrays.copyOf(bytes, length);
        nextMarkAt = Arrays.copyOf(nextMarkAt, length);
        markHeads = Arrays.copyOf(markHeads, length);
        markTails = Arrays.copyOf(markTails, length);
        markCounts = Arrays.copyOf(markCounts, length);
        lastArrivals = Arrays.copyOf(lastArrivals, length);
    }

    /// Takes a record, if it is expected.
    ///
    /// @param slab that `from` belongs to; null if `from` is valid during the call only
    /// @return false if what is gathered has to be written before
    boolean add(@Nullable Slab slab, byte[] from, int at, int length) throws DamagedException {
        int number = EntryLayout.shard(from, at);
        if (number >= expected.length) return true;
        long due = expected[number];
        if (due == 0) return true;
        long offset = EntryLayout.offset(from, at);
        if (offset < due) return true;
        if (offset != due)
            throw new DamagedException(
                    "record %d of shard %d follows %d".formatted(offset, number, due - 1));
        if (gatheredBytes + length > mostBytes && records > 0) return false;
        long place = slab == null ? copied(from, at, length) : place(slab, at, length);
        if (place == NO_PLACE) return false;
        expected[number] = due + 1;
        int before = bytes[number];
        if (before >= nextMarkAt[number]) mark(number, before, offset, from, at);
        lastArrivals[number] = EntryLayout.arrivalMs(from, at);
        if (records == places.length) {
            places = Arrays.copyOf(places, records * 2);
            numbers = Arrays.copyOf(numbers, records * 2);
        }
        numbers[records] = number;
        places[records++] = place;
        counts[number]++;
        bytes[number] = before + length;
        gatheredBytes += length;
        return true;
    }

    private static long place(int source, int at, int length) {
        return ((long) source << POSITION_BITS | at) << LENGTH_BITS | length;
    }

    private long place(Slab slab, int at, int length) {
        if (slabs.isEmpty() || slabs.getLast() != slab) {
            int source = slabs.size() + 1;
            if (source == MOST_SOURCES) return NO_PLACE;
            if (!slab.acquire()) throw new IllegalStateException("a slab that is held is free");
            slabs.add(slab);
            if (source == sources.length) sources = Arrays.copyOf(sources, source * 2);
            sources[source] = slab.bytes;
        }
        return place(slabs.size(), at, length);
    }

    private long copied(byte[] from, int at, int length) {
        if (filled == 0 && sources[0].length < Math.max(mostBytes, length))
            sources[0] = new byte[Math.max(mostBytes, length)];
        if (length > sources[0].length - filled) return NO_PLACE;
        System.arraycopy(from, at, sources[0], filled, length);
        filled += length;
        return place(0, filled - length, length);
    }

    private void mark(int number, int before, long offset, byte[] from, int at) {
        if (marks == markAt.length) {
            markAt = Arrays.copyOf(markAt, marks * 2);
            markOffsets = Arrays.copyOf(markOffsets, marks * 2);
            markArrivals = Arrays.copyOf(markArrivals, marks * 2);
            markFollowers = Arrays.copyOf(markFollowers, marks * 2);
        }
        if (before == 0) markHeads[number] = marks;
        else markFollowers[markTails[number]] = marks;
        markTails[number] = marks;
        markCounts[number]++;
        markAt[marks] = before;
        markOffsets[marks] = offset;
        markArrivals[marks] = EntryLayout.arrivalMs(from, at);
        markFollowers[marks++] = -1;
        nextMarkAt[number] = before + Run.EVERY;
    }

    /// Offset of the first record gathered of a shard that has one.
    long first(ShardLog shard) {
        return markOffsets[markHeads[shard.ref.number()]];
    }

    /// What is gathered, a run for each stream.
    List<StreamRun> runs() {
        sort();
        List<StreamRun> runs = new ArrayList<>();
        List<ShardLog> shards = new ArrayList<>();
        int from = 0;
        for (Cut.ShardCut cut : expecting) {
            if (bytes[cut.number()] == 0) continue;
            if (!shards.isEmpty() && shards.getLast().ref.stream() != cut.log().ref.stream()) {
                runs.add(run(shards, from));
                from = runs.getLast().to;
                shards = new ArrayList<>();
            }
            shards.add(cut.log());
        }
        if (!shards.isEmpty()) runs.add(run(shards, from));
        return runs;
    }

    private void sort() {
        int next = 0;
        for (Cut.ShardCut cut : expecting) {
            int count = counts[cut.number()];
            counts[cut.number()] = next;
            next += count;
        }
        if (sorted.length < records) sorted = new long[places.length];
        for (int i = 0; i < records; i++) sorted[counts[numbers[i]]++] = places[i];
    }

    private StreamRun run(List<ShardLog> shards, int from) {
        int count = 0;
        int entryBytes = 0;
        long firstMs = Long.MAX_VALUE;
        long lastMs = Long.MIN_VALUE;
        long retentionMs = 0;
        for (ShardLog shard : shards) {
            int number = shard.ref.number();
            count += markCounts[number];
            entryBytes += bytes[number];
            firstMs = Math.min(firstMs, markArrivals[markHeads[number]]);
            lastMs = Math.max(lastMs, lastArrivals[number]);
            retentionMs = Math.max(retentionMs, shard.durableRetentionMs());
        }
        return new StreamRun(
                shards.getFirst().ref.stream(),
                shards,
                retentionMs,
                from,
                counts[shards.getLast().ref.number()],
                Run.Header.length(count, entryBytes),
                count,
                entryBytes,
                firstMs,
                lastMs);
    }

    /// Writes a run. Any thread, several at a time.
    ///
    /// @param position in the file, a multiple of [Run#ALIGNMENT]
    /// @param segment its number
    void write(StreamRun run, Disk.File file, long position, UUID store, long segment)
            throws IOException {
        byte[] pooled = run.length < OUT ? null : buffers.poll();
        byte[] buffer = pooled == null ? new byte[Math.min(OUT, run.length)] : pooled;
        var out = new Output(file, position, buffer);
        byte[] head = new byte[Run.HEADER + Run.MARK * run.marks];
        int at = Run.HEADER;
        int entryAt = head.length;
        for (ShardLog shard : run.shards) {
            int number = shard.ref.number();
            for (int mark = markHeads[number]; mark >= 0; mark = markFollowers[mark]) {
                LittleEndian.putInt(head, at, number);
                LittleEndian.putInt(head, at + 4, entryAt + markAt[mark]);
                LittleEndian.putLong(head, at + 8, markOffsets[mark]);
                LittleEndian.putLong(head, at + 16, markArrivals[mark]);
                at += Run.MARK;
            }
            entryAt += bytes[number];
        }
        var crc = new CRC32C();
        crc.update(head, Run.HEADER, head.length - Run.HEADER);
        new Run.Header(run.length, run.marks, (int) crc.getValue(), run.entryBytes)
                .write(head, 0, store, segment);
        out.put(head, 0, head.length);
        for (int i = run.from; i < run.to; i++) {
            long place = sorted[i];
            int length = (int) place & (1 << LENGTH_BITS) - 1;
            int from = (int) (place >>> LENGTH_BITS) & (1 << POSITION_BITS) - 1;
            out.put(sources[(int) (place >>> (LENGTH_BITS + POSITION_BITS))], from, length);
        }
        out.finish();
        if (buffer.length == OUT) buffers.add(buffer);
    }

    /// Gathers bytes for large writes of whole blocks.
    private static final class Output {
        private final Disk.File file;
        private final byte[] bytes;
        private long position;
        private int filled;

        Output(Disk.File file, long position, byte[] bytes) {
            this.file = file;
            this.position = position;
            this.bytes = bytes;
        }

        void put(byte[] from, int at, int length) throws IOException {
            int put = 0;
            while (put < length) {
                int count = Math.min(length - put, bytes.length - filled);
                System.arraycopy(from, at + put, bytes, filled, count);
                filled += count;
                put += count;
                if (filled == bytes.length) write(filled);
            }
        }

        /// Writes the rest, with zeros up to the end of its last block.
        void finish() throws IOException {
            int end = (filled + Run.ALIGNMENT - 1) & -Run.ALIGNMENT;
            Arrays.fill(bytes, filled, end, (byte) 0);
            if (end > 0) write(end);
        }

        private void write(int count) throws IOException {
            file.write(ByteBuffer.wrap(bytes, 0, count), position);
            position += count;
            filled = 0;
        }
    }

    /// What was gathered is written; more of the same shards may follow.
    void clear() {
        for (Cut.ShardCut cut : expecting) {
            int number = cut.number();
            bytes[number] = 0;
            nextMarkAt[number] = 0;
            markCounts[number] = 0;
            counts[number] = 0;
        }
        for (Slab slab : slabs) slab.release();
        slabs.clear();
        Arrays.fill(sources, 1, sources.length, sources[0]);
        gatheredBytes = 0;
        records = 0;
        marks = 0;
        filled = 0;
    }

    /// @throws DamagedException if the journal did not have all that was expected
    void checkComplete() throws DamagedException {
        for (Cut.ShardCut cut : expecting) {
            long end = expected[cut.number()];
            if (end != cut.next() && !cut.log().isDropped())
                throw new DamagedException(
                        "shard %d ends at %d before %d".formatted(cut.number(), end, cut.next()));
        }
    }

    /// No shard's records are expected any more.
    void forget() {
        clear();
        for (Cut.ShardCut cut : expecting) expected[cut.number()] = 0;
        expecting.clear();
    }
}
