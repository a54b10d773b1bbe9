package dev.millrace.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what a [Packer] wrote. Whatever else is there is an [IllegalArgumentException].
final class Unpacker {
    private final byte[] bytes;
    private final int end;
    private int at;

    Unpacker(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    Unpacker(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        end = to;
    }

    int at() {
        return at;
    }

    void end() {
        if (at != end) throw new IllegalArgumentException("more bytes than expected");
    }

    int u8() {
        if (at == end) throw new IllegalArgumentException("truncated");
        return bytes[at++] & 0xff;
    }

    boolean flag() {
        int value = u8();
        if (value > 1) throw new IllegalArgumentException("no flag: " + value);
        return value == 1;
    }

    int u32() {
        return u8() << 24 | u8() << 16 | u8() << 8 | u8();
    }

    long u64() {
        return (long) u32() << 32 | (u32() & 0xffffffffL);
    }

    /// A number that says nothing about the bytes behind it.
    int number() {
        int value = 0;
        for (int shift = 0; shift <= 28; shift += 7) {
            int next = u8();
            value |= (next & 0x7f) << shift;
            if (next <= 0x7f) {
                if (value < 0 || (next == 0 && shift > 0)) break;
                return value;
            }
        }
        throw new IllegalArgumentException("no count");
    }

    /// How many there are of what takes at least a byte each.
    int count() {
        int value = number();
        if (value > end - at) throw new IllegalArgumentException(value + " of them");
        return value;
    }

    byte[] bytes() {
        int length = count();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text() {
        int length = count();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /// Reads over as many bytes.
    void skip(int length) {
        if (length > end - at) throw new IllegalArgumentException("truncated");
        at += length;
    }
}
