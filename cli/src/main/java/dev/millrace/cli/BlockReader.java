package dev.millrace.cli;

import dev.millrace.stream.HashKey;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Reads the binary form of an export, see [Block]: nothing that a [BlockWriter] would not have
/// written passes.
final class BlockReader implements RecordReader {
    private final InputStream in;
    private long position;
    private long read;
    private boolean ended;
    private String shardId = "";
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private int left; // records of the payload

    BlockReader(InputStream in) throws IOException, BadExportException {
        this.in = in;
        byte[] header = take(Block.FILE_HEADER);
        ByteBuffer fields = littleEndian(header);
        if (!Arrays.equals(header, 0, 8, Block.MAGIC, 0, 8))
            throw new BadExportException("it is no export of Millrace");
        if (fields.getInt(12) != Block.crc(header, 0, 12))
            throw new BadExportException("its header is damaged");
        if (fields.getInt(8) != Block.VERSION)
            throw new BadExportException(
                    "it is of version %d; this Millrace reads version %d"
                            .formatted(fields.getInt(8), Block.VERSION));
    }

    @Override
    public @Nullable StreamRecord next() throws IOException, BadExportException {
        try {
            while (left == 0) {
                if (payload.hasRemaining()) throw bad("a block has bytes behind its last record");
                if (ended || !nextBlock()) return null;
            }
            StreamRecord record = record();
            left--;
            read++;
            return record;
        } catch (BufferUnderflowException | CharacterCodingException e) {
            throw bad("a record is malformed");
        }
    }

    /// Whether there is one more with records.
    private boolean nextBlock() throws IOException, BadExportException {
        byte[] header = take(Block.HEADER);
        ByteBuffer fields = littleEndian(header);
        int length = fields.getInt(8);
        int records = fields.getInt(12);
        if (fields.getInt(0) != Block.BLOCK_MAGIC || length < 0 || length > Block.MOST_BYTES)
            throw bad("no block begins there");
        byte[] content = take(length); // before there is room for as much as it says
        byte[] block = Arrays.copyOf(header, Block.HEADER + length);
        System.arraycopy(content, 0, block, Block.HEADER, length);
        if (fields.getInt(4) != Block.crc(block, 8, block.length))
            throw bad("a block does not match its checksum");
        if (fields.getLong(16) != read) throw bad("blocks are missing");
        if (records < 0 || records == 0 != (length == 0)) throw bad("a block is malformed");
        if (records == 0) {
            ended = true;
            if (in.read() >= 0) throw bad("bytes follow the last block");
            return false;
        }
        left = records;
        payload = littleEndian(block).position(Block.HEADER);
        byte[] shard = bytes(Byte.toUnsignedInt(payload.get()));
        for (byte letter : shard) if (letter < 0) throw bad("a shard id is malformed");
        shardId = new String(shard, StandardCharsets.US_ASCII);
        return true;
    }

    private StreamRecord record() throws BadExportException, CharacterCodingException {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) throw new BufferUnderflowException();
        int end = payload.position() + length;
        long arrivalMs = payload.getLong();
        byte[] number = bytes(Byte.toUnsignedInt(payload.get()));
        if (number.length == 0 || (number.length > 1 && number[0] == 0))
            throw bad("a sequence number is malformed");
        String explicit = hashKey(Byte.toUnsignedInt(payload.get()));
        ByteBuffer key = ByteBuffer.wrap(bytes(Short.toUnsignedInt(payload.getShort())));
        if (!key.hasRemaining()) throw bad("a partition key is empty");
        int data = end - payload.position();
        if (data < 0) throw new BufferUnderflowException();
        return new StreamRecord(
                shardId,
                new BigInteger(1, number).toString(),
                Instant.ofEpochMilli(arrivalMs),
                StandardCharsets.UTF_8.newDecoder().decode(key).toString(),
                explicit,
                SdkBytes.fromByteArrayUnsafe(bytes(data)));
    }

    private @Nullable String hashKey(int length) throws BadExportException {
        if (length == 0) return null;
        if (length != 16) throw bad("an explicit hash key is malformed");
        ByteBuffer key = ByteBuffer.wrap(bytes(16));
        return new HashKey(key.getLong(), key.getLong()).toString();
    }

    private byte[] bytes(int count) {
        if (count > payload.remaining()) throw new BufferUnderflowException();
        byte[] bytes = new byte[count];
        payload.get(bytes);
        return bytes;
    }

    private byte[] take(int count) throws IOException, BadExportException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count)
            throw new BadExportException(
                    "it ends after %d records, in the middle: the export was not finished"
                            .formatted(read));
        position += count;
        return bytes;
    }

    private BadExportException bad(String why) {
        return new BadExportException(
                "%s (before byte %d, after %d records)".formatted(why, position, read));
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
