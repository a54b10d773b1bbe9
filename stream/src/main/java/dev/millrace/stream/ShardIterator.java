package dev.millrace.stream;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// A reader's place in one shard, as a client carries it between calls.
///
/// @param stream internal number of the stream; never reused, so that an iterator of a deleted
///     stream finds nothing in its successor of the same name
/// @param shardIndex the shard's index inside its stream
/// @param creationSecond the shard's creation second
/// @param position offset of the next record to read, from 1
/// @param issuedMs when the iterator was issued, milliseconds since the epoch
public record ShardIterator(
        int stream, int shardIndex, long creationSecond, long position, long issuedMs) {
    /// How long an iterator may be used, in milliseconds.
    public static final long LIFETIME_MS = 300_000;

    private static final int FORMAT = 1;
    private static final int BYTES = 3 * Integer.BYTES + 3 * Long.BYTES;

    public ShardIterator {
        if (stream < 0 || shardIndex < 0 || position < 1)
            throw new IllegalArgumentException(stream + "/" + shardIndex + "@" + position);
    }

    public String seal(TokenSeal seal) {
        byte[] payload =
                ByteBuffer.allocate(BYTES)
                        .putInt(FORMAT)
                        .putInt(stream)
                        .putInt(shardIndex)
                        .putLong(creationSecond)
                        .putLong(position)
                        .putLong(issuedMs)
                        .array();
        return seal.seal(TokenSeal.Purpose.ITERATOR, payload);
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
        if (payload == null || payload.length != BYTES) return null;
        ByteBuffer in = ByteBuffer.wrap(payload);
        if (in.getInt() != FORMAT) return null;
        return new ShardIterator(
                in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.getLong());
    }

    public boolean isExpired(long nowMs) {
        return nowMs - issuedMs > LIFETIME_MS;
    }
}
