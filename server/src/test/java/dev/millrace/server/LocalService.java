package dev.millrace.server;

import dev.millrace.gateway.Exchange;
import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.GatewayConfig;
import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.gateway.Service;
import dev.millrace.kinesis.KinesisApi;
import dev.millrace.kinesis.KinesisConfig;
import dev.millrace.model.Blob;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Peaks;
import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.MemoryEngine;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// The API behind its gateway, without a socket and a disk, at a time that stands still.
final class LocalService {
    /// 2023-11-14T22:13:20Z
    static final long START_MS = 1_700_000_000_000L;

    private final ManualClock clock = new ManualClock(START_MS);
    private final MemoryEngine engine;
    private final KinesisApi kinesis;
    private final Gateway gateway;

    LocalService(KinesisConfig config) throws Exception {
        var catalog = new Catalog();
        var peaks = new Peaks();
        engine = new MemoryEngine(clock, Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks));
        kinesis = KinesisApi.open(engine, catalog, peaks, clock, new Random(1), config);
        gateway =
                new Gateway(
                        GatewayConfig.DEFAULT,
                        List.of(
                                new Service(
                                        "kinesis",
                                        "Kinesis_20131202",
                                        List.of(AwsJson.V1_1, AwsCbor.V1_1),
                                        kinesis.operations())),
                        Map.of());
    }

    /// Lets time pass, and happen what is due then.
    void pass(Duration time) {
        clock.advance(time);
        while (kinesis.doWork(clock.nanos()) > 0) clock.advance(Duration.ofMillis(10));
    }

    /// From now on nothing becomes durable.
    void failStorage() {
        engine.refuse(AppendBatch.Outcome.FAILED);
    }

    /// A request as JSON.
    ///
    /// @param headers in lower case
    Response call(Map<String, String> headers, String body) throws Exception {
        return call("POST", "/", headers, body);
    }

    /// A request.
    ///
    /// @param target path and query
    /// @param headers in lower case
    Response call(String method, String target, Map<String, String> headers, String body)
            throws Exception {
        var exchange =
                new LocalExchange(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
        gateway.handle(exchange);
        return exchange.response.get(20, TimeUnit.SECONDS);
    }

    /// The headers of a request for `operation` by an account in a region.
    static Map<String, String> headers(String operation, String account, String region) {
        return Map.of(
                "content-type",
                "application/x-amz-json-1.1",
                "x-amz-target",
                "Kinesis_20131202." + operation,
                "authorization",
                "AWS4-HMAC-SHA256 Credential="
                        + account
                        + "/20231114/"
                        + region
                        + "/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=0f",
                "x-amz-date",
                "20231114T221320Z");
    }

    static String text(Response response) {
        return new String(response.body().toByteArray(), StandardCharsets.UTF_8);
    }

    private static final class LocalExchange implements Exchange {
        private final String method;
        private final String target;
        private final Map<String, String> headers;
        private final byte[] body;
        private final CompletableFuture<Response> response = new CompletableFuture<>();

        private LocalExchange(
                String method, String target, Map<String, String> headers, byte[] body) {
            this.method = method;
            this.target = target;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public String target() {
            return target;
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public Blob body() {
            return Blob.of(body);
        }

        @Override
        public void forgetBody() {
            Arrays.fill(body, (byte) '#');
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void respond(Response answer, Runnable gone) {
            gone.run();
            if (!response.complete(answer)) throw new IllegalStateException("answered already");
        }

        @Override
        public void drop() {
            if (!response.completeExceptionally(new IOException("dropped")))
                throw new IllegalStateException("answered already");
        }

        @Override
        public void stream(Response head, Pieces body) {
            body.cancel();
            if (!response.complete(head)) throw new IllegalStateException("answered already");
        }
    }
}
