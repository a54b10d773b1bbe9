package dev.millrace.http;

import dev.millrace.gateway.Endpoint;

import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Ticker;

import org.jspecify.annotations.Nullable;

/// What the connections of one server share. Any thread.
final class ServerState {
    final HttpConfig config;
    final Endpoint endpoint;
    final @Nullable SslContext tls;
    final BodyMemory memory;
    final HttpDate date;
    final Ticker ticker;
    private volatile boolean draining;

    ServerState(
            HttpConfig config,
            Endpoint endpoint,
            @Nullable SslContext tls,
            HttpDate date,
            Ticker ticker) {
        this.config = config;
        this.endpoint = endpoint;
        this.tls = tls;
        this.memory = BodyMemory.of(config);
        this.date = date;
        this.ticker = ticker;
    }

    /// Whether connections should end with what is in flight.
    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }
}
