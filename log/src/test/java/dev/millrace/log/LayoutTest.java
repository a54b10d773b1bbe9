package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// What the journal is made of reads as it was written, and not at all once a bit of it has
/// changed.
class LayoutTest {
    @Property(tries = 500)
    void anEntryReadsAsItWasWritten(
            @ForAll @ByteRange(min = 1, max = 8) byte type,
            @ForAll int shard,
            @ForAll long offset,
            @ForAll long arrivalMs,
            @ForAll @Size(max = 300) byte[] key,
            @ForAll @Size(max = 300) byte[] data,
            @ForAll @IntRange(max = 9) int at,
            @ForAll @IntRange(max = 1 << 20) int bit) {
        var crc = new CRC32C();
        byte[] bytes = new byte[1_000];
        int length =
                EntryLayout.write(
                        bytes, at, type, shard, offset, arrivalMs, key, data, 0, data.length, crc);
        assertEquals(length, EntryLayout.length(bytes, at));
        assertEquals(type, EntryLayout.type(bytes, at));
        assertEquals(shard, EntryLayout.shard(bytes, at));
        assertEquals(offset, EntryLayout.offset(bytes, at));
        assertEquals(arrivalMs, EntryLayout.arrivalMs(bytes, at));
        int keyAt = at + EntryLayout.HEADER;
        int dataAt = keyAt + EntryLayout.keyLength(bytes, at);
        assertArrayEquals(key, Arrays.copyOfRange(bytes, keyAt, dataAt));
        assertArrayEquals(
                data,
                Arrays.copyOfRange(bytes, dataAt, dataAt + EntryLayout.dataLength(bytes, at)));
        assertTrue(EntryLayout.valid(bytes, at, length, crc));
        assertFalse(EntryLayout.valid(bytes, at, length - 1, crc));
        int flipped = bit % (length * 8);
        bytes[at + flipped / 8] ^= (byte) (1 << flipped % 8);
        assertFalse(EntryLayout.valid(bytes, at, length, crc));
    }

    @Property(tries = 500)
    void aGroupsHeaderReadsAsItWasWritten(
            @ForAll long[] numbers,
            @ForAll int payload,
            @ForAll int entries,
            @ForAll int crc,
            @ForAll long salt,
            @ForAll @IntRange(max = GroupHeader.LENGTH * 8 - 1) int bit) {
        long[] n = Arrays.copyOf(numbers, 5);
        var header = new GroupHeader(n[0], n[1], n[2], payload, entries, crc, n[3], n[4]);
        byte[] bytes = new byte[GroupHeader.LENGTH + 3];
        header.write(bytes, 3, salt);
        assertEquals(header, GroupHeader.read(bytes, 3, salt));
        assertNull(GroupHeader.read(bytes, 3, ~salt));
        bytes[3 + bit / 8] ^= (byte) (1 << bit % 8);
        assertNull(GroupHeader.read(bytes, 3, salt));
    }

    @Property(tries = 500)
    void aFilesHeaderReadsAsItWasWritten(
            @ForAll long walSeq,
            @ForAll long lsn,
            @ForAll long groupSeq,
            @ForAll long high,
            @ForAll long low,
            @ForAll long salt,
            @ForAll @IntRange(max = 68 * 8 - 1) int bit)
            throws Exception {
        var header = new JournalHeader(walSeq, lsn, groupSeq, new UUID(high, low), salt);
        byte[] bytes = header.bytes();
        assertEquals(
                new JournalHeader.Found.Valid(header), JournalHeader.read(new ByteFile(bytes)));
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertEquals(new JournalHeader.Found.Damaged(), JournalHeader.read(new ByteFile(bytes)));
    }
}
