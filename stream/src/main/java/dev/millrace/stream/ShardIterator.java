package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A reader's place in one shard, as a client carries it between calls.
///
/// @param stream internal number of the stream; never reused, so that an iterator of a deleted
///     stream finds nothing in its successor of the same name
/// @param streamName for the error that names a stream which is gone
/// @param shardIndex the shard's index inside its stream
/// @param position offset of the next record to read, from 1
/// @param issuedMs when the iterator was issued, milliseconds since the epoch
public record ShardIterator(
        int stream, String streamName, int shardIndex, long position, long issuedMs) {
    /// How long an iterator may be used, in milliseconds.
    public static final long LIFETIME_MS = 300_000;

    private static final byte FORMAT = 1;
    private static final int FIXED_BYTES = 1 + 2 * Integer.BYTES + 2 * Long.BYTES;

    /// The sealed bytes are a multiple of this, as the service's are.
    private static final int BLOCK_BYTES = 16;

    /// What the seal adds to the payload, beyond a multiple of the block.
    private static final int SEAL_BYTES = 12;

    public ShardIterator {
        if (stream < 0 || shardIndex < 0 || position < 1)
            throw new IllegalArgumentException(stream + "/" + shardIndex + "@" + position);
    }

    public String seal(TokenSeal seal) {
        byte[] name = streamName.getBytes(StandardCharsets.UTF_8);
        int bytes = FIXED_BYTES + name.length + SEAL_BYTES;
        int padding = (BLOCK_BYTES - bytes % BLOCK_BYTES) % BLOCK_BYTES;
        ByteBuffer payload =
                ByteBuffer.allocate(FIXED_BYTES + name.length + padding)
                        .put(FORMAT)
                        .putInt(stream)
                        .putInt(shardIndex)
                        .putLong(position)
                        .putLong(issuedMs)
                        .put(name);
        return seal.seal(TokenSeal.Purpose.ITERATOR, payload.array());
    }

    /// Reads an iterator that a client sent; one wrapped in double quotes is taken too, as the
    /// service does.
    ///
    /// @return the iterator, however old, or null if it is none of ours
    public static @Nullable ShardIterator open(String token, TokenSeal seal) {
        int length = token.length();
        boolean quoted = length >= 2 && token.charAt(0) == '"' && token.charAt(length - 1) == '"';
        byte[] payload =
                seal.open(
                        TokenSeal.Purpose.ITERATOR,
                        quoted ? token.substring(1, length - 1) : token);
        if (payload == null || payload.length < FIXED_BYTES) return null;
        ByteBuffer in = ByteBuffer.wrap(payload);
        if (in.get() != FORMAT) return null;
        int stream = in.getInt();
        int shardIndex = in.getInt();
        long position = in.getLong();
        long issuedMs = in.getLong();
        int end = payload.length;
        while (end > FIXED_BYTES && payload[end - 1] == 0) end--;
        String name = new String(payload, FIXED_BYTES, end - FIXED_BYTES, StandardCharsets.UTF_8);
        return new ShardIterator(stream, name, shardIndex, position, issuedMs);
    }

    public boolean isExpired(long nowMs) {
        return nowMs - issuedMs > LIFETIME_MS;
    }
}
