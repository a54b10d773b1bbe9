package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.ShardRef;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Everything but the records, at one place of the journal: the shards with their segments, the
/// ledgers' states. What the journal holds before that place is not needed any more.
///
/// ```
///  0 magic    8 bytes "MLRSNP01"
///  8 version  u32   1
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
/// 88 each shard:  number u32, stream u32, index u32, flags u32 (1 = closed), retention u64,
///                 first u64, next u64, last arrival u64, segments u32, then
///    each segment: base u64, end u64, length u32, first arrival u64, last arrival u64
///    each ledger: name length u32, name, commands u64, state length u32, state
///    crc32c   u32   of everything before
/// ```
record Snapshot(
        UUID store,
        Journal.Mark mark,
        long takenMs,
        List<ShardState> shards,
        List<LedgerLog.LedgerCut> ledgers) {
    static final String FOLDER = "meta";
    static final String SUFFIX = ".snap";
    private static final long MAGIC = 0x3130504e53524c4dL; // "MLRSNP01"
    private static final int CLOSED = 1;

    record ShardState(
            ShardRef ref,
            boolean closed,
            long retentionMs,
            long first,
            long next,
            long lastArrivalMs,
            List<SegmentState> segments) {}

    record SegmentState(long base, Segment.Extent extent) {}

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
        return new Snapshot(store, next, takenMs, shards, ledgers);
    }

    /// Makes the snapshot durable, then its name.
    void write(Disk disk) throws IOException {
        String draft = name(mark.lsn()) + ".tmp";
        byte[] bytes = bytes();
        try (Disk.File file = disk.open(draft, true)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
        disk.rename(draft, name(mark.lsn()));
        disk.forceDirectory(FOLDER);
    }

    byte[] bytes() {
        var to = new Packer().u64(MAGIC).u32(StoreFormat.VERSION).u32(0);
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
                .u32(ledgers.size());
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
            for (SegmentState segment : shard.segments)
                to.u64(segment.base)
                        .u64(segment.extent.end())
                        .u32(segment.extent.length())
                        .u64(segment.extent.firstArrivalMs())
                        .u64(segment.extent.lastArrivalMs());
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
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(32);
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
        List<ShardState> shards = new ArrayList<>();
        for (int i = 0; i < shardCount; i++) {
            var ref = new ShardRef(from.getInt(), from.getInt(), from.getInt());
            boolean closed = (from.getInt() & CLOSED) != 0;
            long retentionMs = from.getLong();
            long first = from.getLong();
            long next = from.getLong();
            long lastArrivalMs = from.getLong();
            int segmentCount = from.getInt();
            List<SegmentState> segments = new ArrayList<>();
            for (int j = 0; j < segmentCount; j++) {
                long base = from.getLong();
                var extent =
                        new Segment.Extent(
                                from.getLong(), from.getInt(), from.getLong(), from.getLong());
                segments.add(new SegmentState(base, extent));
            }
            shards.add(
                    new ShardState(ref, closed, retentionMs, first, next, lastArrivalMs, segments));
        }
        List<LedgerLog.LedgerCut> ledgers = new ArrayList<>();
        for (int i = 0; i < ledgerCount; i++) {
            byte[] ledger = new byte[from.getInt()];
            from.get(ledger);
            long commands = from.getLong();
            byte[] state = new byte[from.getInt()];
            from.get(state);
            ledgers.add(
                    new LedgerLog.LedgerCut(
                            new String(ledger, StandardCharsets.UTF_8), commands, state));
        }
        return new Snapshot(StoreFormat.getStore(bytes, 16), mark, takenMs, shards, ledgers);
    }
}
