package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.ShardRef;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Everything but the records, at one place of the journal: the shards, the segments, the ledgers'
/// states. What the journal holds before that place is not needed any more.
///
/// ```
///  0 magic    8 bytes "MLRSNP01"
///  8 version  u32   2
/// 12 reserved u32   0
/// 16 store    16 bytes, most significant byte first
/// 32 walSeq   u64   the journal goes on in this file …
/// 40 position u64   … at this position …
/// 48 groupSeq u64   … with this group …
/// 56 lsn      u64   … whose first entry has this number
/// 64 previous u64   lsn of the group before
/// 72 taken    u64   milliseconds since the epoch
/// 80 shards   u32
/// 84 ledgers  u32
/// 88 segments u32
/// 92 next     u64   number of the next segment
/// 100 each segment: stream u32, shard u32 and its index u32 (0xffffffff each: the stream's),
///                 number u64, length u32, first arrival u64, last arrival u64
///    each shard:  number u32, stream u32, index u32, flags u32 (1 = closed), retention u64,
///                 first u64, next u64, last arrival u64, segments u32, then
///    of each:     offset of its first record there u64, which of the segments above u32
///    each ledger: name length u32, name, commands u64, state length u32, state
///    crc32c   u32   of everything before
/// ```
///
/// Version 1 has no segments at 88, and with each shard its own: base u64, end u64, length u32,
/// first arrival u64, last arrival u64.
///
/// @param nextSegment number of the next segment
/// @param segments all that shards have records in; there may be others
record Snapshot(
        UUID store,
        Journal.Mark mark,
        long takenMs,
        long nextSegment,
        List<SegmentState> segments,
        List<ShardState> shards,
        List<LedgerLog.LedgerCut> ledgers) {
    static final String FOLDER = "meta";
    static final String SUFFIX = ".snap";
    private static final int VERSION = 2;
    private static final long MAGIC = 0x3130504e53524c4dL; // "MLRSNP01"
    private static final int CLOSED = 1;
    private static final int NONE = -1;

    /// @param segments the newest of them ends where the shard does
    record ShardState(
            ShardRef ref,
            boolean closed,
            long retentionMs,
            long first,
            long next,
            long lastArrivalMs,
            SegmentList segments) {
        ShardState with(SegmentList now) {
            return new ShardState(ref, closed, retentionMs, first, next, lastArrivalMs, now);
        }

        /// Those with records that are not trimmed.
        SegmentList needed() {
            return segments.without(segments.countBelow(first, next));
        }
    }

    /// A segment, and how far it goes in this snapshot.
    record SegmentState(Segment segment, Segment.Extent extent) {}

    static String name(long lsn) {
        return FOLDER + "/%016d".formatted(lsn) + SUFFIX;
    }

    /// The same, with the journal going on in a new file: for a folder that has no other.
    Snapshot withoutJournal() {
        var next =
                new Journal.Mark(
                        mark.walSeq() + 1,
                        JournalHeader.LENGTH,
                        mark.groupSeq(),
                        mark.lsn(),
                        mark.previousLsn());
        return new Snapshot(store, next, takenMs, nextSegment, segments, shards, ledgers);
    }

    /// Makes the snapshot durable, then its name.
    ///
    /// @return its size in bytes
    int write(Disk disk) throws IOException {
        String draft = name(mark.lsn()) + ".tmp";
        byte[] bytes = bytes();
        try (Disk.File file = disk.open(draft, true)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
        disk.rename(draft, name(mark.lsn()));
        disk.forceDirectory(FOLDER);
        return bytes.length;
    }

    byte[] bytes() {
        var to = new Packer().u64(MAGIC).u32(VERSION).u32(0);
        byte[] number = new byte[16];
        StoreFormat.putStore(number, 0, store);
        to.bytes(number)
                .u64(mark.walSeq())
                .u64(mark.position())
                .u64(mark.groupSeq())
                .u64(mark.lsn())
                .u64(mark.previousLsn())
                .u64(takenMs)
                .u32(shards.size())
                .u32(ledgers.size())
                .u32(segments.size())
                .u64(nextSegment);
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i).segment;
            segment.place = i;
            Segment.Extent extent = segments.get(i).extent;
            ShardRef only = segment.only;
            to.u32(segment.stream)
                    .u32(only == null ? NONE : only.number())
                    .u32(only == null ? NONE : only.index())
                    .u64(segment.number)
                    .u32(extent.length())
                    .u64(extent.firstArrivalMs())
                    .u64(extent.lastArrivalMs());
        }
        for (ShardState shard : shards) {
            to.u32(shard.ref.number())
                    .u32(shard.ref.stream())
                    .u32(shard.ref.index())
                    .u32(shard.closed ? CLOSED : 0)
                    .u64(shard.retentionMs)
                    .u64(shard.first)
                    .u64(shard.next)
                    .u64(shard.lastArrivalMs)
                    .u32(shard.segments.size());
            for (int i = 0; i < shard.segments.size(); i++)
                to.u64(shard.segments.base(i)).u32(shard.segments.segment(i).place);
        }
        for (LedgerLog.LedgerCut ledger : ledgers) {
            byte[] name = ledger.name.getBytes(StandardCharsets.UTF_8);
            to.u32(name.length)
                    .bytes(name)
                    .u64(ledger.commands)
                    .u32(ledger.state.length)
                    .bytes(ledger.state);
        }
        byte[] body = to.u32(0).packed();
        LittleEndian.putInt(body, body.length - 4, crc(body));
        return body;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        return (int) crc.getValue();
    }

    /// @throws DamagedException if the file is not a whole snapshot
    static Snapshot read(Disk disk, String name) throws IOException {
        byte[] bytes;
        try (Disk.File file = disk.open(name, false)) {
            bytes = new byte[Math.toIntExact(file.size())];
            if (file.read(ByteBuffer.wrap(bytes), 0) < bytes.length)
                throw new DamagedException(name, 0);
        }
        if (bytes.length < 92
                || LittleEndian.getLong(bytes, 0) != MAGIC
                || LittleEndian.getInt(bytes, bytes.length - 4) != crc(bytes))
            throw new DamagedException(name, 0);
        ByteBuffer from = ByteBuffer.wrap(bytes, 0, bytes.length - 4);
        from.order(ByteOrder.LITTLE_ENDIAN).position(32);
        try {
            return parse(from, StoreFormat.getStore(bytes, 16), LittleEndian.getInt(bytes, 8));
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new DamagedException(name, from.position());
        }
    }

    private static Snapshot parse(ByteBuffer from, UUID store, int version) {
        if (version < 1 || version > VERSION) throw new IllegalArgumentException();
        var mark =
                new Journal.Mark(
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong());
        long takenMs = from.getLong();
        int shardCount = from.getInt();
        int ledgerCount = from.getInt();
        int segmentCount = version == 1 ? 0 : from.getInt();
        long nextSegment = version == 1 ? 1 : from.getLong();
        List<SegmentState> segments = new ArrayList<>();
        for (int i = 0; i < segmentCount; i++) segments.add(segment(from));
        List<ShardState> shards = new ArrayList<>();
        for (int i = 0; i < shardCount; i++) {
            var ref = new ShardRef(from.getInt(), from.getInt(), from.getInt());
            boolean closed = (from.getInt() & CLOSED) != 0;
            long retentionMs = from.getLong();
            long first = from.getLong();
            long next = from.getLong();
            long lastArrivalMs = from.getLong();
            int count = length(from, version == 1 ? 36 : 12);
            long[] bases = new long[count];
            Segment[] of = new Segment[count];
            for (int j = 0; j < count; j++) {
                bases[j] = from.getLong();
                SegmentState segment =
                        version == 1
                                ? segmentOfShard(ref, bases[j], from)
                                : segments.get(from.getInt());
                if (version == 1) segments.add(segment);
                of[j] = segment.segment;
            }
            shards.add(
                    new ShardState(
                            ref,
                            closed,
                            retentionMs,
                            first,
                            next,
                            lastArrivalMs,
                            new SegmentList(bases, of)));
        }
        List<LedgerLog.LedgerCut> ledgers = new ArrayList<>();
        for (int i = 0; i < ledgerCount; i++) {
            byte[] ledger = new byte[length(from, 1)];
            from.get(ledger);
            long commands = from.getLong();
            byte[] state = new byte[length(from, 1)];
            from.get(state);
            ledgers.add(
                    new LedgerLog.LedgerCut(
                            new String(ledger, StandardCharsets.UTF_8), commands, state));
        }
        return new Snapshot(store, mark, takenMs, nextSegment, segments, shards, ledgers);
    }

    /// How many of something there are, at `bytes` each at least.
    private static int length(ByteBuffer from, int bytes) {
        int count = from.getInt();
        if (count < 0 || count > from.remaining() / bytes) throw new IllegalArgumentException();
        return count;
    }

    private static SegmentState segment(ByteBuffer from) {
        int stream = from.getInt();
        int shard = from.getInt();
        int index = from.getInt();
        long number = from.getLong();
        var extent = new Segment.Extent(from.getInt(), from.getLong(), from.getLong());
        return new SegmentState(
                shard == NONE
                        ? new Segment(stream, number, extent)
                        : new Segment(new ShardRef(shard, stream, index), number, extent),
                extent);
    }

    private static SegmentState segmentOfShard(ShardRef shard, long base, ByteBuffer from) {
        from.getLong(); // where it ends: where the next one begins
        var extent = new Segment.Extent(from.getInt(), from.getLong(), from.getLong());
        return new SegmentState(new Segment(shard, base, extent), extent);
    }
}
