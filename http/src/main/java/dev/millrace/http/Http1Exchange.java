package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1.1 connection, from its head until its answer is written.
final class Http1Exchange extends LoopExchange {
    private final Http1Connection connection;
    private final HttpRequest request;

    final Http1Response.Persistence persistence;

    /// Whether the client waits for a 100 before it sends the body.
    boolean awaitsContinue;

    /// The answer, once there is one; it may have to wait for those of earlier requests.
    @Nullable Response response;

    /// Hears when the answer's bytes are held no more.
    Runnable gone = () -> {};

    /// The answer's body, if it is made while it is sent.
    @Nullable Pieces pieces;

    Http1Exchange(
            Http1Connection connection,
            EventLoop loop,
            HttpRequest request,
            BodyBuffer buffer,
            Http1Response.Persistence persistence) {
        super(loop, buffer);
        this.connection = connection;
        this.request = request;
        this.persistence = persistence;
        this.awaitsContinue =
                request.headers().contains(HttpHeaderNames.EXPECT, "100-continue", true);
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String header(String name) {
        return request.headers().get(name);
    }

    @Override
    void send(Response response, Runnable gone) {
        connection.answer(this, response, gone);
    }

    @Override
    void send(Response head, Pieces body) {
        connection.stream(this, head, body);
    }

    @Override
    void closeConnection() {
        connection.close();
    }

    /// Whether the client understands a body in chunks.
    boolean takesChunks() {
        return request.protocolVersion().minorVersion() > 0;
    }
}
