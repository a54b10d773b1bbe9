package dev.millrace.cli;

import dev.millrace.stream.HashKey;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Writes the binary form of an export; see [Block].
final class BlockWriter implements RecordWriter {
    private final OutputStream out;
    private long written;

    BlockWriter(OutputStream out) throws IOException {
        this.out = out;
        byte[] header = new byte[Block.FILE_HEADER];
        littleEndian(header).put(Block.MAGIC).putInt(Block.VERSION);
        littleEndian(header).putInt(12, Block.crc(header, 0, 12));
        out.write(header);
    }

    @Override
    public void write(List<StreamRecord> records) throws IOException {
        String shardId = records.getFirst().shardId();
        var payload = new ByteArrayOutputStream();
        int count = 0;
        for (StreamRecord record : records) {
            if (count == 0) {
                payload.write(shardId.length());
                payload.writeBytes(shardId.getBytes(StandardCharsets.US_ASCII));
            }
            payload.writeBytes(record(record));
            count++;
            if (payload.size() >= Block.WRITTEN_BYTES) {
                block(payload.toByteArray(), count);
                payload.reset();
                count = 0;
            }
        }
        if (count > 0) block(payload.toByteArray(), count);
    }

    @Override
    public void finish() throws IOException {
        block(new byte[0], 0);
        out.flush();
    }

    private void block(byte[] payload, int records) throws IOException {
        byte[] bytes = new byte[Block.HEADER + payload.length];
        littleEndian(bytes)
                .putInt(Block.BLOCK_MAGIC)
                .putInt(0)
                .putInt(payload.length)
                .putInt(records)
                .putLong(written)
                .put(payload);
        littleEndian(bytes).putInt(4, Block.crc(bytes, 8, bytes.length));
        out.write(bytes);
        written += records;
    }

    private static byte[] record(StreamRecord record) {
        byte[] number = new BigInteger(record.sequenceNumber()).toByteArray();
        int sign = number.length > 1 && number[0] == 0 ? 1 : 0;
        byte[] hashKey = hashKey(record.explicitHashKey());
        byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
        byte[] data = record.data().asByteArrayUnsafe();
        Instant arrival = Objects.requireNonNull(record.arrival(), "read from a stream");
        int length = 8 + 1 + number.length - sign + 1 + hashKey.length + 2 + key.length;
        byte[] bytes = new byte[4 + length + data.length];
        littleEndian(bytes)
                .putInt(length + data.length)
                .putLong(arrival.toEpochMilli())
                .put((byte) (number.length - sign))
                .put(number, sign, number.length - sign)
                .put((byte) hashKey.length)
                .put(hashKey)
                .putShort((short) key.length)
                .put(key)
                .put(data);
        return bytes;
    }

    private static byte[] hashKey(@Nullable String decimal) {
        HashKey key = decimal == null ? null : HashKey.parse(decimal);
        if (key == null) return new byte[0];
        return ByteBuffer.allocate(16).putLong(key.high()).putLong(key.low()).array();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
