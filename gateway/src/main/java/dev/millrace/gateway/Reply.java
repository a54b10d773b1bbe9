package dev.millrace.gateway;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.wire.AwsJson;
import dev.millrace.wire.Protocol;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

/// The way back of one request, with the headers that every answer of an API carries.
///
/// @param cors whether a browser's page asks
record Reply(Exchange exchange, String requestId, boolean cors) {
    private static final Logger LOG = System.getLogger(Reply.class.getName());

    private static final String CHECKSUM = "x-amz-crc32";
    private static final Blob EMPTY = Blob.of(new byte[0]);
    private static final Header ALLOW_ORIGIN = new Header("Access-Control-Allow-Origin", "*");
    private static final Header MAX_AGE = new Header("Access-Control-Max-Age", "172800");
    private static final Header EXPOSE =
            new Header(
                    "Access-Control-Expose-Headers",
                    "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,"
                            + "x-amzn-ErrorMessage,Date");

    static Reply to(Exchange exchange) {
        return new Reply(
                exchange,
                RequestIds.requestId(ThreadLocalRandom.current()),
                exchange.header("origin") != null);
    }

    void error(Protocol protocol, ApiException error) {
        send(error.status(), protocol, protocol.encode(error), () -> {});
    }

    /// Answers for a bug of the gateway's own, unless there is an answer.
    void crash(Throwable bug) {
        LOG.log(Level.ERROR, requestId + " failed unexpectedly", bug);
        try {
            error(AwsJson.V1_1, Refusal.internalFailure());
        } catch (IllegalStateException answered) {
            LOG.log(Level.DEBUG, requestId + " had been answered", answered);
        }
    }

    /// An error of the time before a protocol is known.
    void xml(int status, String document) {
        send(status, (String) null, Blob.of(document.getBytes(StandardCharsets.UTF_8)));
    }

    void empty(int status) {
        send(status, (String) null, EMPTY);
    }

    void send(int status, @Nullable String contentType, Blob body) {
        send(status, contentType, body, () -> {});
    }

    /// Answers in a protocol.
    ///
    /// @param gone runs when the body is held no more
    void send(int status, Protocol protocol, Blob body, Runnable gone) {
        List<Header> headers = headers(protocol.contentType());
        if (protocol.checksummed()) headers.add(new Header(CHECKSUM, checksum(body)));
        exchange.respond(new Response(status, headers, body), gone);
    }

    private static String checksum(Blob body) {
        var crc = new CRC32();
        crc.update(body.array(), body.offset(), body.length());
        return Long.toString(crc.getValue());
    }

    /// @param gone runs when the body is held no more
    void send(int status, @Nullable String contentType, Blob body, Runnable gone) {
        exchange.respond(new Response(status, headers(contentType), body), gone);
    }

    /// Answers with a body that is made while it is sent.
    void stream(String contentType, Pieces body) {
        exchange.stream(new Response(200, headers(contentType), EMPTY), body);
    }

    private List<Header> headers(@Nullable String contentType) {
        List<Header> headers = new ArrayList<>(5);
        headers.add(new Header("x-amzn-RequestId", requestId));
        headers.add(new Header("x-amz-id-2", RequestIds.id2(ThreadLocalRandom.current())));
        if (cors) {
            headers.add(ALLOW_ORIGIN);
            headers.add(EXPOSE);
        }
        if (contentType != null) headers.add(new Header("Content-Type", contentType));
        return headers;
    }

    /// Tells a browser that its page may ask.
    void preflight() {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("x-amzn-RequestId", requestId));
        headers.add(ALLOW_ORIGIN);
        headers.add(EXPOSE);
        echo("access-control-request-headers", "Access-Control-Allow-Headers", headers);
        echo("access-control-request-method", "Access-Control-Allow-Methods", headers);
        headers.add(MAX_AGE);
        exchange.respond(new Response(200, headers, EMPTY));
    }

    private void echo(String asked, String allowed, List<Header> headers) {
        String value = exchange.header(asked);
        if (value != null && Header.isPrintable(value)) headers.add(new Header(allowed, value));
    }
}
