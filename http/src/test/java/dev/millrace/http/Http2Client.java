package dev.millrace.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.SslContext;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A client of HTTP/2 with prior knowledge, plain or inside TLS.
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as a missing answer
final class Http2Client implements AutoCloseable {
    record Answer(int status, Http2Headers headers, String body) {}

    private static final ChannelHandler NO_PUSH = new ChannelInboundHandlerAdapter();

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;

    Http2Client(int port, @Nullable SslContext tls) throws Exception {
        this(port, tls, 65_535);
    }

    /// @param window bytes that the server may send ahead on one stream
    Http2Client(int port, @Nullable SslContext tls, int window) throws Exception {
        channel =
                new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        if (tls != null)
                                            channel.pipeline()
                                                    .addLast(
                                                            tls.newHandler(
                                                                    channel.alloc(),
                                                                    "localhost",
                                                                    port));
                                        channel.pipeline()
                                                .addLast(
                                                        Http2FrameCodecBuilder.forClient()
                                                                .initialSettings(
                                                                        new Http2Settings()
                                                                                .initialWindowSize(
                                                                                        window))
                                                                .build(),
                                                        new Http2MultiplexHandler(NO_PUSH));
                                    }
                                })
                        .connect("127.0.0.1", port)
                        .sync()
                        .channel();
    }

    Channel channel() {
        return channel;
    }

    Answer call(String method, String path, String body) throws Exception {
        return start(method, path, body).get(20, TimeUnit.SECONDS);
    }

    CompletableFuture<Answer> start(String method, String path, String body) throws Exception {
        var answer = new CompletableFuture<Answer>();
        Http2StreamChannel stream = open(answer);
        boolean empty = body.isEmpty();
        stream.write(new DefaultHttp2HeadersFrame(head(method, path), empty));
        if (!empty) stream.write(data(body, true));
        stream.flush();
        return answer;
    }

    Http2StreamChannel open(CompletableFuture<Answer> answer) throws Exception {
        return open(new Collector(answer));
    }

    Http2StreamChannel open(ChannelHandler handler) throws Exception {
        return new Http2StreamChannelBootstrap(channel)
                .handler(handler)
                .open()
                .get(20, TimeUnit.SECONDS);
    }

    static Http2Headers head(String method, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .path(path)
                .scheme("http")
                .authority("localhost");
    }

    static Http2DataFrame data(String body, boolean last) {
        return new DefaultHttp2DataFrame(
                Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1), last);
    }

    private static final class Collector extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final CompletableFuture<Answer> answer;
        private final ByteBuf body = Unpooled.buffer();
        private Http2Headers head = new DefaultHttp2Headers();

        Collector(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame headers -> {
                    head = headers.headers();
                    if (headers.isEndStream()) complete();
                }
                case Http2DataFrame data -> {
                    body.writeBytes(data.content());
                    if (data.isEndStream()) complete();
                }
                case Http2ResetFrame reset ->
                        answer.completeExceptionally(
                                new IllegalStateException("reset " + reset.errorCode()));
                default -> {}
            }
        }

        private void complete() {
            answer.complete(
                    new Answer(
                            Integer.parseInt(head.status().toString()),
                            head,
                            body.toString(StandardCharsets.ISO_8859_1)));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            answer.completeExceptionally(new IllegalStateException("closed"));
        }
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
    }
}
