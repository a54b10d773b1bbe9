package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Writes whole blocks past the page cache (`O_DIRECT`), through buffers of its own that lie as the
/// kernel wants them. Any thread.
final class BulkWriter {
    /// Blocks start and end at multiples of this; no file system in use asks for more.
    static final int BLOCK = 4096;

    /// Smaller writes go through the cache: the kernel gathers those better.
    static final int LEAST = 32 << 10;

    /// Large: a thread that waits for the disk gets its processor back late where all are busy.
    private static final int BUFFER = 1 << 20;

    /// The JDK's option for it, which is in no standard: looked up, so that a Java without it still
    /// writes.
    private static final @Nullable OpenOption DIRECT = option();

    /// As many as ever wrote at the same time.
    private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    /// Opens an existing file.
    ///
    /// @return null if its file system has no such way
    @Nullable FileChannel open(Path file) {
        if (DIRECT == null) return null;
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE, DIRECT);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /// Writes from `buffer`, whose length and `position` are multiples of [#BLOCK].
    ///
    /// @return bytes written; the rest, if any, the file system would not take in this way
    /// @throws IOException if the disk fails
    int write(FileChannel to, ByteBuffer buffer, long position) throws IOException {
        ByteBuffer aligned = buffers.poll();
        if (aligned == null)
            aligned = ByteBuffer.allocateDirect(BUFFER + BLOCK).alignedSlice(BLOCK);
        try {
            int start = buffer.position();
            int limit = buffer.limit();
            while (buffer.position() < limit) {
                int from = buffer.position();
                int count = Math.min(limit - from, BUFFER);
                aligned.clear().put(buffer.slice(from, count)).flip();
                int written;
                try {
                    written = to.write(aligned, position + from - start);
                } catch (IOException e) {
                    if (from > start || !isRefusal(e)) throw e;
                    return 0;
                }
                buffer.position(from + written);
                if (written % BLOCK != 0) break;
            }
            return buffer.position() - start;
        } finally {
            buffers.add(aligned);
        }
    }

    private static @Nullable OpenOption option() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            for (Object option : options.getEnumConstants())
                if (option.toString().equals("DIRECT")) return (OpenOption) option;
        } catch (ClassNotFoundException e) {
            // Another Java: no such option.
        }
        return null;
    }

    /// Whether the file system refuses the form of the write; a failing disk says something else.
    private static boolean isRefusal(IOException e) {
        return String.valueOf(e.getMessage()).contains("Invalid argument");
    }
}
