package dev.millrace.simulation;

import dev.millrace.gateway.Exchange;
import dev.millrace.gateway.Pieces;
import dev.millrace.gateway.Response;
import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.wire.Protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// One request as the bytes that a client sends, and the way back of its answer.
final class Call<O extends Shape> implements Exchange {
    private static final String DAY = "20231114";

    private final OperationType<?, O> type;
    private final Protocol protocol;
    private final Blob body;
    private final Map<String, String> headers;
    private final Executor executor;
    private final Consumer<Outcome<O>> answered;
    private final Consumer<Pieces> streamed;
    private boolean hasAnswer;

    /// @param executor the connection's event loop
    /// @param answered hears of a whole answer
    /// @param streamed hears of one that lasts
    <I extends Shape> Call(
            OperationType<I, O> type,
            I input,
            Protocol protocol,
            Executor executor,
            Consumer<Outcome<O>> answered,
            Consumer<Pieces> streamed) {
        this.type = type;
        this.protocol = protocol;
        this.executor = executor;
        this.answered = answered;
        this.streamed = streamed;
        body = protocol.encode(input);
        headers =
                Map.of(
                        "content-type", protocol.contentType(),
                        "x-amz-target", "Kinesis_20131202." + type.name(),
                        "x-amz-date", DAY + "T000000Z",
                        "authorization",
                                "AWS4-HMAC-SHA256 Credential=%s/%s/%s/kinesis/aws4_request,"
                                                .formatted(Life.ACCOUNT, DAY, Life.REGION)
                                        + " SignedHeaders=host;x-amz-date, Signature=00");
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String target() {
        return "/";
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public Blob body() {
        return body;
    }

    /// Another request's bytes come: who looks at these after all sees other data.
    @Override
    public void forgetBody() {
        Arrays.fill(body.array(), body.offset(), body.offset() + body.length(), (byte) '#');
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void respond(Response response, Runnable gone) {
        once();
        Outcome<O> outcome = read(response);
        gone.run();
        answered.accept(outcome);
    }

    private Outcome<O> read(Response response) {
        Blob bytes = response.body();
        if (response.status() == 200)
            return new Outcome.Answered<>(
                    bytes.length() == 0
                            ? type.output().empty()
                            : protocol.decode(type.output(), bytes).shape());
        ErrorDocument error = protocol.decode(ErrorDocument.TYPE, bytes).shape();
        return new Outcome.Failed<>(
                new ApiException(error.type(), response.status(), error.message()));
    }

    @Override
    public void stream(Response head, Pieces pieces) {
        once();
        streamed.accept(pieces);
    }

    @Override
    public void drop() {
        throw new IllegalStateException("nobody injects faults here");
    }

    private void once() {
        if (hasAnswer) throw new IllegalStateException(type.name() + " has its answer");
        hasAnswer = true;
    }
}
