package dev.millrace.cli;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The lines of a stream as bytes, whatever their encoding, without their ends (`\n` or `\r\n`).
/// Not for several threads.
final class Lines {
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int end;
    private long number;

    /// @param longest most bytes a line may have
    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /// The next line, or null at the end.
    ///
    /// @throws TooLongException if it has more than the bytes allowed; the lines after it can
    ///     still be read
    byte @Nullable [] next() throws IOException, TooLongException {
        var line = new ByteArrayOutputStream(256);
        boolean any = false;
        long length = 0;
        while (fill()) {
            any = true;
            int from = next;
            while (next < end && buffer[next] != '\n') next++;
            length += next - from;
            if (length <= longest) line.write(buffer, from, next - from);
            if (next < end) {
                next++;
                break;
            }
        }
        if (!any) return null;
        number++;
        if (length > longest) throw new TooLongException(number, length);
        byte[] bytes = line.toByteArray();
        return bytes.length > 0 && bytes[bytes.length - 1] == '\r'
                ? Arrays.copyOf(bytes, bytes.length - 1)
                : bytes;
    }

    private boolean fill() throws IOException {
        if (next < end) return true;
        next = 0;
        end = Math.max(0, in.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /// Whether the next line may have to be waited for.
    boolean mayWait() throws IOException {
        for (int i = next; i < end; i++) if (buffer[i] == '\n') return false;
        return in.available() == 0;
    }

    /// Number of the line read last, from 1.
    long number() {
        return number;
    }

    static final class TooLongException extends Exception {
        private TooLongException(long number, long length) {
            super("line " + number + " has " + length + " bytes");
        }
    }
}
