package dev.millrace.server;

import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.log.LogConfig;
import dev.millrace.log.Pin;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Disk;
import dev.millrace.stream.StorageException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A data folder, with a snapshot of everything that was acknowledged before this was opened, kept
/// until it is closed. If a server runs on the folder, it is that server which does so; else the
/// folder is opened as a server would, and nothing else can use it meanwhile.
public final class BackupSource implements AutoCloseable {
    private final Disk disk;
    private final String snapshot;
    private final AutoCloseable held;

    private BackupSource(Disk disk, String snapshot, AutoCloseable held) {
        this.disk = disk;
        this.snapshot = snapshot;
        this.held = held;
    }

    /// Opens a folder.
    ///
    /// @throws StorageException if it is no data folder, is damaged, or its server cannot do it
    public static BackupSource open(Path data)
            throws StorageException, IOException, InterruptedException {
        // Looked for here: opening would make it.
        if (!Files.exists(data.resolve("FORMAT")))
            throw new StorageException(data + " is no data folder of Millrace");
        var disk = new FolderDisk(data);
        SocketChannel server = BackupSocket.connect(data);
        return server == null ? ofStopped(disk, data) : ofRunning(disk, server);
    }

    private static BackupSource ofRunning(Disk disk, SocketChannel server)
            throws StorageException, IOException {
        try {
            var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(server), StandardCharsets.UTF_8));
            String said = lines.readLine();
            if (said != null && said.startsWith(BackupSocket.SNAPSHOT))
                return new BackupSource(
                        disk, said.substring(BackupSocket.SNAPSHOT.length()), server);
            if (said != null && said.startsWith(BackupSocket.REFUSED))
                throw new StorageException(
                        "the server refuses: " + said.substring(BackupSocket.REFUSED.length()));
            throw new StorageException("the server ended before it had made a snapshot");
        } catch (StorageException | IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static BackupSource ofStopped(Disk disk, Path data)
            throws StorageException, InterruptedException {
        FileLog log;
        try {
            log = FileLog.open(disk, Clock.SYSTEM, LogConfig.DEFAULT, new Ledgers().machines());
        } catch (StorageException e) {
            throw new StorageException(data + ": " + e.getMessage(), e);
        }
        try {
            Pin pin = log.pin();
            return new BackupSource(
                    disk,
                    pin.snapshot(),
                    () -> {
                        pin.close();
                        log.close();
                    });
        } catch (StorageException | InterruptedException | RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    /// The folder.
    public Disk disk() {
        return disk;
    }

    /// The snapshot's name in it.
    public String snapshot() {
        return snapshot;
    }

    @Override
    public void close() throws IOException {
        try {
            held.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
