package dev.millrace.log;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The first 4 KiB of a journal file. What is written lies in one 512-byte sector, so that a crash
/// leaves either the header before or this one, never a mixture.
///
/// ```
///  0 magic         8 bytes "MLRWAL01"
///  8 version       u32   1
/// 12 reserved      u32   0
/// 16 walSeq        u64   the file's number, as in its name
/// 24 firstLsn      u64   where this file continues the journal
/// 32 firstGroupSeq u64   likewise
/// 40 store         16 bytes, most significant byte first
/// 56 salt          u64   random
/// 64 crc32c        u32   of the bytes 0..64
/// ```
record JournalHeader(long walSeq, long firstLsn, long firstGroupSeq, UUID store, long salt) {
    static final int LENGTH = 4096;
    private static final int USED = 68;
    static final int VERSION = 1;
    private static final long MAGIC = 0x31304c4157524c4dL; // "MLRWAL01"

    byte[] bytes() {
        byte[] to = new byte[LENGTH];
        LittleEndian.putLong(to, 0, MAGIC);
        LittleEndian.putInt(to, 8, VERSION);
        LittleEndian.putLong(to, 16, walSeq);
        LittleEndian.putLong(to, 24, firstLsn);
        LittleEndian.putLong(to, 32, firstGroupSeq);
        StoreFormat.putStore(to, 40, store);
        LittleEndian.putLong(to, 56, salt);
        LittleEndian.putInt(to, 64, crc(to));
        return to;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, 64);
        return (int) crc.getValue();
    }

    /// What the start of a file says.
    sealed interface Found {
        record Valid(JournalHeader header) implements Found {}

        /// Nothing was ever written: a file made ahead of time.
        record Blank() implements Found {}

        /// Neither blank nor valid, which no crash leaves behind.
        record Damaged() implements Found {}
    }

    static Found read(Disk.File file) throws IOException {
        byte[] from = new byte[USED];
        int length = file.read(ByteBuffer.wrap(from), 0);
        JournalHeader header = length == USED ? parse(from) : null;
        if (header != null) return new Found.Valid(header);
        for (int i = 0; i < length; i++) if (from[i] != 0) return new Found.Damaged();
        return new Found.Blank();
    }

    private static @Nullable JournalHeader parse(byte[] from) {
        if (LittleEndian.getLong(from, 0) != MAGIC) return null;
        if (LittleEndian.getInt(from, 64) != crc(from)) return null;
        return new JournalHeader(
                LittleEndian.getLong(from, 16),
                LittleEndian.getLong(from, 24),
                LittleEndian.getLong(from, 32),
                StoreFormat.getStore(from, 40),
                LittleEndian.getLong(from, 56));
    }
}
