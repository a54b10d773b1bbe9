package dev.millrace.log;

import dev.millrace.stream.Disk;

import java.nio.ByteBuffer;

/// A file of bytes that is only read.
///
/// @param bytes not changed meanwhile
@SuppressWarnings("ArrayRecordComponent") // never compared
record ByteFile(byte[] bytes) implements Disk.File {
    @Override
    public int read(ByteBuffer buffer, long position) {
        int count = Math.clamp(bytes.length - position, 0, buffer.remaining());
        if (count > 0) buffer.put(bytes, (int) position, count);
        return count;
    }

    @Override
    public void write(ByteBuffer buffer, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force() {}

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
