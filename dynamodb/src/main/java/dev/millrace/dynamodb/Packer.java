package dev.millrace.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes on their way into a command or a snapshot, big-endian. Lengths take as many bytes as they
/// need, seven bits each, the lowest first; the highest bit says that another byte follows.
final class Packer {
    private byte[] bytes;
    private int length;

    Packer() {
        this(256);
    }

    /// @param capacity bytes there is room for before it grows
    Packer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] packed() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more)
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }

    Packer u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    Packer flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    Packer u32(int value) {
        return u8(value >> 24).u8(value >> 16).u8(value >> 8).u8(value);
    }

    Packer u64(long value) {
        return u32((int) (value >> 32)).u32((int) value);
    }

    /// @param value not negative
    Packer count(int value) {
        int rest = value;
        for (; rest > 0x7f; rest >>>= 7) u8(rest | 0x80);
        return u8(rest);
    }

    Packer raw(byte[] value, int from, int to) {
        room(to - from);
        System.arraycopy(value, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /// A length, then that many bytes.
    Packer bytes(byte[] value) {
        return count(value.length).raw(value, 0, value.length);
    }

    Packer text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }
}
