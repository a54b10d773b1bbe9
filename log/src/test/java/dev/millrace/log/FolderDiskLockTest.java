package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What only a real file system does.
class FolderDiskLockTest {
    @TempDir Path folder;

    /// Tries to lock a folder from a process of its own.
    static final class Locker {
        private Locker() {}

        public static void main(String[] args) throws Exception {
            try (AutoCloseable _ = new FolderDisk(Path.of(args[0])).lock("LOCK")) {
                System.exit(0);
            } catch (IOException e) {
                System.exit(17);
            }
        }
    }

    private int lockElsewhere() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Locker.class.getName(),
                                folder.toString())
                        .inheritIO()
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the other process does not end");
        }
        return process.exitValue();
    }

    @Test
    void aSecondLockInThisProcessIsRefusedAndLeavesTheFirstInPlace() throws Exception {
        AutoCloseable held = new FolderDisk(folder).lock("LOCK");
        Path link = Files.createSymbolicLink(folder.resolveSibling("other-name"), folder);
        assertThrows(IOException.class, () -> new FolderDisk(folder).lock("LOCK"));
        assertThrows(IOException.class, () -> new FolderDisk(link).lock("LOCK"));
        Files.delete(link);
        assertEquals(17, lockElsewhere());
        held.close();
        assertEquals(0, lockElsewhere());
        new FolderDisk(folder).lock("LOCK").close();
    }
}
