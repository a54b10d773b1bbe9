package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.stream.Disk;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The files that say what a folder is, FORMAT and BACKUP: read and written back the same, or
/// refused.
class FormatFileFuzzTest extends ParserFuzzing {
    private static final String STORE = "6f2c0f0e-1234-4321-8000-0123456789ab";

    FormatFileFuzzTest() {
        super(
                "format-file",
                "millrace data folder\n",
                "millrace backup\n",
                "version 1\n",
                "version 2\n",
                "store ",
                "-",
                "\n",
                STORE);
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                ascii("millrace data folder\nversion 1\nstore " + STORE + "\n"),
                ascii("millrace backup\nversion 1\nstore " + STORE + "\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void parse(byte[] input) throws IOException {
        for (StoreFormat.Kind kind : StoreFormat.Kind.values()) {
            var disk = new FaultyDisk(1);
            try (Disk.File file = disk.open(kind.file, true)) {
                file.write(ByteBuffer.wrap(input), 0);
            }
            StoreFormat format;
            try {
                format = StoreFormat.read(disk, kind);
            } catch (StorageException refused) {
                continue;
            }
            assertNotNull(format);
            assertTrue(format.version() >= 1 && format.version() <= StoreFormat.VERSION);
            format.write(disk, kind);
            byte[] written = new byte[input.length];
            try (Disk.File file = disk.open(kind.file, false)) {
                assertEquals(input.length, file.size());
                file.read(ByteBuffer.wrap(written), 0);
            }
            assertArrayEquals(input, written);
        }
    }
}
