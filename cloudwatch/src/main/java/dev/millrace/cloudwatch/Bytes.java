package dev.millrace.cloudwatch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// How commands and snapshots of this room are put into bytes: numbers take as many as they need.
final class Bytes {
    private static final int MORE = 0x80;

    private Bytes() {}

    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    interface Reading {
        void from(DataInputStream in) throws IOException;
    }

    static byte[] written(Writing content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Reads all of it, or refuses it.
    ///
    /// @throws UncheckedIOException if it is not what was expected
    static void read(byte[] bytes, int length, String what, Reading content) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            content.from(in);
            if (in.read() >= 0) throw new IOException("more bytes than expected");
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    what + " of " + length + " bytes", new IOException(e.getMessage(), e));
        }
    }

    /// Writes a number that is seldom negative.
    static void writeLong(DataOutputStream out, long value) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & -MORE) != 0) {
            out.writeByte((int) ((rest & (MORE - 1)) | MORE));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long readLong(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = in.readUnsignedByte();
            value |= (long) (b & MORE - 1) << shift;
            if ((b & MORE) == 0) return (value >>> 1) ^ -(value & 1);
        }
        throw new IOException("a number of more than 64 bits");
    }

    static int readInt(DataInputStream in) throws IOException {
        long value = readLong(in);
        if (value != (int) value) throw new IOException("a number of more than 32 bits");
        return (int) value;
    }

    /// How many there are of something that takes at least a byte each.
    static int readCount(DataInputStream in) throws IOException {
        int count = readInt(in);
        if (count < 0 || count > in.available()) throw new IOException(count + " of them");
        return count;
    }

    /// Writes a number that is often whole.
    static void writeDouble(DataOutputStream out, double value) throws IOException {
        long whole = (long) value;
        boolean isWhole = whole == value && Math.abs(whole) < 1L << 52 && !isMinusZero(value);
        out.writeByte(isWhole ? 1 : 0);
        if (isWhole) writeLong(out, whole);
        else out.writeDouble(value);
    }

    private static boolean isMinusZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    static double readDouble(DataInputStream in) throws IOException {
        return switch (in.readUnsignedByte()) {
            case 0 -> in.readDouble();
            case 1 -> readLong(in);
            default -> throw new IOException("no number");
        };
    }
}
