package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.stream.Refusal;
import dev.millrace.stream.ShardFilter;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.TokenSeal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Where a list goes on, as clients carry it from page to page.
final class PageTokens {
    /// How long a token may be used, in milliseconds.
    static final long LIFETIME_MS = 300_000;

    private static final byte FORMAT = 1;

    /// Between the parts of a place in a list of streams; in none of them.
    private static final String SLASH = "/";

    private final TokenSeal seal;

    PageTokens(TokenSeal seal) {
        this.seal = seal;
    }

    /// A place in a list of streams.
    ///
    /// @param after the last stream shown
    /// @param issuedMs milliseconds since the epoch
    record Streams(StreamName after, long issuedMs) {}

    /// A place in a list of shards.
    ///
    /// @param stream internal number of the stream
    /// @param after index of the last shard shown
    /// @param issuedMs milliseconds since the epoch
    record Shards(int stream, int after, ShardFilter filter, long issuedMs) {}

    /// A place in a list of consumers.
    ///
    /// @param stream internal number of the stream
    /// @param after name of the last consumer shown
    /// @param issuedMs milliseconds since the epoch
    record Consumers(int stream, String after, long issuedMs) {}

    String seal(Streams place) {
        StreamName last = place.after();
        byte[] after =
                String.join(SLASH, last.account(), last.region(), last.name())
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + after.length);
        out.put(FORMAT).putLong(place.issuedMs()).put(after);
        return seal.seal(TokenSeal.Purpose.LIST_STREAMS, out.array());
    }

    /// @throws ApiException if it is none of ours or too old
    Streams streams(String token, long nowMs) throws ApiException {
        ByteBuffer in = open(TokenSeal.Purpose.LIST_STREAMS, token, Long.BYTES);
        long issuedMs = in.getLong();
        requireFresh(issuedMs, nowMs);
        String[] after = StandardCharsets.UTF_8.decode(in).toString().split(SLASH, -1);
        if (after.length != 3) throw ApiErrors.of(new Refusal.TokenInvalid());
        return new Streams(new StreamName(after[0], after[1], after[2]), issuedMs);
    }

    String seal(Shards place) {
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + 2 * Integer.BYTES + 1 + Long.BYTES);
        out.put(FORMAT).putLong(place.issuedMs()).putInt(place.stream()).putInt(place.after());
        switch (place.filter()) {
            case ShardFilter.All() -> out.put((byte) 0);
            case ShardFilter.OpenNow() ->
                    throw new IllegalArgumentException("now is another time on the next page");
            case ShardFilter.AtHorizon() -> out.put((byte) 3);
            case ShardFilter.OpenAt(long timeMs) -> out.put((byte) 1).putLong(timeMs);
            case ShardFilter.OpenSince(long timeMs) -> out.put((byte) 2).putLong(timeMs);
        }
        return seal.seal(TokenSeal.Purpose.LIST_SHARDS, out.array());
    }

    /// @throws ApiException if it is none of ours or too old
    Shards shards(String token, long nowMs) throws ApiException {
        ByteBuffer in =
                open(TokenSeal.Purpose.LIST_SHARDS, token, Long.BYTES + 2 * Integer.BYTES + 1);
        long issuedMs = in.getLong();
        requireFresh(issuedMs, nowMs);
        int stream = in.getInt();
        int after = in.getInt();
        ShardFilter filter =
                switch (in.get()) {
                    case 0 -> new ShardFilter.All();
                    case 1 -> new ShardFilter.OpenAt(timeMs(in));
                    case 2 -> new ShardFilter.OpenSince(timeMs(in));
                    case 3 -> new ShardFilter.AtHorizon();
                    default -> throw ApiErrors.of(new Refusal.TokenInvalid());
                };
        return new Shards(stream, after, filter, issuedMs);
    }

    String seal(Consumers place) {
        byte[] after = place.after().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + after.length);
        out.put(FORMAT).putLong(place.issuedMs()).putInt(place.stream()).put(after);
        return seal.seal(TokenSeal.Purpose.LIST_CONSUMERS, out.array());
    }

    /// @throws ApiException if it is none of ours or too old
    Consumers consumers(String token, long nowMs) throws ApiException {
        ByteBuffer in = open(TokenSeal.Purpose.LIST_CONSUMERS, token, Long.BYTES + Integer.BYTES);
        long issuedMs = in.getLong();
        requireFresh(issuedMs, nowMs);
        int stream = in.getInt();
        return new Consumers(stream, StandardCharsets.UTF_8.decode(in).toString(), issuedMs);
    }

    /// @param least bytes behind the format; a build to come may seal fewer
    private ByteBuffer open(TokenSeal.Purpose purpose, String token, int least)
            throws ApiException {
        byte[] payload = seal.open(purpose, token);
        if (payload == null || payload.length < 1 + least || payload[0] != FORMAT)
            throw ApiErrors.of(new Refusal.TokenInvalid());
        return ByteBuffer.wrap(payload).position(1);
    }

    private static long timeMs(ByteBuffer in) throws ApiException {
        if (in.remaining() < Long.BYTES) throw ApiErrors.of(new Refusal.TokenInvalid());
        return in.getLong();
    }

    private static void requireFresh(long issuedMs, long nowMs) throws ApiException {
        if (nowMs - issuedMs > LIFETIME_MS) throw ApiErrors.of(new Refusal.TokenExpired());
    }
}
