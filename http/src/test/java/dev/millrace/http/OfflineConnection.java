package dev.millrace.http;

import dev.millrace.gateway.Endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// A connection of a server without a socket, whose time stands still until it is moved.
final class OfflineConnection implements AutoCloseable {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final ServerState state;
    private final Channel channel;

    private static final class Channel extends EmbeddedChannel {
        private boolean stuck;
        private int progress;

        Channel(Ticker ticker) {
            super(EmbeddedChannel.builder().ticker(ticker));
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (!stuck) super.doWrite(in);
            else if (in.current() != null) in.progress(progress);
            progress = 0;
        }
    }

    OfflineConnection(HttpConfig config, Endpoint endpoint) {
        state =
                new ServerState(
                        config, endpoint, null, new HttpDate(InstantSource.system()), ticker);
        channel = new Channel(ticker);
        ProtocolSniffer.install(state, channel.pipeline());
    }

    ServerState state() {
        return state;
    }

    OfflineConnection send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    OfflineConnection send(byte[] bytes) {
        if (channel.isOpen()) channel.writeInbound(Unpooled.copiedBuffer(bytes));
        return this;
    }

    /// Lets time pass, a second at a time.
    OfflineConnection pass(Duration time) {
        long leftMs = time.toMillis();
        while (leftMs > 0) {
            long stepMs = Math.min(leftMs, 1_000);
            ticker.advance(stepMs, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
            leftMs -= stepMs;
        }
        return this;
    }

    void runTasks() {
        channel.runPendingTasks();
    }

    /// What has been answered since the last look.
    String received() {
        var text = new StringBuilder();
        for (ByteBuf bytes; (bytes = channel.readOutbound()) != null; bytes.release())
            text.append(bytes.toString(StandardCharsets.ISO_8859_1));
        return text.toString();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /// From now on the client takes nothing.
    void getStuck() {
        channel.stuck = true;
    }

    /// A stuck client takes a few bytes more.
    void takeALittle() {
        channel.progress = 10;
        channel.flush();
    }

    /// From now on nothing can be written.
    void failWrites() {
        channel.pipeline()
                .addFirst(
                        new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void write(
                                    ChannelHandlerContext ctx, Object bytes, ChannelPromise sent) {
                                ReferenceCountUtil.release(bytes);
                                throw new IllegalStateException("cannot write, by intent");
                            }
                        });
    }

    /// From now on buffers come from here.
    void allocateFrom(ByteBufAllocator allocator) {
        channel.config().setAllocator(allocator);
    }

    /// Fails if anything went wrong that nobody looked after.
    void checkUnharmed() {
        channel.checkException();
    }

    /// The client leaves, without a goodbye.
    @Override
    public void close() {
        channel.stuck = false;
        channel.unsafe().close(channel.voidPromise());
        channel.runPendingTasks();
        channel.finishAndReleaseAll();
    }
}
