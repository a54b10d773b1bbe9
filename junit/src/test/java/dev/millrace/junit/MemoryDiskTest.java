package dev.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.Disk;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class MemoryDiskTest {
    private final MemoryDisk disk = new MemoryDisk();

    private static byte[] contents(Disk.File file) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) file.size());
        assertEquals(all.capacity(), file.read(all, 0));
        return all.array();
    }

    @Property(tries = 200)
    void aFileHoldsWhatAnArrayWould(@ForAll Random random) throws Exception {
        Disk.File file = new MemoryDisk().open("f", true);
        byte[] expected = new byte[0];
        for (int i = 0; i < 20; i++) {
            if (random.nextInt(5) == 0) {
                expected = Arrays.copyOf(expected, random.nextInt(expected.length + 1));
                file.truncate(expected.length);
            } else {
                int at = random.nextInt(300_000);
                byte[] bytes = new byte[random.nextInt(200_000)];
                if (random.nextBoolean()) random.nextBytes(bytes); // else zeros
                if (expected.length < at + bytes.length)
                    expected = Arrays.copyOf(expected, at + bytes.length);
                System.arraycopy(bytes, 0, expected, at, bytes.length);
                file.write(ByteBuffer.wrap(bytes), at);
            }
            assertEquals(ByteBuffer.wrap(expected), ByteBuffer.wrap(contents(file)));
        }
    }

    @Test
    void namesAreListedMovedAndDeleted() throws Exception {
        disk.open("a/b/one", true);
        disk.open("a/two", true).write(ByteBuffer.wrap(new byte[] {7}), 0);
        assertEquals(List.of("b", "two"), disk.list("a"));
        assertEquals(List.of("a"), disk.list(""));
        assertTrue(disk.exists("a/b"));
        disk.rename("a/two", "a/b/one");
        assertEquals(7, contents(disk.open("a/b/one", false))[0]);
        disk.delete("a/b/one");
        assertFalse(disk.exists("a"));
        assertThrows(NoSuchFileException.class, () -> disk.open("a/two", false));
    }

    @Test
    void itIsTakenByOneAtATime() throws Exception {
        AutoCloseable lock = disk.lock("LOCK");
        assertThrows(IOException.class, () -> disk.lock("LOCK"));
        lock.close();
        disk.lock("LOCK").close();
    }
}
