package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.stream.Disk;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// Snapshots of the engine: read and written back the same, or refused. Their checksum is made to
/// match, so that mutations get behind it.
class SnapshotFuzzTest extends ParserFuzzing {
    SnapshotFuzzTest() {
        super(
                "snapshots",
                hex("00000000"),
                hex("ffffffff"),
                hex("ffffff7f"),
                hex("01000000"),
                "catalog");
    }

    @Override
    protected List<byte[]> examples() throws Exception {
        var examples = new ArrayList<byte[]>();
        for (int records = 0; records < 3; records++) {
            var disk = new FaultyDisk(1);
            var log = new StepLog(disk, new ManualClock(1_000), TestConfig.SMALL);
            log.openShards(3);
            log.appendMany(1, records, 100);
            log.checkpoint();
            for (String name : disk.list(Snapshot.FOLDER))
                examples.add(bytes(disk, Snapshot.FOLDER + "/" + name));
            log.log.close();
        }
        return examples;
    }

    private static byte[] bytes(Disk disk, String name) throws IOException {
        try (Disk.File file = disk.open(name, false)) {
            byte[] bytes = new byte[(int) file.size()];
            file.read(ByteBuffer.wrap(bytes), 0);
            return bytes;
        }
    }

    @Override
    public void parse(byte[] input) throws IOException {
        byte[] bytes = input.clone();
        if (bytes.length >= 4) {
            var crc = new CRC32C();
            crc.update(bytes, 0, bytes.length - 4);
            LittleEndian.putInt(bytes, bytes.length - 4, (int) crc.getValue());
        }
        Snapshot snapshot = read(bytes);
        if (snapshot == null) return;
        byte[] written = snapshot.bytes();
        Snapshot again = read(written);
        assertTrue(again != null && Arrays.equals(written, again.bytes()));
    }

    private static @Nullable Snapshot read(byte[] bytes) throws IOException {
        var disk = new FaultyDisk(1);
        try (Disk.File file = disk.open("snapshot", true)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
        try {
            return Snapshot.read(disk, "snapshot");
        } catch (DamagedException refused) {
            return null;
        }
    }
}
