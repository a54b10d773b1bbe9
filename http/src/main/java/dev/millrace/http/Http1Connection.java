package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One connection that speaks HTTP/1.1. Requests are handed on as they come and answered in that
/// order. Reading pauses while as many as allowed wait for answers, while answers wait for the
/// client to take them, and while there is no memory for a body. On its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // failures end the channel, which is heard of
final class Http1Connection extends ChannelInboundHandlerAdapter implements Watch.Subject {
    private static final Logger LOG = System.getLogger(Http1Connection.class.getName());

    private static final Blob NOTHING = Blob.of(new byte[0]);

    /// How much of a body arrives in one piece, at most.
    private static final int PIECE_BYTES = 1 << 20;

    /// How long a client may go on sending what is no longer wanted, so that it gets to read why.
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(2);

    /// Stands in for a head that could not be read.
    private static final HttpRequest UNREADABLE =
            new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");

    private final ServerState state;
    private final Watch watch;
    private final boolean secure;
    private final ChannelHandlerContext context;

    /// Decoded and not yet looked at; no more than one read from the socket yields.
    private final ArrayDeque<Object> inbox = new ArrayDeque<>();

    /// Requests not yet answered, in order.
    private final ArrayDeque<Http1Exchange> pending = new ArrayDeque<>();

    /// The last of [#pending], while its body arrives.
    private @Nullable Http1Exchange receiving;

    /// The first of [#pending] while it is answered by a body that is made while it is sent.
    private @Nullable Http1Stream stream;

    private long bodyStartedNs;

    /// When memory was first missed for the body, while it is missed.
    private long memoryMissedNs;

    private boolean memoryMissed;
    private boolean pumping;
    private boolean reading;
    private boolean unflushed;
    private boolean autoRead = true;

    /// No further request is taken; what still comes is thrown away.
    private boolean deaf;

    /// The client may be in the middle of sending what it should not.
    private boolean broken;

    /// The client has said all it will.
    private boolean inputEnded;

    /// The last answer has been written.
    private boolean ended;

    private boolean lingering;
    private long lingeringSinceNs;

    private Http1Connection(
            ServerState state, Watch watch, boolean secure, ChannelHandlerContext context) {
        this.state = state;
        this.watch = watch;
        this.secure = secure;
        this.context = context;
    }

    /// Adds what speaks HTTP/1.1 to the end of a pipeline.
    static void install(ServerState state, ChannelPipeline pipeline, Watch watch, boolean secure) {
        var decoder =
                new HttpRequestDecoder(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(state.config.headerBytes())
                                .setMaxHeaderSize(state.config.headerBytes())
                                .setMaxChunkSize(PIECE_BYTES));
        pipeline.addLast(decoder);
        ChannelHandlerContext last = pipeline.context(decoder);
        var connection = new Http1Connection(state, watch, secure, last);
        watch.hand(connection);
        pipeline.addLast(connection);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        if (deaf) ReferenceCountUtil.release(message);
        else {
            inbox.add(message);
            pump();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        pump();
    }

    /// Looks at what has been decoded, until something has to be waited for.
    private void pump() {
        if (pumping) return;
        pumping = true;
        try {
            while (!isPaused()) {
                Object message = inbox.poll();
                if (message == null) break;
                receive(message);
            }
        } finally {
            pumping = false;
        }
        if (inputEnded && !deaf) endInput();
        boolean wanted = !isPaused();
        if (wanted != autoRead && !inputEnded) {
            autoRead = wanted;
            context.channel().config().setAutoRead(wanted);
        }
    }

    private boolean isPaused() {
        if (memoryMissed) return true;
        if (deaf) return false;
        boolean full = pending.size() >= state.config.pipelinedRequests();
        return (full && receiving == null) || !context.channel().isWritable();
    }

    private void receive(Object message) {
        if (message instanceof HttpRequest request) begin(request);
        if (message instanceof HttpContent content) receiveBody(content);
    }

    private void begin(HttpRequest request) {
        Throwable malformed = request.decoderResult().cause();
        if (malformed != null) refuse(status(malformed));
        else if (request.headers().size() > state.config.headers()) refuse(431);
        else if (request.protocolVersion().majorVersion() != 1) refuse(505);
        else {
            long length = HttpUtil.getContentLength(request, -1L);
            var exchange =
                    new Http1Exchange(
                            this,
                            context.channel().eventLoop(),
                            request,
                            new BodyBuffer(state.memory, state.config.bodyBytes(), length),
                            persistence(request));
            receiving = exchange;
            pending.add(exchange);
            if (length > state.config.bodyBytes()) refuse(413);
            else if (length != 0) {
                bodyStartedNs = watch.nowNs();
                if (exchange.awaitsContinue) goOn();
            }
        }
    }

    private static int status(Throwable malformed) {
        return switch (malformed) {
            case TooLongHttpLineException _ -> 414;
            case TooLongHttpHeaderException _ -> 431;
            default -> 400;
        };
    }

    private static Http1Response.Persistence persistence(HttpRequest request) {
        if (!HttpUtil.isKeepAlive(request)) return Http1Response.Persistence.CLOSE;
        return request.protocolVersion().minorVersion() == 0
                ? Http1Response.Persistence.KEEP_ALIVE
                : Http1Response.Persistence.UNSAID;
    }

    /// Lets a client send the body it holds back, once it is that client's turn to be answered.
    private void goOn() {
        Http1Exchange next = pending.peek();
        if (next == null || next != receiving || !next.awaitsContinue) return;
        next.awaitsContinue = false;
        if (next.buffer.length() > 0) return;
        bodyStartedNs = watch.nowNs();
        write(Http1Response.goOn(context.alloc()));
    }

    private void receiveBody(HttpContent content) {
        Http1Exchange exchange = receiving;
        int more = content.content().readableBytes();
        if (exchange == null) content.release();
        else if (content.decoderResult().isFailure()) {
            content.release();
            refuse(status(content.decoderResult().cause()));
        } else if (!exchange.buffer.admits(more)) {
            content.release();
            refuse(413);
        } else
            switch (reserve(exchange, more)) {
                case GRANTED -> take(exchange, content);
                case LATER -> {
                    memoryMissed = true;
                    memoryMissedNs = watch.nowNs();
                    inbox.addFirst(content);
                }
                case REFUSED -> {
                    content.release();
                    refuse(503);
                }
            }
    }

    private BodyBuffer.Reservation reserve(Http1Exchange exchange, int more) {
        return more == 0
                ? BodyBuffer.Reservation.GRANTED
                : exchange.buffer.reserve(more, context.executor(), this::memoryGranted);
    }

    private void take(Http1Exchange exchange, HttpContent content) {
        exchange.buffer.append(content.content());
        content.release();
        if (content instanceof LastHttpContent) {
            receiving = null;
            handle(exchange);
        }
    }

    private void memoryGranted() {
        if (!memoryMissed) return;
        memoryMissed = false;
        // The wait was not the client's doing.
        bodyStartedNs += watch.nowNs() - memoryMissedNs;
        pump();
        flush();
    }

    private void handle(Http1Exchange exchange) {
        if (exchange.persistence == Http1Response.Persistence.CLOSE) hearNoMore();
        try {
            state.endpoint.handle(exchange);
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "an endpoint threw instead of answering", bug);
            if (!exchange.isResponded()) exchange.respond(new Response(500, List.of(), NOTHING));
        }
    }

    /// Answers the request being received, or the unreadable one that follows those pending, with
    /// an empty response, and takes no more.
    private void refuse(int status) {
        Http1Exchange exchange = receiving;
        if (exchange == null) {
            exchange =
                    new Http1Exchange(
                            this,
                            context.channel().eventLoop(),
                            UNREADABLE,
                            new BodyBuffer(state.memory, 0, 0),
                            Http1Response.Persistence.CLOSE);
            pending.add(exchange);
        }
        broken = true;
        hearNoMore();
        exchange.respond(new Response(status, List.of(), NOTHING));
    }

    private void hearNoMore() {
        deaf = true;
        memoryMissed = false;
        receiving = null;
        for (Object message; (message = inbox.poll()) != null; )
            ReferenceCountUtil.release(message);
    }

    /// Takes an answer; on the event loop.
    void answer(Http1Exchange exchange, Response response, Runnable gone) {
        exchange.buffer.release();
        if (!context.channel().isActive()) {
            gone.run();
            return;
        }
        exchange.response = response;
        exchange.gone = gone;
        goOnAnswering();
    }

    /// Takes an answer that lasts; on the event loop.
    void stream(Http1Exchange exchange, Response head, Pieces pieces) {
        exchange.buffer.release();
        if (!context.channel().isActive()) {
            pieces.cancel();
            return;
        }
        exchange.pieces = pieces;
        exchange.response = head;
        goOnAnswering();
    }

    private void goOnAnswering() {
        try {
            writeAnswers();
            pump();
            flush();
        } catch (RuntimeException | Error failed) {
            // For want of memory, most likely. What the client has got may be half an answer.
            LOG.log(Level.ERROR, "an answer could not be written", failed);
            context.close();
        }
    }

    /// Closes the connection, whatever is in flight.
    void close() {
        context.close();
    }

    private void writeAnswers() {
        for (Http1Exchange next;
                (next = pending.peek()) != null && next.response != null && !ended; ) {
            if (next.pieces != null) {
                if (stream == null) begin(next, next.response, next.pieces);
                break;
            }
            pending.remove();
            boolean counted = false;
            try {
                counted = write(next, next.response);
            } finally {
                if (!counted) next.gone.run();
            }
        }
        goOn();
        if (pending.isEmpty() && receiving == null) watch.mark();
    }

    /// Begins an answer that lasts. Its exchange stays the first of those pending until it is over.
    private void begin(Http1Exchange exchange, Response head, Pieces pieces) {
        if (inputEnded) {
            context.close();
            return;
        }
        boolean last = isLast(exchange, pending.size() == 1) || !exchange.takesChunks();
        ByteBuf bytes =
                Http1Response.head(
                        context.alloc(),
                        head,
                        state.date.now(),
                        exchange.takesChunks(),
                        last ? Http1Response.Persistence.CLOSE : exchange.persistence);
        if (exchange.isHead()) {
            write(bytes);
            exchange.pieces = null;
            pieces.cancel();
            streamEnded(last);
            return;
        }
        var begun = new Http1Stream(context, exchange, pieces, () -> streamEnded(last));
        stream = begun;
        begun.begin(bytes);
        if (state.isDraining()) begun.finish();
    }

    private void streamEnded(boolean last) {
        stream = null;
        pending.remove();
        if (last || (pending.isEmpty() && (deaf || isDrained()))) end();
        else goOnAnswering();
    }

    private boolean isLast(Http1Exchange exchange, boolean alone) {
        return exchange.persistence == Http1Response.Persistence.CLOSE
                || (alone && (deaf || isDrained()));
    }

    /// Whether the exchange hears of it when this answer is gone.
    private boolean write(Http1Exchange exchange, Response response) {
        boolean last = isLast(exchange, pending.isEmpty());
        ByteBuf bytes =
                Http1Response.encode(
                        context.alloc(),
                        response,
                        state.date.now(),
                        !exchange.isHead(),
                        last ? Http1Response.Persistence.CLOSE : exchange.persistence);
        boolean large = response.body().length() > BodyBuffer.FIRST_BYTES;
        if (large) count(bytes, exchange.gone);
        else write(bytes);
        if (last) end();
        return large;
    }

    private boolean isDrained() {
        return state.isDraining() && receiving == null && inbox.isEmpty();
    }

    /// Writes an answer large enough for its memory to count until it is sent.
    private void count(ByteBuf bytes, Runnable gone) {
        int size = bytes.readableBytes();
        state.memory.large().charge(size);
        unflushed = true;
        context.write(bytes)
                .addListener(
                        sent -> {
                            state.memory.large().refund(size);
                            gone.run();
                            if (!sent.isSuccess()) context.close();
                        });
    }

    private void write(ByteBuf bytes) {
        unflushed = true;
        context.write(bytes, context.voidPromise());
    }

    /// After the last answer.
    private void end() {
        ended = true;
        hearNoMore();
        unflushed = false;
        ChannelFuture sent = context.writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (!broken) {
            sent.addListener(ChannelFutureListener.CLOSE);
            return;
        }
        // Closing now, with bytes of the client unread, would reset the connection, and the client
        // might never see the answer.
        lingering = true;
        lingeringSinceNs = watch.nowNs();
        sent.addListener((ChannelFutureListener) this::closeOurHalf);
    }

    private void closeOurHalf(ChannelFuture sent) {
        if (!secure && sent.channel() instanceof DuplexChannel duplex) duplex.shutdownOutput();
    }

    private void flush() {
        if (reading || !unflushed) return;
        unflushed = false;
        context.flush();
    }

    @Override
    public boolean look(long nowNs) {
        boolean sending = watch.isSending();
        if (lingering) {
            if (sending) lingeringSinceNs = nowNs;
            else if (nowNs - lingeringSinceNs > LINGER_NS) context.close();
            return false;
        }
        Http1Exchange exchange = receiving;
        if (exchange != null) {
            boolean invited = !exchange.awaitsContinue;
            if (invited && !memoryMissed && isTooSlow(exchange.buffer.length(), nowNs)) {
                refuse(408);
                flush();
            }
            return false;
        }
        if (!pending.isEmpty()) return false;
        if (sending && !watch.hasRead()) {
            // Who still takes an answer is not idle.
            watch.mark();
            return false;
        }
        HttpConfig config = state.config;
        boolean begun = watch.hasRead();
        long limitNs = (begun ? config.headTimeout() : config.idleTimeout()).toNanos();
        if (watch.waitedNs(nowNs) > limitNs) {
            if (begun) {
                refuse(408);
                flush();
            } else context.close();
        }
        return !begun;
    }

    private boolean isTooSlow(int receivedBytes, long nowNs) {
        return BodyPace.isTooSlow(state, receivedBytes, nowNs - bodyStartedNs);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Drain) {
            if (stream != null) stream.finish();
            if (pending.isEmpty() && receiving == null && !watch.hasRead() && !ended) end();
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            // An answer that lasts is owed to none who closes: it would only be noticed at the next
            // event.
            if (lingering || stream != null) ctx.close();
            else endInput();
        } else ctx.fireUserEventTriggered(event);
    }

    /// The client has said all it will; what it is still owed, it gets.
    private void endInput() {
        if (!inbox.isEmpty()) return;
        dropBody();
        hearNoMore();
        if (pending.isEmpty() && !ended) end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        dropBody();
        hearNoMore();
        if (stream != null) {
            stream.leave();
            pending.remove();
        }
        for (Http1Exchange exchange; (exchange = pending.poll()) != null; ) {
            if (exchange.pieces != null) exchange.pieces.cancel();
            else if (exchange.response != null) exchange.gone.run();
        }
        ctx.fireChannelInactive();
    }

    /// Forgets a request that will never be whole.
    private void dropBody() {
        Http1Exchange exchange = receiving;
        if (exchange == null) return;
        pending.removeLast();
        exchange.buffer.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof DecoderException)
            LOG.log(Level.DEBUG, () -> ctx.channel().remoteAddress() + ": " + cause);
        else LOG.log(Level.WARNING, "a connection failed unexpectedly", cause);
        ctx.close();
    }
}
