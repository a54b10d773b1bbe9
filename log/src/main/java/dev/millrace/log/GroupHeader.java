package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.util.zip.CRC32C;

/// What precedes the entries that became durable together. A group starts at a multiple of 4 KiB
/// in its journal file. Both checksums start from the file's salt, so that no client's payload can
/// pass for a group.
///
/// ```
///  0 magic          u32
///  4 header crc32c  u32   of the salt and the bytes 8..64
///  8 walSeq         u64   the journal file's number
/// 16 groupSeq       u64   from 1, without gaps
/// 24 lsn            u64   number of the group's first entry, from 1
/// 32 payload length u32
/// 36 entries        u32
/// 40 payload crc32c u32   of the salt and the payload
/// 44 flags          u32   0
/// 48 written        u64   milliseconds since the epoch
/// 56 previous lsn   u64   the preceding group's, 0 for the first
/// ```
record GroupHeader(
        long walSeq,
        long groupSeq,
        long lsn,
        int payloadLength,
        int entries,
        int payloadCrc,
        long writtenMs,
        long previousLsn) {
    static final int LENGTH = 64;
    static final int ALIGNMENT = 4096;
    private static final int MAGIC = 0x47524c4d; // "MLRG"

    /// The position at which the group after one that ends at `end` may start.
    static long align(long end) {
        return (end + ALIGNMENT - 1) & -ALIGNMENT;
    }

    void write(byte[] to, int at, long salt) {
        LittleEndian.putInt(to, at, MAGIC);
        LittleEndian.putLong(to, at + 8, walSeq);
        LittleEndian.putLong(to, at + 16, groupSeq);
        LittleEndian.putLong(to, at + 24, lsn);
        LittleEndian.putInt(to, at + 32, payloadLength);
        LittleEndian.putInt(to, at + 36, entries);
        LittleEndian.putInt(to, at + 40, payloadCrc);
        LittleEndian.putInt(to, at + 44, 0);
        LittleEndian.putLong(to, at + 48, writtenMs);
        LittleEndian.putLong(to, at + 56, previousLsn);
        LittleEndian.putInt(to, at + 4, salted(salt, to, at + 8, LENGTH - 8));
    }

    /// The header at `at`, or null if there is none that was written with this salt.
    static @Nullable GroupHeader read(byte[] from, int at, long salt) {
        if (LittleEndian.getInt(from, at) != MAGIC) return null;
        if (LittleEndian.getInt(from, at + 4) != salted(salt, from, at + 8, LENGTH - 8))
            return null;
        return new GroupHeader(
                LittleEndian.getLong(from, at + 8),
                LittleEndian.getLong(from, at + 16),
                LittleEndian.getLong(from, at + 24),
                LittleEndian.getInt(from, at + 32),
                LittleEndian.getInt(from, at + 36),
                LittleEndian.getInt(from, at + 40),
                LittleEndian.getLong(from, at + 48),
                LittleEndian.getLong(from, at + 56));
    }

    /// Whether a header for this place was begun at `at`, be it damaged: all fields that can be
    /// foretold but one at most are as they should be. What a file used again holds there is of
    /// another file and other numbers.
    static boolean isBegun(byte[] from, int at, Journal.Mark place) {
        int fits = 0;
        if (LittleEndian.getInt(from, at) == MAGIC) fits++;
        if (LittleEndian.getLong(from, at + 8) == place.walSeq()) fits++;
        if (LittleEndian.getLong(from, at + 16) == place.groupSeq()) fits++;
        if (LittleEndian.getLong(from, at + 24) == place.lsn()) fits++;
        if (LittleEndian.getLong(from, at + 56) == place.previousLsn()) fits++;
        return fits >= 4;
    }

    static int salted(long salt, byte[] bytes, int at, int length) {
        byte[] seed = new byte[Long.BYTES];
        LittleEndian.putLong(seed, 0, salt);
        var crc = new CRC32C();
        crc.update(seed, 0, seed.length);
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }
}
