package dev.millrace.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Writes CBOR (RFC 8949) in the dialect of `application/x-amz-cbor-1.1`: structures of indefinite
/// length, points in time as tag 1 over *milliseconds*.
public final class CborWriter extends ShapeWriter {
    private static final int MAX_HEAD = 9;

    /// Of a simple value: a float of 64 bits follows.
    private static final int DOUBLE = 27;

    public CborWriter() {
        this(DEFAULT_CAPACITY);
    }

    /// Begins with room for about `capacity` bytes; see [Shape#roughSize].
    public CborWriter(long capacity) {
        super(capacity);
    }

    @Override
    public void beginStructure() {
        room(1)[length++] = (byte) 0xbf;
    }

    @Override
    public void endStructure() {
        room(1)[length++] = (byte) 0xff;
    }

    @Override
    public void member(MemberName name) {
        byte[] encoded = name.cbor;
        System.arraycopy(encoded, 0, room(encoded.length), length, encoded.length);
        length += encoded.length;
    }

    @Override
    public void beginList(int size) {
        head(Cbor.ARRAY, size);
    }

    @Override
    public void endList() {}

    @Override
    public void beginMap(int size) {
        head(Cbor.MAP, size);
    }

    @Override
    public void key(String key) {
        string(key);
    }

    @Override
    public void endMap() {}

    @Override
    public void bool(boolean value) {
        room(1)[length++] = (byte) (value ? 0xf5 : 0xf4);
    }

    @Override
    public void number(long value) {
        if (value >= 0) head(Cbor.UNSIGNED, value);
        else head(Cbor.NEGATIVE, ~value);
    }

    @Override
    public void real(double value) {
        byte[] out = room(1 + Double.BYTES);
        out[length] = (byte) (Cbor.SIMPLE << 5 | DOUBLE);
        ByteBuffer.wrap(out).putDouble(length + 1, value);
        length += 1 + Double.BYTES;
    }

    @Override
    public void timestamp(Instant value) {
        head(Cbor.TAG, 1);
        number(value.toEpochMilli());
    }

    @Override
    public void blob(Blob value) {
        head(Cbor.BYTES, value.length());
        System.arraycopy(
                value.array(), value.offset(), room(value.length()), length, value.length());
        length += value.length();
    }

    @Override
    public void string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        head(Cbor.TEXT, bytes.length);
        System.arraycopy(bytes, 0, room(bytes.length), length, bytes.length);
        length += bytes.length;
    }

    /// A data item's first bytes: its major type and the shortest form of its argument.
    private void head(int major, long argument) {
        byte[] out = room(MAX_HEAD);
        int type = major << 5;
        if (argument < 24) {
            out[length++] = (byte) (type | argument);
            return;
        }
        int size = argument < 1 << 8 ? 0 : argument < 1 << 16 ? 1 : argument < 1L << 32 ? 2 : 3;
        out[length++] = (byte) (type | 24 + size);
        for (int shift = (8 << size) - 8; shift >= 0; shift -= 8)
            out[length++] = (byte) (argument >> shift);
    }
}
