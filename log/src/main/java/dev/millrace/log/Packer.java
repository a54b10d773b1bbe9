package dev.millrace.log;

import java.util.Arrays;

/// A growing byte array that numbers are added to, least significant byte first.
final class Packer {
    private byte[] bytes = new byte[4096];
    private int length;

    private int room(int count) {
        if (length + count > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        int at = length;
        length += count;
        return at;
    }

    Packer u32(int value) {
        int at = room(Integer.BYTES);
        LittleEndian.putInt(bytes, at, value);
        return this;
    }

    Packer u64(long value) {
        int at = room(Long.BYTES);
        LittleEndian.putLong(bytes, at, value);
        return this;
    }

    Packer bytes(byte[] value) {
        int at = room(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    byte[] packed() {
        return Arrays.copyOf(bytes, length);
    }
}
