package dev.millrace.model;

import java.util.Arrays;

/// A view of bytes that nobody changes any more. Equal by content.
public final class Blob {
    private final byte[] array;
    private final int offset;
    private final int length;

    private Blob(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// Takes `array` over, without a copy: the caller must not change it afterwards.
    public static Blob of(byte[] array) {
        return new Blob(array, 0, array.length);
    }

    /// Takes a part of `array` over, without a copy.
    public static Blob of(byte[] array, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, array.length);
        return new Blob(array, offset, length);
    }

    /// The array behind this view; for reading only.
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob that
                && Arrays.equals(
                        array,
                        offset,
                        offset + length,
                        that.array,
                        that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) hash = 31 * hash + array[i];
        return hash;
    }

    /// As the service prints a blob in a validation message.
    @Override
    public String toString() {
        return "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]";
    }
}
