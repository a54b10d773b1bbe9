package dev.millrace.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Ticker;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// Looks now and then whether a connection's client takes too long: over what it sends, which the
/// protocol of the connection judges, or over taking what it was sent. Nearest to the socket, on
/// the connection's event loop.
///
/// Time-outs are kept by looking rather than by setting timers, so that a request costs one look at
/// the clock; they are exact to a second or, for a connection that was idle, a few.
final class Watch extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(Watch.class.getName());
    private static final long BUSY_LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_LOOK_NS = TimeUnit.SECONDS.toNanos(5);

    /// The protocol that a connection speaks.
    interface Subject {
        /// Closes the connection if it is overdue.
        ///
        /// @return whether it is idle, and so need not be looked at as often
        boolean look(long nowNs);
    }

    private final Ticker ticker;
    private final long writeTimeoutNs;
    private @Nullable ChannelHandlerContext context;
    private Subject subject;
    private long markedNs;
    private long firstReadNs;
    private boolean read;

    private long writeProgressNs;
    private long pendingBytes;
    private long progress;

    /// @param subject who judges until [#hand] names another
    Watch(ServerState state, Subject subject) {
        this.ticker = state.ticker;
        this.writeTimeoutNs = state.config.writeTimeout().toNanos();
        this.subject = subject;
    }

    void hand(Subject next) {
        subject = next;
    }

    long nowNs() {
        return ticker.nanoTime();
    }

    /// Begins to wait for the first byte of something.
    void mark() {
        markedNs = ticker.nanoTime();
        read = false;
    }

    /// Whether a byte came since [#mark].
    boolean hasRead() {
        return read;
    }

    /// How long the first byte since [#mark] is ago or, while there is none, the mark.
    long waitedNs(long nowNs) {
        return nowNs - (read ? firstReadNs : markedNs);
    }

    /// Whether something that was written has not left yet.
    boolean isSending() {
        return context != null && pendingBytes(context) > 0;
    }

    private static long pendingBytes(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer out = ctx.channel().unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        mark();
        writeProgressNs = markedNs;
        lookLater(ctx, BUSY_LOOK_NS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!read) {
            read = true;
            firstReadNs = ticker.nanoTime();
        }
        ctx.fireChannelRead(message);
    }

    private void lookLater(ChannelHandlerContext ctx, long delayNs) {
        var _ = ctx.executor().schedule(() -> look(ctx), delayNs, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        if (!ctx.channel().isOpen()) return;
        long nowNs = ticker.nanoTime();
        boolean idle = subject.look(nowNs);
        if (ctx.channel().isOpen() && isStuck(ctx, nowNs)) {
            LOG.log(Level.DEBUG, "{0}: takes no answer, closed", ctx.channel().remoteAddress());
            // Not by way of the pipeline: a protocol's goodbye could not be written either.
            ctx.channel().unsafe().close(ctx.channel().unsafe().voidPromise());
        }
        if (ctx.channel().isOpen()) lookLater(ctx, idle ? IDLE_LOOK_NS : BUSY_LOOK_NS);
    }

    /// Whether bytes wait to be written and none has left since the time-out.
    private boolean isStuck(ChannelHandlerContext ctx, long nowNs) {
        ChannelOutboundBuffer out = ctx.channel().unsafe().outboundBuffer();
        long pending = pendingBytes(ctx);
        long written = out == null ? 0 : out.currentProgress();
        if (pending == 0 || pending != pendingBytes || written != progress) {
            pendingBytes = pending;
            progress = written;
            writeProgressNs = nowNs;
            return false;
        }
        return nowNs - writeProgressNs > writeTimeoutNs;
    }
}
