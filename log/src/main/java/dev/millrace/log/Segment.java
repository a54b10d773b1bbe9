package dev.millrace.log;

import dev.millrace.stream.ShardRef;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.zip.CRC32C;

/// One file of a shard's history: a header of 4 KiB, then entries. The checkpointer appends;
/// readers stop at the extent.
///
/// ```
///  0 magic      8 bytes "MLRSEG01"
///  8 version    u32   1
/// 12 shard      u32   engine-wide number
/// 16 stream     u32
/// 20 index      u32
/// 24 base       u64   offset of the first entry
/// 32 store      16 bytes, most significant byte first
/// 48 crc32c     u32   of the bytes 0..48
/// ```
final class Segment {
    static final String FOLDER = "seg";
    static final int HEADER = 4096;
    static final int HEADER_USED = 52;
    private static final long MAGIC = 0x3130474553524c4dL; // "MLRSEG01"

    /// How far a segment goes.
    ///
    /// @param end offset behind the last entry
    /// @param length bytes of the file
    record Extent(long end, int length, long firstArrivalMs, long lastArrivalMs) {}

    final ShardRef shard;
    final long base;
    private volatile Extent extent;
    private volatile @Nullable SegmentIndex index;

    Segment(ShardRef shard, long base, Extent extent) {
        this.shard = shard;
        this.base = base;
        this.extent = extent;
    }

    Extent extent() {
        return extent;
    }

    void extend(Extent now) {
        extent = now;
    }

    /// Where its entries lie, while it grows; null if that would have to be read from the disk.
    @Nullable SegmentIndex index() {
        return index;
    }

    void index(@Nullable SegmentIndex now) {
        index = now;
    }

    static String folder(int stream) {
        return FOLDER + "/" + stream;
    }

    String name() {
        return folder(shard.stream()) + "/" + shard.index() + "-" + base + ".seg";
    }

    String indexName() {
        return folder(shard.stream()) + "/" + shard.index() + "-" + base + ".idx";
    }

    byte[] header(UUID store) {
        byte[] to = new byte[HEADER];
        LittleEndian.putLong(to, 0, MAGIC);
        LittleEndian.putInt(to, 8, StoreFormat.VERSION);
        LittleEndian.putInt(to, 12, shard.number());
        LittleEndian.putInt(to, 16, shard.stream());
        LittleEndian.putInt(to, 20, shard.index());
        LittleEndian.putLong(to, 24, base);
        StoreFormat.putStore(to, 32, store);
        var crc = new CRC32C();
        crc.update(to, 0, 48);
        LittleEndian.putInt(to, 48, (int) crc.getValue());
        return to;
    }
}
