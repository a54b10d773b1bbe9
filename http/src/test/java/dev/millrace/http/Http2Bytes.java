package dev.millrace.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What a client of HTTP/2 sends, byte for byte.
final class Http2Bytes {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int HEAD_BYTES = 9;

    private Http2Bytes() {}

    /// The preface and empty settings.
    static byte[] preface() {
        var out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        return out.toByteArray();
    }

    /// Settings by which not a byte of an answer's body may be sent.
    static byte[] shutWindow() {
        return frame(SETTINGS, 0, 0, new byte[] {0, INITIAL_WINDOW_SIZE, 0, 0, 0, 0});
    }

    /// A POST that declares a length, and the first or only part of its body.
    static byte[] request(int stream, String path, int length, String body) {
        Http2Headers head = Http2Client.head("POST", path).setInt("content-length", length);
        ByteBuf block = Unpooled.buffer();
        try {
            new DefaultHttp2HeadersEncoder().encodeHeaders(stream, head, block);
        } catch (Http2Exception impossible) {
            throw new AssertionError(impossible);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(frame(HEADERS, END_HEADERS, stream, ByteBufUtil.getBytes(block)));
        byte[] data = body.getBytes(StandardCharsets.ISO_8859_1);
        out.writeBytes(frame(DATA, data.length == length ? END_STREAM : 0, stream, data));
        return out.toByteArray();
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        var out = new ByteArrayOutputStream();
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) out.write(stream >> shift);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    static boolean isGoAway(String received) {
        return has(received, GO_AWAY);
    }

    static boolean hasReset(String received) {
        return has(received, RST_STREAM);
    }

    private static boolean has(String frames, int type) {
        int at = 0;
        while (at + HEAD_BYTES <= frames.length()) {
            if (frames.charAt(at + 3) == type) return true;
            at +=
                    HEAD_BYTES
                            + (frames.charAt(at) << 16)
                            + (frames.charAt(at + 1) << 8)
                            + frames.charAt(at + 2);
        }
        return false;
    }
}
