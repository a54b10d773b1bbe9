package dev.millrace.log;

import dev.millrace.stream.Disk;
import dev.millrace.stream.DiskFullException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A folder of this machine's file system.
///
/// Large writes that extend a file go past the page cache where the file system allows it: segments
/// are seldom read soon, and filling the cache with them costs more than writing them.
public final class FolderDisk implements Disk {
    /// Lock files that this process holds. The one thing here that belongs to the process, as the
    /// operating system's locks do: closing any channel to a file lets go of all that the process
    /// holds on it, so a second opening must not get that far.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final BulkWriter bulk = new BulkWriter();

    /// @param root created if absent, with its parents
    public FolderDisk(Path root) throws IOException {
        this.root = root.toAbsolutePath();
        Files.createDirectories(this.root);
    }

    /// The folder, as an absolute path.
    public Path root() {
        return root;
    }

    private Path path(String name) {
        return name.isEmpty() ? root : root.resolve(name);
    }

    @Override
    public File open(String name, boolean create) throws IOException {
        try {
            return new ChannelFile(path(name), create, bulk);
        } catch (IOException e) {
            throw translated(e);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        if (!Files.isDirectory(path(folder))) return List.of();
        try (Stream<Path> paths = Files.list(path(folder))) {
            return paths.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    @Override
    public void createFolder(String name) throws IOException {
        try {
            Files.createDirectories(path(name));
        } catch (IOException e) {
            throw translated(e);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(
                    path(from),
                    path(to),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw translated(e);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    @Override
    public void forceDirectory(String folder) throws IOException {
        // Windows cannot open a folder, and makes names durable by itself.
        if (java.io.File.separatorChar == '\\') return;
        try (FileChannel channel = FileChannel.open(path(folder), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw translated(e);
        }
    }

    @Override
    public long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public AutoCloseable lock(String name) throws IOException {
        Path real = root.toRealPath().resolve(name);
        if (!HELD.add(real)) throw new IOException(root + " is in use by this very server");
        try {
            FileChannel channel = locked(path(name));
            return () -> {
                try {
                    channel.close(); // which releases the lock
                } finally {
                    HELD.remove(real);
                }
            };
        } catch (IOException | RuntimeException | Error e) {
            HELD.remove(real);
            throw e;
        }
    }

    private FileChannel locked(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(root + " is in use by another server");
    }

    private static IOException translated(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full =
                message.contains("no space left")
                        || message.contains("quota exceeded")
                        || message.contains("not enough space");
        return full ? new DiskFullException(String.valueOf(e.getMessage()), e) : e;
    }

    /// Reads through a channel of its own: interrupting a thread that reads closes the channel that
    /// it reads through, which must not hit the writer.
    private static final class ChannelFile implements File {
        /// Writing an array goes through a direct buffer of its size, which the JDK keeps for the
        /// thread.
        private static final int SLICE = 256 << 10;

        private final Path path;
        private final BulkWriter bulk;
        private final FileChannel channel;
        private @Nullable FileChannel direct; // of the one who writes
        private boolean bulkRefused; // of the one who writes
        private @Nullable FileChannel reading; // guarded by this
        private boolean closed; // guarded by this

        ChannelFile(Path path, boolean create, BulkWriter bulk) throws IOException {
            this.path = path;
            this.bulk = bulk;
            channel =
                    FileChannel.open(
                            path,
                            create
                                    ? Set.of(
                                            StandardOpenOption.READ,
                                            StandardOpenOption.WRITE,
                                            StandardOpenOption.CREATE)
                                    : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        }

        private synchronized FileChannel reading() throws IOException {
            if (closed) throw new ClosedChannelException();
            FileChannel open = reading;
            if (open == null || !open.isOpen()) {
                open = FileChannel.open(path, StandardOpenOption.READ);
                reading = open;
            }
            return open;
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            int start = buffer.position();
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    try {
                        FileChannel from = reading();
                        while (buffer.hasRemaining()) {
                            int count = from.read(buffer, position + buffer.position() - start);
                            if (count < 0) break;
                        }
                        return buffer.position() - start;
                    } catch (ClosedByInterruptException e) {
                        interrupted |= Thread.interrupted();
                    } catch (ClosedChannelException e) {
                        synchronized (this) {
                            if (closed) throw e;
                        }
                        // Another reader was interrupted.
                    }
                    buffer.position(start);
                }
            } finally {
                if (interrupted) Thread.currentThread().interrupt();
            }
        }

        @Override
        public void write(ByteBuffer buffer, long position) throws IOException {
            try {
                int bulkBytes = bulkBytes(buffer.remaining(), position);
                if (bulkBytes == 0) {
                    writeThroughCache(buffer, position);
                    return;
                }
                // Up to the first block's edge, whole blocks, and what is left.
                int limit = buffer.limit();
                int edge = Math.toIntExact(-position & (BulkWriter.BLOCK - 1));
                buffer.limit(buffer.position() + edge);
                writeThroughCache(buffer, position);
                buffer.limit(buffer.position() + bulkBytes);
                writeInBulk(buffer, position + edge);
                buffer.limit(limit);
                writeThroughCache(buffer, position + edge + bulkBytes);
            } catch (IOException e) {
                throw translated(e);
            }
        }

        /// Bytes of a write that go past the page cache: whole blocks, or none.
        private int bulkBytes(int bytes, long position) throws IOException {
            if (bulkRefused || bytes < BulkWriter.LEAST) return 0;
            if (position + bytes <= channel.size()) return 0; // overwrites
            if (direct == null) direct = bulk.open(path);
            bulkRefused = direct == null;
            if (bulkRefused) return 0;
            int edge = Math.toIntExact(-position & (BulkWriter.BLOCK - 1));
            return (bytes - edge) & -BulkWriter.BLOCK;
        }

        private void writeInBulk(ByteBuffer buffer, long position) throws IOException {
            FileChannel to = direct;
            if (to == null) throw new IllegalStateException("not opened for bulk");
            int written = bulk.write(to, buffer, position);
            if (!buffer.hasRemaining()) return;
            bulkRefused = true; // the file system takes it in no such form after all
            writeThroughCache(buffer, position + written);
        }

        private void writeThroughCache(ByteBuffer buffer, long position) throws IOException {
            int limit = buffer.limit();
            while (buffer.position() < limit) {
                buffer.limit(Math.min(limit, buffer.position() + SLICE));
                position += channel.write(buffer, position);
            }
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(false); // fdatasync: a new length is made durable as well
            } catch (IOException e) {
                throw translated(e);
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            try {
                channel.close();
            } finally {
                if (reading != null) reading.close();
                if (direct != null) direct.close();
            }
        }
    }
}
