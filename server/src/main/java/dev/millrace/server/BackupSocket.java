package dev.millrace.server;

import dev.millrace.log.FileLog;
import dev.millrace.log.Pin;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/// Where `millrace backup` in another process asks a running server to keep what it copies: a
/// Unix socket in the data folder. Who may connect is the server's user, as the operating system
/// sees to; nothing of it can be reached from a network or a browser.
///
/// A connection is a pin: the server answers with one line, `snapshot NAME` or `refused WHY`, and
/// keeps the snapshot until the connection ends, be it that the client has died.
final class BackupSocket implements AutoCloseable {
    private static final Logger LOG = System.getLogger(BackupSocket.class.getName());
    private static final String NAME = "backup.sock";

    /// Backups at the same time.
    private static final int MOST = 8;

    private static final long RETRY_NS = 1_000_000_000L;

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static final String SNAPSHOT = "snapshot ";
    static final String REFUSED = "refused ";

    private final Path file;
    private final ServerSocketChannel server;
    private final PinSource pins;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    /// Where pins come from: [FileLog#pin].
    @FunctionalInterface
    interface PinSource {
        Pin pin() throws StorageException, InterruptedException;
    }

    private BackupSocket(Path file, ServerSocketChannel server, PinSource pins) {
        this.file = file;
        this.server = server;
        this.pins = pins;
    }

    /// Listens in a data folder that this process has locked.
    ///
    /// @return null if the folder can have no such socket, because its path is too long or its file
    ///     system has none
    static @Nullable BackupSocket open(Path data, PinSource pins) {
        Path file = data.resolve(NAME);
        ServerSocketChannel server = null;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            Files.deleteIfExists(file); // of a server that was killed
            server.bind(UnixDomainSocketAddress.of(file));
            var rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (rights != null) rights.setPermissions(OWNER);
            var socket = new BackupSocket(file, server, pins);
            Thread.ofVirtual().name("millrace-backup-socket").start(socket::accept);
            return socket;
        } catch (IOException | UnsupportedOperationException e) {
            close(server);
            LOG.log(
                    Level.WARNING,
                    "no backups while this server runs: {0} cannot be made: {1}",
                    file,
                    e.getMessage());
            return null;
        }
    }

    /// Asks whoever runs on a data folder.
    ///
    /// @return null if nobody listens there
    static @Nullable SocketChannel connect(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (!Files.exists(file)) return null;
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(file));
        } catch (ConnectException nobody) {
            return null;
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                clients.add(client);
                if (!server.isOpen()) client.close(); // nobody else would
                Thread.ofVirtual().name("millrace-backup").start(() -> serve(client));
            } catch (IOException e) { // short of file descriptors, unless it was closed
                if (!server.isOpen()) return;
                LOG.log(Level.WARNING, "a backup cannot be taken", e);
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            if (!places.tryAcquire()) {
                say(client, REFUSED + "there are " + MOST + " backups under way");
                return;
            }
            try (Pin pin = pins.pin()) {
                say(client, SNAPSHOT + pin.snapshot());
                LOG.log(Level.INFO, "a backup of {0} has begun", pin.snapshot());
                awaitEnd(client);
                LOG.log(Level.INFO, "the backup of {0} has ended", pin.snapshot());
            } catch (StorageException e) {
                say(client, REFUSED + e.getMessage());
            } finally {
                places.release();
            }
        } catch (IOException | InterruptedException gone) {
            LOG.log(Level.DEBUG, "a backup has ended", gone);
        } finally {
            clients.remove(client);
        }
    }

    private static void say(SocketChannel client, String line) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap((line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) client.write(bytes);
    }

    private static void awaitEnd(SocketChannel client) throws IOException {
        ByteBuffer ignored = ByteBuffer.allocate(64);
        while (client.read(ignored) >= 0) ignored.clear();
    }

    /// Listens no more and lets go of every pin.
    @Override
    public void close() {
        close(server);
        clients.forEach(BackupSocket::close);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "deleting " + file, e);
        }
    }

    private static void close(@Nullable AutoCloseable channel) {
        try {
            if (channel != null) channel.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "closing", e);
        }
    }
}
