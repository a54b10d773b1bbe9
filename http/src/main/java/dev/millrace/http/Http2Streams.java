package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One connection that speaks HTTP/2. On its event loop.
///
/// A client is kept from sending more by flow control: what a stream holds for want of memory is
/// not consumed. What it is sent is the matter of [Http2Answers].
@SuppressWarnings("FutureReturnValueIgnored") // failures end the channel, which is heard of
final class Http2Streams extends Http2EventAdapter implements Watch.Subject {
    private static final Logger LOG = System.getLogger(Http2Streams.class.getName());

    private static final Blob NOTHING = Blob.of(new byte[0]);

    /// What a client may send ahead on one stream; also what HTTP/2 has the connection's window be
    /// to begin with. The connection's is made wide enough for all its streams, lest those that
    /// wait for memory keep those from completing that have it.
    private static final int STREAM_WINDOW_BYTES = 65_535;

    /// Resets and empty frames that a client may cause before it is taken for hostile.
    private static final int RESETS_A_WINDOW = 400;

    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int EMPTY_FRAMES = 16;

    private static final long GOODBYE_MS = TimeUnit.SECONDS.toMillis(30);

    private static final AsciiString CONTINUE = AsciiString.cached("100");

    private final ServerState state;
    private final Watch watch;
    private final Http2ConnectionHandler handler;
    private final Http2Connection connection;
    private final Http2Connection.PropertyKey exchangeKey;
    private final ChannelHandlerContext context;
    private final Http2Answers answers;
    private long idleSinceNs;

    private Http2Streams(ServerState state, Watch watch, ChannelPipeline pipeline) {
        this.state = state;
        this.watch = watch;
        connection = new DefaultHttp2Connection(true);
        exchangeKey = connection.newKey();
        handler =
                new Http2ConnectionHandlerBuilder()
                        .connection(connection)
                        .frameListener(this)
                        .initialSettings(
                                new Http2Settings()
                                        .maxConcurrentStreams(state.config.streams())
                                        .maxHeaderListSize(state.config.headerBytes()))
                        .headerSensitivityDetector((name, _) -> Http2Head.isEverNew(name))
                        .decoderEnforceMaxRstFramesPerWindow(RESETS_A_WINDOW, RESET_WINDOW_SECONDS)
                        .encoderEnforceMaxRstFramesPerWindow(RESETS_A_WINDOW, RESET_WINDOW_SECONDS)
                        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_FRAMES)
                        .gracefulShutdownTimeoutMillis(GOODBYE_MS)
                        .build();
        connection.addListener(this);
        idleSinceNs = watch.nowNs();
        pipeline.addLast(handler);
        context = pipeline.context(handler);
        answers = new Http2Answers(state, watch, handler, context);
    }

    /// Adds what speaks HTTP/2 to the end of a pipeline.
    static void install(ServerState state, ChannelPipeline pipeline, Watch watch) {
        var streams = new Http2Streams(state, watch, pipeline);
        pipeline.addLast(new End(streams));
        watch.hand(streams);
        streams.widen();
    }

    private void widen() {
        try {
            handler.decoder()
                    .flowController()
                    .incrementWindowSize(
                            connection.connectionStream(),
                            (state.config.streams() - 1) * STREAM_WINDOW_BYTES);
        } catch (Http2Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endOfStream) {
        Http2Stream stream = connection.stream(streamId);
        if (stream == null) return;
        answers.reading = true;
        Http2Exchange exchange = stream.getProperty(exchangeKey);
        if (exchange == null) exchange = begin(stream, headers, endOfStream);
        if (endOfStream) complete(exchange);
        answers.reading = false;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    private Http2Exchange begin(Http2Stream stream, Http2Headers headers, boolean endOfStream) {
        long length = headers.getLong(HttpHeaderNames.CONTENT_LENGTH, -1L);
        var exchange =
                new Http2Exchange(
                        answers,
                        context.channel().eventLoop(),
                        headers,
                        stream,
                        new BodyBuffer(state.memory, state.config.bodyBytes(), length));
        exchange.startedNs = watch.nowNs();
        stream.setProperty(exchangeKey, exchange);
        if (headers.size() > state.config.headers()) refuse(exchange, 431);
        else if (length > state.config.bodyBytes()) refuse(exchange, 413);
        else if (!endOfStream && headers.contains(HttpHeaderNames.EXPECT, "100-continue", true))
            handler.encoder()
                    .writeHeaders(
                            context,
                            stream.id(),
                            new DefaultHttp2Headers(false, 1).status(CONTINUE),
                            0,
                            false,
                            context.newPromise());
        return exchange;
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endOfStream) {
        int flowBytes = data.readableBytes() + padding;
        Http2Exchange exchange = exchange(streamId);
        if (exchange == null || exchange.refused) return flowBytes;
        answers.reading = true;
        int consumed = flowBytes;
        if (!exchange.held.isEmpty() || !take(exchange, data)) {
            if (exchange.held.isEmpty()) exchange.memoryMissedNs = watch.nowNs();
            exchange.held.add(new Http2Exchange.Held(data.retain(), flowBytes));
            consumed = 0;
        }
        if (endOfStream) complete(exchange);
        answers.reading = false;
        return consumed;
    }

    /// Takes data over, or refuses the request it belongs to.
    ///
    /// @return false if there is no memory for it yet
    private boolean take(Http2Exchange exchange, ByteBuf data) {
        int more = data.readableBytes();
        if (more == 0) return true;
        if (!exchange.buffer.admits(more)) {
            refuse(exchange, 413);
            return true;
        }
        Runnable granted = () -> memoryGranted(exchange);
        return switch (exchange.buffer.reserve(more, context.executor(), granted)) {
            case GRANTED -> {
                exchange.buffer.append(data);
                yield true;
            }
            case LATER -> false;
            case REFUSED -> {
                refuse(exchange, 503);
                yield true;
            }
        };
    }

    private void memoryGranted(Http2Exchange exchange) {
        if (exchange.held.isEmpty()) return;
        for (Http2Exchange.Held next; (next = exchange.held.peek()) != null; ) {
            if (!exchange.refused && !take(exchange, next.data())) return;
            exchange.held.remove();
            next.data().release();
            consume(exchange.stream, next.flowBytes());
        }
        // The wait was not the client's doing.
        exchange.startedNs += watch.nowNs() - exchange.memoryMissedNs;
        if (exchange.complete) complete(exchange);
        context.flush();
    }

    private void consume(Http2Stream stream, int bytes) {
        try {
            handler.decoder().flowController().consumeBytes(stream, bytes);
        } catch (Http2Exception gone) {
            LOG.log(Level.DEBUG, "a stream ended while its data waited", gone);
        }
    }

    private void complete(Http2Exchange exchange) {
        exchange.complete = true;
        if (exchange.refused || !exchange.held.isEmpty()) return;
        exchange.handled = true;
        try {
            state.endpoint.handle(exchange);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "an endpoint threw instead of answering", bug);
            if (!exchange.isResponded()) exchange.respond(new Response(500, List.of(), NOTHING));
        }
    }

    private void refuse(Http2Exchange exchange, int status) {
        exchange.refused = true;
        exchange.respond(new Response(status, List.of(), NOTHING));
    }

    private @Nullable Http2Exchange exchange(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        return stream == null ? null : stream.getProperty(exchangeKey);
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Http2Exchange exchange = stream.getProperty(exchangeKey);
        if (exchange != null) {
            exchange.dropHeld();
            // A request that is being handled keeps its memory until it is answered.
            if (!exchange.handled) exchange.buffer.release();
            exchange.letGo();
            if (exchange.pieces != null) exchange.pieces.cancel();
        }
        if (connection.numActiveStreams() == 0) idleSinceNs = watch.nowNs();
    }

    @Override
    public boolean look(long nowNs) {
        if (connection.numActiveStreams() == 0) {
            if (nowNs - idleSinceNs > state.config.idleTimeout().toNanos())
                context.channel().close();
            return true;
        }
        try {
            connection.forEachActiveStream(
                    stream -> {
                        look(stream, nowNs);
                        return true;
                    });
        } catch (Http2Exception bug) {
            throw new IllegalStateException(bug);
        }
        handler.flush(context);
        return false;
    }

    private void look(Http2Stream stream, long nowNs) {
        Http2Exchange exchange = stream.getProperty(exchangeKey);
        if (exchange == null || exchange.refused) return;
        if (!exchange.complete) {
            if (exchange.held.isEmpty()
                    && BodyPace.isTooSlow(
                            state, exchange.buffer.length(), nowNs - exchange.startedNs))
                refuse(exchange, 408);
        } else if (exchange.answer != null
                && nowNs - exchange.progressNs > state.config.writeTimeout().toNanos())
            answers.reset(exchange, Http2Error.CANCEL);
    }

    /// The server is about to stop.
    private void finish() {
        var lasting = new ArrayList<Pieces>();
        try {
            connection.forEachActiveStream(
                    stream -> {
                        Http2Exchange exchange = stream.getProperty(exchangeKey);
                        if (exchange != null && exchange.pieces != null)
                            lasting.add(exchange.pieces);
                        return true;
                    });
        } catch (Http2Exception bug) {
            throw new IllegalStateException(bug);
        }
        lasting.forEach(Pieces::finish);
    }

    /// What HTTP/2 leaves over. Where nobody is there to hear a goodbye, the connection ends behind
    /// the back of the handler that would wait for its streams.
    private static final class End extends ChannelInboundHandlerAdapter {
        private final Http2Streams streams;

        End(Http2Streams streams) {
            this.streams = streams;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Drain) {
                streams.finish();
                ctx.close();
            } else if (event instanceof ChannelInputShutdownEvent) streams.context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof IOException || cause instanceof DecoderException)
                LOG.log(Level.DEBUG, () -> ctx.channel().remoteAddress() + ": " + cause);
            else LOG.log(Level.WARNING, "a connection failed unexpectedly", cause);
            streams.context.close();
        }
    }
}
