package dev.millrace.log;

import dev.millrace.stream.ShardRef;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.zip.CRC32C;

/// One file of a stream's history: a header of 4 KiB, then runs. The checkpointer appends; readers
/// stop at the extent.
///
/// ```
///  0 magic      8 bytes "MLRSEG02"
///  8 version    u32   2
/// 12 stream     u32
/// 16 number     u64   never used again in this store
/// 24 store      16 bytes, most significant byte first
/// 40 crc32c     u32   of the bytes 0..40
/// ```
///
/// In folders of format version 1 a segment was one shard's, with entries right behind the header.
/// Those are read as long as they last, and not appended to.
final class Segment {
    static final String FOLDER = "seg";
    static final int HEADER = 4096;
    static final int VERSION = 2;
    private static final long MAGIC = 0x3230474553524c4dL; // "MLRSEG02"
    private static final long MAGIC_OF_A_SHARD = 0x3130474553524c4dL; // "MLRSEG01"

    /// How far a segment goes.
    ///
    /// @param length bytes of the file
    /// @param firstArrivalMs of the oldest record
    /// @param lastArrivalMs of the newest record
    record Extent(int length, long firstArrivalMs, long lastArrivalMs) {}

    final int stream;

    /// Of a shard's segment, the offset of its first record.
    final long number;

    /// Whose it is, in the first format; null if it is the whole stream's.
    final @Nullable ShardRef only;

    private volatile Extent extent;

    // The checkpointer's.
    int holders; // shards with records in it
    int place; // in the snapshot being written

    Segment(int stream, long number, Extent extent) {
        this.stream = stream;
        this.number = number;
        this.extent = extent;
        only = null;
    }

    Segment(ShardRef only, long base, Extent extent) {
        stream = only.stream();
        number = base;
        this.extent = extent;
        this.only = only;
    }

    Extent extent() {
        return extent;
    }

    void extend(Extent now) {
        extent = now;
    }

    static String folder(int stream) {
        return FOLDER + "/" + stream;
    }

    String name() {
        return folder(stream) + "/" + (only == null ? "" : only.index() + "-") + number + ".seg";
    }

    /// What the file begins with.
    byte[] header(UUID store) {
        ShardRef shard = only;
        byte[] to;
        if (shard == null) {
            to = new byte[44];
            LittleEndian.putLong(to, 0, MAGIC);
            LittleEndian.putInt(to, 8, VERSION);
            LittleEndian.putInt(to, 12, stream);
            LittleEndian.putLong(to, 16, number);
            StoreFormat.putStore(to, 24, store);
        } else {
            to = new byte[52];
            LittleEndian.putLong(to, 0, MAGIC_OF_A_SHARD);
            LittleEndian.putInt(to, 8, 1);
            LittleEndian.putInt(to, 12, shard.number());
            LittleEndian.putInt(to, 16, stream);
            LittleEndian.putInt(to, 20, shard.index());
            LittleEndian.putLong(to, 24, number);
            StoreFormat.putStore(to, 32, store);
        }
        var crc = new CRC32C();
        crc.update(to, 0, to.length - 4);
        LittleEndian.putInt(to, to.length - 4, (int) crc.getValue());
        return to;
    }
}
