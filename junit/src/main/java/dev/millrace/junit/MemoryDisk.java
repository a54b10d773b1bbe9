package dev.millrace.junit;

import dev.millrace.stream.Disk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/// A disk in memory that never fails and never forgets. Files are made of pieces, of which those
/// that hold nothing but zeros take no memory: most of a journal is filled beforehand. Any thread.
final class MemoryDisk implements Disk {
    private static final int PIECE = 1 << 16;
    private static final byte[] ZEROS = new byte[PIECE];

    private final ConcurrentSkipListMap<String, MemoryFile> files = new ConcurrentSkipListMap<>();
    private boolean locked; // guarded by this

    @Override
    public File open(String name, boolean create) throws IOException {
        MemoryFile file =
                create ? files.computeIfAbsent(name, it -> new MemoryFile()) : files.get(name);
        if (file == null) throw new NoSuchFileException(name);
        return file;
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name) || !list(name).isEmpty();
    }

    @Override
    public List<String> list(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        var names = new TreeSet<String>();
        for (String file : files.tailMap(prefix).keySet()) {
            if (!file.startsWith(prefix)) break;
            String inside = file.substring(prefix.length());
            int slash = inside.indexOf('/');
            names.add(slash < 0 ? inside : inside.substring(0, slash));
        }
        return List.copyOf(names);
    }

    /// A folder is there once something is in it.
    @Override
    public void createFolder(String name) {}

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        MemoryFile file = files.remove(from);
        if (file == null) throw new NoSuchFileException(from);
        files.put(to, file);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void forceDirectory(String folder) {}

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public synchronized AutoCloseable lock(String name) throws IOException {
        if (locked) throw new IOException("in use");
        locked = true;
        return this::unlock;
    }

    private synchronized void unlock() {
        locked = false;
    }

    private static final class MemoryFile implements File {
        /// Null where a piece is all zeros. Guarded by this.
        private final List<byte @Nullable []> pieces = new ArrayList<>();

        private long size; // guarded by this

        @Override
        public synchronized int read(ByteBuffer buffer, long position) {
            int count = (int) Math.max(0, Math.min(buffer.remaining(), size - position));
            for (int done = 0; done < count; ) {
                int piece = (int) ((position + done) / PIECE);
                int from = (int) ((position + done) % PIECE);
                int most = Math.min(count - done, PIECE - from);
                byte[] bytes = pieces.get(piece);
                buffer.put(bytes == null ? ZEROS : bytes, from, most);
                done += most;
            }
            return count;
        }

        @Override
        public synchronized void write(ByteBuffer buffer, long position) {
            extend(position + buffer.remaining());
            while (buffer.hasRemaining()) {
                int piece = (int) (position / PIECE);
                int to = (int) (position % PIECE);
                int most = Math.min(buffer.remaining(), PIECE - to);
                byte[] bytes = pieces.get(piece);
                if (bytes == null && isZero(buffer, most))
                    buffer.position(buffer.position() + most);
                else {
                    if (bytes == null) bytes = new byte[PIECE];
                    buffer.get(bytes, to, most);
                    pieces.set(piece, bytes);
                }
                position += most;
            }
        }

        private static boolean isZero(ByteBuffer buffer, int count) {
            return buffer.slice(buffer.position(), count).mismatch(ByteBuffer.wrap(ZEROS, 0, count))
                    < 0;
        }

        private void extend(long to) {
            if (to <= size) return;
            while (pieces.size() * (long) PIECE < to) pieces.add(null);
            size = to;
        }

        @Override
        public void force() {}

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public synchronized void truncate(long to) {
            if (to >= size) return;
            while ((pieces.size() - 1) * (long) PIECE >= to) pieces.removeLast();
            size = to;
            int used = (int) (to % PIECE);
            byte[] last = used == 0 ? null : pieces.getLast();
            if (last != null) Arrays.fill(last, used, PIECE, (byte) 0);
        }

        @Override
        public void close() {}
    }
}
