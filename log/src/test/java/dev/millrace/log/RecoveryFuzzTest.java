package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.stream.Disk;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// What a folder's journal says: opened, or refused. An input is the entries of one group, whose
/// checksums are made to match: only a mistake of ours can have written most of them.
class RecoveryFuzzTest extends ParserFuzzing {
    private static final UUID STORE = new UUID(1, 2);
    private static final long SALT = 0x1234_5678_9abc_def0L;
    private static final byte[] NONE = {};

    /// The table of shards is as long as the largest number: larger ones are brought down to 1.
    private static final int MOST_SHARD = 1 << 20;

    RecoveryFuzzTest() {
        super(
                "recovery",
                hex("00000000"),
                hex("ffffffff"),
                hex("ffffff7f"),
                hex("20000000"),
                hex("01000000"),
                "catalog");
    }

    @Override
    protected List<byte[]> examples() {
        byte[] bytes = new byte[1_000];
        byte[] open = new byte[16];
        LittleEndian.putLong(open, 8, StepLog.RETENTION_MS);
        byte[] retain = new byte[8];
        LittleEndian.putLong(retain, 0, 2 * StepLog.RETENTION_MS);
        int at = write(bytes, 0, EntryLayout.OPEN, 0, 0, NONE, open);
        at += write(bytes, at, EntryLayout.COMMAND, -1, 1, "catalog".getBytes(UTF_8), new byte[1]);
        at += write(bytes, at, EntryLayout.DATA, 0, 1, "k".getBytes(UTF_8), new byte[5]);
        at += write(bytes, at, EntryLayout.TRIM, 0, 1, NONE, NONE);
        at += write(bytes, at, EntryLayout.RETAIN, 0, 0, NONE, retain);
        at += write(bytes, at, EntryLayout.CLOSE, 0, 2, NONE, NONE);
        at += write(bytes, at, EntryLayout.DROP, 0, 2, NONE, NONE);
        at += write(bytes, at, EntryLayout.CHECKPOINT, -1, 0, NONE, NONE);
        return List.of(Arrays.copyOf(bytes, at));
    }

    private static int write(
            byte[] to, int at, byte type, int shard, long offset, byte[] key, byte[] data) {
        return EntryLayout.write(
                to, at, type, shard, offset, 7, key, data, 0, data.length, new CRC32C());
    }

    @Override
    protected int longest() {
        return 1 << 10;
    }

    /// An engine with its cache and buffers, and a table as long as the largest shard number.
    @Override
    protected long mostBytes(int length) {
        return 64L << 20;
    }

    @Override
    protected long everyBuild() {
        return 2_000;
    }

    @Override
    public void parse(byte[] input) throws Exception {
        var disk = new FaultyDisk(1);
        for (String folder : List.of("wal", "meta", "seg")) disk.createFolder(folder);
        new StoreFormat(StoreFormat.VERSION, STORE).write(disk, StoreFormat.Kind.DATA);
        try (Disk.File file = disk.open(JournalFiles.name(1), true)) {
            file.write(ByteBuffer.wrap(journal(input)), 0);
        }
        try {
            var opened = new StepLog(disk, new ManualClock(1_000), TestConfig.SMALL);
            assertNotNull(opened.log);
        } catch (StorageException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    private static byte[] journal(byte[] entries) {
        byte[] file = new byte[64 << 10];
        byte[] header = new JournalHeader(1, 1, 1, STORE, SALT).bytes();
        System.arraycopy(header, 0, file, 0, header.length);
        int payload = header.length + GroupHeader.LENGTH;
        int end = payload + entries.length;
        System.arraycopy(entries, 0, file, payload, entries.length);
        int count = 0;
        for (int at = payload; end - at >= EntryLayout.HEADER; count++) {
            int length = EntryLayout.length(file, at);
            if (length < EntryLayout.HEADER || length > end - at) break;
            if (EntryLayout.shard(file, at) > MOST_SHARD) LittleEndian.putInt(file, at + 12, 1);
            var crc = new CRC32C();
            crc.update(file, at + 8, length - 8);
            LittleEndian.putInt(file, at + 4, (int) crc.getValue());
            at += length;
        }
        int crc = GroupHeader.salted(SALT, file, payload, entries.length);
        new GroupHeader(1, 1, 1, entries.length, count, crc, 9, 0).write(file, header.length, SALT);
        return file;
    }
}
