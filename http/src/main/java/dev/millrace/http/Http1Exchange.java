package dev.millrace.http;

import dev.millrace.gateway.Exchange;
import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// One request of an HTTP/1.1 connection, from its head until its answer is written.
final class Http1Exchange implements Exchange {
    private final Http1Connection connection;
    private final EventLoop loop;
    private final HttpRequest request;
    private final AtomicBoolean responded = new AtomicBoolean();

    final BodyBuffer buffer;
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
        this.connection = connection;
        this.loop = loop;
        this.request = request;
        this.buffer = buffer;
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
    public Blob body() {
        return buffer.body();
    }

    @Override
    public Executor executor() {
        return loop;
    }

    @Override
    public void respond(Response response, Runnable gone) {
        if (!responded.compareAndSet(false, true))
            throw new IllegalStateException("answered already");
        if (loop.inEventLoop()) connection.answer(this, response, gone);
        else {
            try {
                loop.execute(() -> connection.answer(this, response, gone));
            } catch (RejectedExecutionException closed) {
                buffer.release();
                gone.run();
            }
        }
    }

    @Override
    public void stream(Response head, Pieces body) {
        if (!responded.compareAndSet(false, true))
            throw new IllegalStateException("answered already");
        if (loop.inEventLoop()) connection.stream(this, head, body);
        else {
            try {
                loop.execute(() -> connection.stream(this, head, body));
            } catch (RejectedExecutionException closed) {
                buffer.release();
                body.cancel();
            }
        }
    }

    /// Whether the client understands a body in chunks.
    boolean takesChunks() {
        return request.protocolVersion().minorVersion() > 0;
    }

    @Override
    public void drop() {
        if (!responded.compareAndSet(false, true))
            throw new IllegalStateException("answered already");
        try {
            loop.execute(
                    () -> {
                        buffer.release();
                        connection.close();
                    });
        } catch (RejectedExecutionException closed) {
            buffer.release();
        }
    }

    boolean isResponded() {
        return responded.get();
    }
}
