package dev.millrace.gateway;

import dev.millrace.model.Blob;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// A request without a socket.
final class FakeExchange implements Exchange {
    static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20130101/eu-central-1/kinesis/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=0f";

    private final Map<String, String> headers = new HashMap<>();
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    private String method = "POST";
    private String target = "/";
    private byte[] body = {};
    private volatile @Nullable Pieces pieces;
    private volatile Runnable gone = () -> {};
    private volatile boolean dropped;
    private Executor executor = Runnable::run;
    private boolean broken;

    /// A request for an operation as the CLI would send it.
    static FakeExchange json(String operation, String body) {
        return new FakeExchange()
                .with("content-type", "application/x-amz-json-1.1")
                .with("x-amz-target", "Kinesis_20131202." + operation)
                .with("authorization", AUTHORIZATION)
                .with("x-amz-date", "20130101T000000Z")
                .body(body.getBytes(StandardCharsets.UTF_8));
    }

    FakeExchange method(String method) {
        this.method = method;
        return this;
    }

    FakeExchange target(String target) {
        this.target = target;
        return this;
    }

    FakeExchange with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    FakeExchange without(String header) {
        headers.remove(header);
        return this;
    }

    FakeExchange body(byte[] body) {
        this.body = body;
        return this;
    }

    /// Answering throws.
    FakeExchange broken() {
        broken = true;
        return this;
    }

    FakeExchange on(Executor executor) {
        this.executor = executor;
        return this;
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
        return executor;
    }

    @Override
    public void respond(Response answer, Runnable gone) {
        if (broken) throw new IllegalStateException("cannot answer, by intent");
        this.gone = gone;
        if (!response.complete(answer)) throw new IllegalStateException("answered already");
    }

    @Override
    public void stream(Response head, Pieces body) {
        pieces = body;
        if (!response.complete(head)) throw new IllegalStateException("answered already");
    }

    /// The body of an answer that lasts.
    Pieces pieces() {
        return Objects.requireNonNull(pieces);
    }

    @Override
    public void drop() {
        if (isAnswered()) throw new IllegalStateException("answered already");
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }

    /// The answer has been sent.
    void send() {
        gone.run();
    }

    boolean isAnswered() {
        return response.isDone();
    }

    Response response() throws Exception {
        return response.get(20, TimeUnit.SECONDS);
    }
}
