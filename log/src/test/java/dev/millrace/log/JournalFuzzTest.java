package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Files of the journal: header, groups, entries. An input is such a file without the padding; its
/// first byte says which checksums are made to match, so that mutations get behind them.
class JournalFuzzTest extends ParserFuzzing {
    private static final int SEAL_HEADER = 1;
    private static final int SEAL_GROUPS = 2;
    private static final int SEAL_ENTRIES = 4;
    private static final int HEADER = 68;
    private static final long SALT = 0x1234_5678_9abc_def0L;

    JournalFuzzTest() {
        super(
                "journal",
                "MLRG",
                "MLRWAL01",
                hex("0000000000000000"),
                hex("ffffffff"),
                hex("ffffff7f"),
                hex("c0ffff7f"),
                hex("20000000"),
                hex("01000000"));
    }

    @Override
    protected List<byte[]> examples() {
        var examples = new ArrayList<byte[]>();
        for (int seals = 0; seals < 8; seals++) {
            var out = new ByteArrayOutputStream();
            out.write(seals);
            out.write(new JournalHeader(1, 1, 1, new UUID(1, 2), SALT).bytes(), 0, HEADER);
            group(out, 1, 1, 0, 1);
            group(out, 2, 2, 1, 3);
            group(out, 3, 5, 2, 2);
            examples.add(out.toByteArray());
        }
        return examples;
    }

    private static void group(
            ByteArrayOutputStream out, long groupSeq, long lsn, long previousLsn, int entries) {
        var crc = new CRC32C();
        byte[] bytes = new byte[1024];
        int at = GroupHeader.LENGTH;
        for (int i = 0; i < entries; i++)
            at +=
                    EntryLayout.write(
                            bytes,
                            at,
                            (byte) (1 + i),
                            i,
                            i,
                            7,
                            new byte[i],
                            new byte[20],
                            0,
                            10 * i,
                            crc);
        int length = at - GroupHeader.LENGTH;
        new GroupHeader(
                        1,
                        groupSeq,
                        lsn,
                        length,
                        entries,
                        GroupHeader.salted(SALT, bytes, GroupHeader.LENGTH, length),
                        9,
                        previousLsn)
                .write(bytes, 0, SALT);
        out.write(bytes, 0, at);
    }

    @Override
    protected int longest() {
        return 1 << 10;
    }

    /// The file in full, and what is read of it at once.
    @Override
    protected long mostBytes(int length) {
        return (1 << 20) + 512L * length;
    }

    @Override
    public void parse(byte[] input) throws IOException {
        if (input.length == 0) return;
        byte[] bytes = file(input);
        var file = new ByteFile(bytes);
        if (!(JournalHeader.read(file) instanceof JournalHeader.Found.Valid(var header))) return;
        if ((input[0] & SEAL_HEADER) != 0 && bytes.length >= JournalHeader.LENGTH)
            assertTrue(Arrays.equals(header.bytes(), 16, 64, bytes, 16, 64));
        var scan =
                new JournalScan(file, header, new Journal.Mark(1, JournalHeader.LENGTH, 1, 1, 0));
        long groups = 0;
        for (GroupHeader group; (group = scan.next()) != null; groups++) {
            assertEquals(groups + 1, group.groupSeq());
            read(file, scan.mark().position() - padded(group.payloadLength()), group);
        }
        JournalScan.Later later = scan.later();
        assertTrue(later.groups() <= bytes.length / GroupHeader.ALIGNMENT);
    }

    private static long padded(int payload) {
        return GroupHeader.align(GroupHeader.LENGTH + (long) payload);
    }

    /// Reads a group's entries the way readers do.
    private static void read(ByteFile file, long at, GroupHeader group) throws IOException {
        var window = new ReadWindow(file, "journal", 64 << 10);
        var crc = new CRC32C();
        long end = at + GroupHeader.LENGTH + group.payloadLength();
        try {
            for (long position = at + GroupHeader.LENGTH; position < end; ) {
                int entry = window.entry(position, end, crc);
                assertTrue(EntryLayout.dataLength(window.bytes(), entry) >= 0);
                position += EntryLayout.length(window.bytes(), entry);
            }
        } catch (DamagedException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("journal"));
        }
    }

    // ---- from the input to the file

    private static byte[] file(byte[] input) {
        int header = Math.min(HEADER, input.length - 1);
        byte[] file = new byte[JournalHeader.LENGTH + GroupHeader.ALIGNMENT * 8];
        System.arraycopy(input, 1, file, 0, header);
        if ((input[0] & SEAL_HEADER) != 0) {
            var crc = new CRC32C();
            crc.update(file, 0, 64);
            LittleEndian.putInt(file, 64, (int) crc.getValue());
        }
        long salt = LittleEndian.getLong(file, 56);
        int to = JournalHeader.LENGTH;
        for (int from = 1 + header; from < input.length && to < file.length; ) {
            int length = groupLength(input, from);
            System.arraycopy(input, from, file, to, length);
            if (length >= GroupHeader.LENGTH) seal(input[0], file, to, length, salt);
            from += length;
            to += GroupHeader.ALIGNMENT;
        }
        return Arrays.copyOf(file, to);
    }

    private static int groupLength(byte[] input, int from) {
        int left = input.length - from;
        if (left < GroupHeader.LENGTH) return left;
        long length = GroupHeader.LENGTH + (long) LittleEndian.getInt(input, from + 32);
        return Math.clamp(length, GroupHeader.LENGTH, left);
    }

    private static void seal(int seals, byte[] file, int at, int length, long salt) {
        int payload = at + GroupHeader.LENGTH;
        if ((seals & SEAL_ENTRIES) != 0)
            for (int entry = payload; entry + EntryLayout.HEADER <= at + length; ) {
                int entryLength = EntryLayout.length(file, entry);
                if (entryLength < EntryLayout.HEADER || entryLength > at + length - entry) break;
                var crc = new CRC32C();
                crc.update(file, entry + 8, entryLength - 8);
                LittleEndian.putInt(file, entry + 4, (int) crc.getValue());
                entry += entryLength;
            }
        if ((seals & SEAL_GROUPS) == 0) return;
        int bytes = length - GroupHeader.LENGTH;
        LittleEndian.putInt(file, at + 40, GroupHeader.salted(salt, file, payload, bytes));
        LittleEndian.putInt(
                file, at + 4, GroupHeader.salted(salt, file, at + 8, GroupHeader.LENGTH - 8));
    }
}
