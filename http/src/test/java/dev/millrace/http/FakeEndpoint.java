package dev.millrace.http;

import dev.millrace.gateway.Endpoint;
import dev.millrace.gateway.Exchange;
import dev.millrace.gateway.Header;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Answers what it was asked, or keeps requests to `/later` until a test answers them.
final class FakeEndpoint implements Endpoint {
    private static final String SIZE = "/size/";

    private final BlockingQueue<Exchange> later = new LinkedBlockingQueue<>();

    @Override
    public void handle(Exchange exchange) {
        if (exchange.target().startsWith("/throw"))
            throw new IllegalStateException("a bug for the log, by intent");
        else if (exchange.target().startsWith("/later")) later.add(exchange);
        else if (exchange.target().startsWith(SIZE))
            exchange.respond(ok("x".repeat(size(exchange.target()))));
        else exchange.respond(ok(echo(exchange)));
    }

    private static int size(String target) {
        return Integer.parseInt(target.substring(SIZE.length()));
    }

    static String echo(Exchange exchange) {
        Blob body = exchange.body();
        return "%s %s %d %d"
                .formatted(exchange.method(), exchange.target(), body.length(), body.hashCode());
    }

    /// What [#echo] says of a request with this body.
    static String echoed(String method, String target, byte[] body) {
        return "%s %s %d %d".formatted(method, target, body.length, Blob.of(body).hashCode());
    }

    static Response ok(String body) {
        return new Response(
                200,
                List.of(new Header("X-Fake", "yes")),
                Blob.of(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// The next request that waits.
    Exchange kept() throws InterruptedException {
        Exchange exchange = later.poll(20, TimeUnit.SECONDS);
        if (exchange == null) throw new AssertionError("no request came");
        return exchange;
    }

    int keptCount() {
        return later.size();
    }
}
