package dev.millrace.http;

import dev.millrace.gateway.Endpoint;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Ticker;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A port on the loopback addresses that serves HTTP. Any thread.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HttpServer.class.getName());

    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static final int BACKLOG = 4_096;

    /// Small pieces, so that an idle server holds little.
    private static final int PAGE_BYTES = 8 << 10;

    private static final int CHUNK_ORDER = 7;

    /// How many free ports are looked at for one that is free on both addresses.
    private static final int MOST_TRIES = 20;

    private static final long CLOSE_MS = 2_000;

    private final ServerState state;
    private final EventLoopGroup loops;
    private final ChannelGroup connections =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Channel> listeners = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    private HttpServer(ServerState state) {
        this.state = state;
        IoHandlerFactory io =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops =
                new MultiThreadIoEventLoopGroup(
                        state.config.eventLoops(), new DefaultThreadFactory("http", true), io);
    }

    /// Starts to serve.
    ///
    /// @throws IOException if the port is taken, or the certificate cannot be read or made
    public static HttpServer start(HttpConfig config, Endpoint endpoint) throws IOException {
        var state =
                new ServerState(
                        config,
                        endpoint,
                        TlsContext.of(config, Instant.now()),
                        new HttpDate(InstantSource.system()),
                        Ticker.systemTicker());
        var server = new HttpServer(state);
        try {
            server.listen();
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void listen() throws IOException {
        Class<? extends ServerChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var allocator =
                new PooledByteBufAllocator(
                        true, 0, state.config.eventLoops(), PAGE_BYTES, CHUNK_ORDER, 64, 32, false);
        var bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(type)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.ALLOCATOR, allocator)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(new Greeter());
        for (int tries = 1; !listenOnBoth(bootstrap, tries == MOST_TRIES); tries++) {
            for (Channel listener : listeners) listener.close().awaitUninterruptibly();
            listeners.clear();
        }
    }

    /// Listens on 127.0.0.1 and, where there is IPv6, on ::1: a client for which "localhost" is
    /// both must not find another server behind one of them.
    ///
    /// @return false if the free port that was found is free on 127.0.0.1 only
    /// @throws IOException if the port is taken
    private boolean listenOnBoth(ServerBootstrap bootstrap, boolean lastTry) throws IOException {
        InetAddress ipv4 = InetAddress.getByAddress("localhost", IPV4_LOOPBACK);
        InetAddress ipv6 = InetAddress.getByAddress("localhost", IPV6_LOOPBACK);
        listeners.add(bind(bootstrap, new InetSocketAddress(ipv4, state.config.port())));
        try {
            listeners.add(bind(bootstrap, new InetSocketAddress(ipv6, port())));
            return true;
        } catch (IOException failed) {
            if (!isTaken(failed.getCause())) {
                LOG.log(Level.DEBUG, "not on ::1: {0}", failed.getMessage());
                return true;
            }
            if (state.config.port() != 0 || lastTry) throw failed;
            return false;
        }
    }

    /// Rather than that there is no such address, which is of the same type.
    private static boolean isTaken(@Nullable Throwable cause) {
        return cause != null && String.valueOf(cause.getMessage()).contains("already in use");
    }

    private static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address)
            throws IOException {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause == null) return bound.channel();
        throw new IOException(
                "cannot listen on %s:%d: %s"
                        .formatted(
                                address.getAddress().getHostAddress(),
                                address.getPort(),
                                cause.getMessage()),
                cause);
    }

    /// Receives new connections.
    private final class Greeter extends ChannelInitializer<Channel> {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (open.incrementAndGet() > state.config.connections() || state.isDraining()) {
                LOG.log(Level.DEBUG, "{0}: one too many, closed", channel.remoteAddress());
                var _ = channel.close();
            } else {
                connections.add(channel);
                ProtocolSniffer.install(state, channel.pipeline());
            }
            channel.closeFuture().addListener(_ -> open.decrementAndGet());
        }
    }

    /// The port that is served.
    public int port() {
        return ((InetSocketAddress) listeners.getFirst().localAddress()).getPort();
    }

    ServerState state() {
        return state;
    }

    /// Takes no more connections or requests, and waits for those in flight to be answered.
    ///
    /// @param patience how long to wait
    public void drain(Duration patience) {
        state.drain();
        for (Channel listener : listeners) listener.close().awaitUninterruptibly();
        for (Channel connection : connections)
            connection.pipeline().fireUserEventTriggered(Drain.DRAIN);
        connections.newCloseFuture().awaitUninterruptibly(patience.toMillis());
    }

    /// Closes every connection, whatever is in flight.
    @Override
    public void close() {
        for (Channel listener : listeners) listener.close().awaitUninterruptibly();
        connections.close(); // what says goodbye first, the end of the loops cuts off
        var _ =
                loops.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS)
                        .awaitUninterruptibly(2 * CLOSE_MS);
    }
}
