package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.stream.Disk;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class FolderDiskTest {
    @TempDir Path folder;

    /// Large writes that extend the file go past the page cache, the others through it; a reader
    /// must not be able to tell, wherever blocks begin and end.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasWrittenIsReadWhateverWayItTook(long seed) throws Exception {
        var random = new Random(seed);
        byte[] expected = new byte[8 << 20];
        int size = 0;
        var disk = new FolderDisk(folder);
        try (Disk.File file = disk.open("f", true)) {
            for (int i = 0; i < 60; i++) {
                boolean extend = size == 0 || random.nextInt(4) > 0;
                int at = extend ? size : random.nextInt(size);
                int most = random.nextBoolean() ? 300_000 : 5_000;
                int count = Math.min(1 + random.nextInt(most), expected.length - at);
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, expected, at, count);
                file.write(ByteBuffer.wrap(bytes), at);
                size = Math.max(size, at + count);
                if (random.nextInt(3) == 0) file.force();
                assertEquals(size, file.size());
                int from = random.nextInt(size);
                assertRead(file, expected, from, Math.min(size - from, 100_000));
            }
            assertRead(file, expected, 0, size);
        }
        try (Disk.File again = disk.open("f", false)) {
            assertRead(again, expected, 0, size);
        }
    }

    private static void assertRead(Disk.File file, byte[] expected, int from, int count)
            throws Exception {
        ByteBuffer read = ByteBuffer.allocate(count);
        assertEquals(count, file.read(read, from));
        assertArrayEquals(Arrays.copyOfRange(expected, from, from + count), read.array());
    }
}
