package dev.millrace.http;

import dev.millrace.gateway.Header;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A response in the bytes of HTTP/1.1: head and body in one buffer, or a head and then chunks.
final class Http1Response {
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] CONNECTION_CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] SEPARATOR = ascii(": ");

    /// Room for what is not in the response's own headers.
    private static final int FIXED_BYTES = 192;

    /// What the response says of the connection.
    enum Persistence {
        /// As HTTP/1.1 has it by default.
        UNSAID,
        /// As a client of HTTP/1.0 has to be told.
        KEEP_ALIVE,
        CLOSE
    }

    private Http1Response() {}

    static ByteBuf goOn(ByteBufAllocator alloc) {
        return alloc.buffer(CONTINUE.length).writeBytes(CONTINUE);
    }

    /// @param withBody false for the answer to a HEAD, which has the length but not the bytes
    static ByteBuf encode(
            ByteBufAllocator alloc,
            Response response,
            String date,
            boolean withBody,
            Persistence persistence) {
        Blob body = response.body();
        ByteBuf out = begin(alloc, response, date, withBody ? body.length() : 0);
        out.writeBytes(CONTENT_LENGTH);
        text(out, Integer.toString(body.length()));
        out.writeBytes(LINE_END);
        end(out, persistence);
        if (withBody) out.writeBytes(body.array(), body.offset(), body.length());
        return out;
    }

    /// The head of an answer whose body is made while it is sent.
    ///
    /// @param chunked whether the body comes in chunks; else it ends with the connection
    static ByteBuf head(
            ByteBufAllocator alloc,
            Response response,
            String date,
            boolean chunked,
            Persistence persistence) {
        ByteBuf out = begin(alloc, response, date, 0);
        if (chunked) out.writeBytes(CHUNKED);
        end(out, persistence);
        return out;
    }

    /// A chunk of at least one byte.
    static ByteBuf chunk(ByteBufAllocator alloc, Blob body, int from, int length) {
        ByteBuf out = alloc.directBuffer(length + 16);
        text(out, Integer.toHexString(length));
        out.writeBytes(LINE_END);
        out.writeBytes(body.array(), body.offset() + from, length);
        return out.writeBytes(LINE_END);
    }

    static ByteBuf lastChunk(ByteBufAllocator alloc) {
        return alloc.directBuffer(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
    }

    private static ByteBuf begin(
            ByteBufAllocator alloc, Response response, String date, int bodyBytes) {
        List<Header> headers = response.headers();
        int size = FIXED_BYTES + bodyBytes;
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            size += header.name().length() + header.value().length() + 4;
        }
        ByteBuf out = alloc.directBuffer(size);
        if (response.status() == 200) out.writeBytes(OK);
        else status(out, response.status());
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            text(out, header.name());
            out.writeBytes(SEPARATOR);
            text(out, header.value());
            out.writeBytes(LINE_END);
        }
        out.writeBytes(DATE);
        text(out, date);
        return out.writeBytes(LINE_END);
    }

    private static void end(ByteBuf out, Persistence persistence) {
        switch (persistence) {
            case UNSAID -> {}
            case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
            case CLOSE -> out.writeBytes(CONNECTION_CLOSE);
        }
        out.writeBytes(LINE_END);
    }

    private static void status(ByteBuf out, int status) {
        text(
                out,
                "HTTP/1.1 "
                        + status
                        + ' '
                        + HttpResponseStatus.valueOf(status).reasonPhrase()
                        + "\r\n");
    }

    private static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
