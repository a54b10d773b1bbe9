package dev.millrace.http;

import dev.millrace.gateway.Header;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Tells by a connection's first bytes what the client speaks, and makes way for it. Inside TLS it
/// looks again, whatever the handshake agreed on: some clients speak HTTP/2 there without ALPN.
@SuppressWarnings("FutureReturnValueIgnored") // failures end the channel, which is heard of
final class ProtocolSniffer extends ByteToMessageDecoder implements Watch.Subject {
    private static final Logger LOG = System.getLogger(ProtocolSniffer.class.getName());

    /// First byte of a TLS record that carries a handshake; no HTTP method begins with it.
    private static final byte TLS_HANDSHAKE = 0x16;

    private static final byte[] HTTP_2_PREFACE =
            "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final Response TLS_ONLY =
            new Response(
                    400,
                    List.of(new Header("Content-Type", "text/plain")),
                    Blob.of(
                            "This port speaks TLS only: use https://\n"
                                    .getBytes(StandardCharsets.US_ASCII)));

    private enum Speech {
        UNDECIDED,
        TLS,
        HTTP_1,
        HTTP_2
    }

    private final ServerState state;
    private final boolean encrypted;
    private @Nullable Watch watch;
    private @Nullable ChannelHandlerContext context;

    private ProtocolSniffer(ServerState state, boolean encrypted, @Nullable Watch watch) {
        this.state = state;
        this.encrypted = encrypted;
        this.watch = watch;
    }

    /// Prepares the pipeline of a new connection.
    static void install(ServerState state, ChannelPipeline pipeline) {
        var sniffer = new ProtocolSniffer(state, false, null);
        var watch = new Watch(state, sniffer);
        sniffer.watch = watch;
        pipeline.addLast(watch, sniffer);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        SslContext tls = state.tls;
        switch (speech(in)) {
            case UNDECIDED -> {}
            case TLS -> {
                if (tls == null) {
                    LOG.log(
                            Level.DEBUG,
                            "{0}: spoke TLS to a port without it, closed; is tls set?",
                            ctx.channel().remoteAddress());
                    leave(ctx, in);
                } else startTls(ctx, tls);
            }
            case HTTP_1 -> {
                if (!encrypted && !state.config.plaintext()) {
                    ctx.write(
                            Http1Response.encode(
                                    ctx.alloc(),
                                    TLS_ONLY,
                                    state.date.now(),
                                    true,
                                    Http1Response.Persistence.CLOSE));
                    leave(ctx, in);
                } else {
                    Http1Connection.install(state, ctx.pipeline(), watch(), encrypted);
                    ctx.pipeline().remove(this);
                }
            }
            case HTTP_2 -> {
                if (!encrypted && !state.config.plaintext()) leave(ctx, in);
                else {
                    Http2Streams.install(state, ctx.pipeline(), watch());
                    ctx.pipeline().remove(this);
                }
            }
        }
    }

    private Speech speech(ByteBuf in) {
        int start = in.readerIndex();
        if (!encrypted && in.getByte(start) == TLS_HANDSHAKE) return Speech.TLS;
        int seen = Math.min(in.readableBytes(), HTTP_2_PREFACE.length);
        for (int i = 0; i < seen; i++)
            if (in.getByte(start + i) != HTTP_2_PREFACE[i]) return Speech.HTTP_1;
        return seen == HTTP_2_PREFACE.length ? Speech.HTTP_2 : Speech.UNDECIDED;
    }

    private void startTls(ChannelHandlerContext ctx, SslContext tls) {
        SslHandler handler = tls.newHandler(ctx.alloc());
        handler.setHandshakeTimeoutMillis(state.config.handshakeTimeout().toMillis());
        var inner = new ProtocolSniffer(state, true, watch);
        watch().hand(inner);
        ctx.pipeline().addLast(handler, inner);
        ctx.pipeline().remove(this);
    }

    private static void leave(ChannelHandlerContext ctx, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public boolean look(long nowNs) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) return false;
        boolean begun = watch().hasRead();
        long limitNs = (begun ? state.config.headTimeout() : state.config.idleTimeout()).toNanos();
        if (watch().waitedNs(nowNs) > limitNs) ctx.close();
        return !begun;
    }

    private Watch watch() {
        Watch watch = this.watch;
        if (watch == null) throw new IllegalStateException("not installed");
        return watch;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Drain || event instanceof ChannelInputShutdownEvent) ctx.close();
        else if (event instanceof SslHandshakeCompletionEvent) watch().mark();
        else ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(
                Level.DEBUG,
                () -> ctx.channel().remoteAddress() + ": closed before a request: " + cause);
        ctx.close();
    }
}
