package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.log.Pin;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// How a backup in another process has a running server keep what it copies.
class BackupSocketTest {
    @TempDir Path folder;

    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private @Nullable BackupSocket socket;

    private BackupSocket.PinSource pins =
            () ->
                    new Pin() {
                        @Override
                        public String snapshot() {
                            return "meta/7.snap";
                        }

                        @Override
                        public void close() {
                            released.complete(null);
                        }
                    };

    @BeforeEach
    void dataFolder() throws Exception {
        Files.writeString(folder.resolve("FORMAT"), "");
        socket = BackupSocket.open(folder, () -> pins.pin());
        assertNotNull(socket);
    }

    @AfterEach
    void stop() {
        if (socket != null) socket.close();
    }

    @Test
    void aPinIsHeldUntilItsClientIsDone() throws Exception {
        try (BackupSource source = BackupSource.open(folder)) {
            assertEquals("meta/7.snap", source.snapshot());
            assertFalse(released.isDone());
        }
        released.get(1, TimeUnit.MINUTES);
    }

    @Test
    void aClientThatVanishesLetsGo() throws Exception {
        SocketChannel client = BackupSocket.connect(folder);
        assertNotNull(client);
        client.close(); // without a word, as the system does for a process that dies
        released.get(1, TimeUnit.MINUTES);
    }

    @Test
    void aServerThatStopsLetsGo() throws Exception {
        try (BackupSource source = BackupSource.open(folder)) {
            if (socket != null) socket.close();
            released.get(1, TimeUnit.MINUTES);
            assertEquals("meta/7.snap", source.snapshot());
        }
        assertNull(BackupSocket.connect(folder));
    }

    @Test
    void aRefusalIsToldToTheClient() {
        pins =
                () -> {
                    throw new StorageException("the disk\nis full");
                };
        assertEquals("the server refuses: the disk is full", refusal(folder));
    }

    @Test
    void tooManyAtATimeAreRefused() throws Exception {
        List<BackupSource> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) open.add(BackupSource.open(folder));
        assertEquals("the server refuses: there are 8 backups under way", refusal(folder));
        for (BackupSource one : open) one.close();
    }

    @Test
    void theSocketOfAServerThatWasKilledIsNobodys() throws Exception {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(killed.resolve("backup.sock")));
        }
        assertTrue(Files.exists(killed.resolve("backup.sock")));
        assertNull(BackupSocket.connect(killed));
        try (BackupSocket again = BackupSocket.open(killed, pins)) {
            assertNotNull(again);
            SocketChannel client = BackupSocket.connect(killed);
            assertNotNull(client);
            if (client != null) client.close();
        }
    }

    @Test
    void aFolderWithTooLongAPathHasNoSocketAndTheServerRunsAllTheSame() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));
        assertNull(BackupSocket.open(deep, pins));
    }

    @Test
    void aFolderThatIsNoneIsNotMadeOne() {
        assertTrue(refusal(folder.resolve("absent")).contains("is no data folder"));
        assertFalse(Files.exists(folder.resolve("absent")));
    }

    private static String refusal(Path data) {
        return String.valueOf(
                assertThrows(StorageException.class, () -> BackupSource.open(data)).getMessage());
    }
}
