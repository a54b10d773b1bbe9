package dev.millrace.log;

import java.util.zip.CRC32C;

/// One entry, the same bytes in the journal, in a segment and in the tail cache.
///
/// ```
///  0 length     u32   of the whole entry
///  4 crc32c     u32   of the bytes from 8 to the end
///  8 type       u8
///  9 flags      u8    0
/// 10 key length u16
/// 12 shard      u32   engine-wide number
/// 16 offset     u64
/// 24 arrival    u64   milliseconds since the epoch
/// 32 key, then data
/// ```
final class EntryLayout {
    static final int HEADER = 32;

    /// What a group or a segment can hold at most in one entry: 16 MiB is beyond the largest record
    /// (10 MiB and its key) and keeps a damaged length from asking for the whole memory.
    static final int MAX = 16 << 20;

    static final int MAX_KEY = 0xffff;

    // Persisted: never reuse a number.

    /// A record.
    static final byte DATA = 1;

    /// A shard takes records from now on. Data: stream u32, index u32, retention u64.
    static final byte OPEN = 2;

    /// A shard takes no more; `offset` is the one that its next record would have had.
    static final byte CLOSE = 3;

    /// A ledger's command: the key is the ledger's name, the offset its number in the ledger.
    static final byte COMMAND = 4;

    /// A snapshot is durable; `offset` is the number of the first entry it does not cover.
    static final byte CHECKPOINT = 5;

    /// A shard is forgotten.
    static final byte DROP = 6;

    /// A shard's retention changes. Data: retention u64.
    static final byte RETAIN = 7;

    /// A shard's records below `offset` are forgotten.
    static final byte TRIM = 8;

    /// In place of a shard in entries that concern none.
    static final int NO_SHARD = -1;

    private EntryLayout() {}

    /// Writes an entry and returns its length. Primitives and arrays: called once a record.
    static int write(
            byte[] to,
            int at,
            byte type,
            int shard,
            long offset,
            long arrivalMs,
            byte[] key,
            byte[] data,
            int dataOffset,
            int dataLength,
            CRC32C crc) {
        int length = HEADER + key.length + dataLength;
        LittleEndian.putInt(to, at, length);
        to[at + 8] = type;
        to[at + 9] = 0;
        LittleEndian.putShort(to, at + 10, key.length);
        LittleEndian.putInt(to, at + 12, shard);
        LittleEndian.putLong(to, at + 16, offset);
        LittleEndian.putLong(to, at + 24, arrivalMs);
        System.arraycopy(key, 0, to, at + HEADER, key.length);
        System.arraycopy(data, dataOffset, to, at + HEADER + key.length, dataLength);
        crc.reset();
        crc.update(to, at + 8, length - 8);
        LittleEndian.putInt(to, at + 4, (int) crc.getValue());
        return length;
    }

    static int length(byte[] from, int at) {
        return LittleEndian.getInt(from, at);
    }

    static byte type(byte[] from, int at) {
        return from[at + 8];
    }

    static int keyLength(byte[] from, int at) {
        return LittleEndian.getUnsignedShort(from, at + 10);
    }

    static int dataLength(byte[] from, int at) {
        return length(from, at) - HEADER - keyLength(from, at);
    }

    static int shard(byte[] from, int at) {
        return LittleEndian.getInt(from, at + 12);
    }

    static long offset(byte[] from, int at) {
        return LittleEndian.getLong(from, at + 16);
    }

    static long arrivalMs(byte[] from, int at) {
        return LittleEndian.getLong(from, at + 24);
    }

    /// Whether a length read from disk can be an entry's.
    static boolean plausible(int length) {
        return length >= HEADER && length <= MAX;
    }

    /// Whether what lies at `at` is laid out as an entry of its type, checksums aside.
    static boolean wellFormed(byte[] from, int at, int available) {
        if (available < HEADER) return false;
        int length = length(from, at);
        if (!plausible(length) || length > available) return false;
        int data = dataLength(from, at);
        return switch (type(from, at)) {
            case OPEN -> data == 16 && namesShard(from, at);
            case RETAIN -> data == 8;
            default -> data >= 0;
        };
    }

    private static boolean namesShard(byte[] from, int at) {
        int dataAt = at + HEADER + keyLength(from, at);
        int number = shard(from, at);
        return number >= 0
                && number < ShardTable.MOST
                && LittleEndian.getInt(from, dataAt) >= 0
                && LittleEndian.getInt(from, dataAt + 4) >= 0;
    }

    /// Whether a whole entry lies at `at`, undamaged.
    static boolean valid(byte[] from, int at, int available, CRC32C crc) {
        if (available < HEADER) return false;
        int length = length(from, at);
        if (!plausible(length) || length > available) return false;
        if (HEADER + keyLength(from, at) > length) return false;
        crc.reset();
        crc.update(from, at + 8, length - 8);
        return (int) crc.getValue() == LittleEndian.getInt(from, at + 4);
    }
}
