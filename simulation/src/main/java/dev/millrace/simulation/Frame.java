package dev.millrace.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.SubscribeToShardEvent;
import dev.millrace.wire.AwsJson;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// One frame of an event stream as a client reads it, checksums included.
///
/// @param headers names and texts
record Frame(Map<String, String> headers, Blob payload) {
    private static final int AROUND = 16; // lengths and checksums

    /// A piece of a body is one frame, whole.
    static Frame read(Blob piece) {
        byte[] bytes = piece.toByteArray();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = in.getInt();
        int headerBytes = in.getInt();
        if (length != piece.length()) throw new IllegalStateException("a frame of " + length);
        check(bytes, 8, in);
        check(bytes, length - 4, in);
        in.position(12);
        var headers = new HashMap<String, String>();
        while (in.position() < 12 + headerBytes) {
            String name = text(in, in.get());
            if (in.get() != 7) throw new IllegalStateException("no text: " + name);
            headers.put(name, text(in, in.getShort()));
        }
        byte[] payload = new byte[length - AROUND - headerBytes];
        in.get(payload);
        return new Frame(headers, Blob.of(payload));
    }

    private static void check(byte[] bytes, int length, ByteBuffer in) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        if ((int) crc.getValue() != in.getInt(length))
            throw new IllegalStateException("the checksum of %d bytes".formatted(length));
    }

    private static String text(ByteBuffer in, int length) {
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, UTF_8);
    }

    boolean isFirst() {
        return "initial-response".equals(headers.get(":event-type"));
    }

    /// The event in it.
    ///
    /// @throws ApiException if it is an error
    SubscribeToShardEvent event() throws ApiException {
        String error = headers.get(":exception-type");
        if (error == null) return AwsJson.V1_1.decode(SubscribeToShardEvent.TYPE, payload).shape();
        throw new ApiException(
                error.equals("InternalFailureException") ? "InternalFailure" : error,
                400,
                AwsJson.V1_1.decode(ErrorDocument.TYPE, payload).shape().message());
    }
}
