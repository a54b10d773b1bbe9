package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.EventSource;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.SubscribeToShardEventStream;
import dev.millrace.model.kinesis.SubscribeToShardInput;
import dev.millrace.model.kinesis.SubscribeToShardOutput;
import dev.millrace.wire.AwsJson;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class FaultsTest {
    private final AtomicInteger handled = new AtomicInteger();
    private final FakeExchange exchange =
            FakeExchange.json("DeleteStream", "{\"StreamName\":\"s\"}");

    private void handle(Faults faults) {
        handle(
                faults,
                Operation.prompt(
                        Kinesis.DELETE_STREAM,
                        (_, _, completion) -> {
                            handled.incrementAndGet();
                            completion.succeed(Nothing.NOTHING);
                        }));
    }

    private void handle(Faults faults, Operation<?, ?> operation) {
        new Gateway(
                        GatewayConfig.DEFAULT,
                        List.of(
                                new Service(
                                        "kinesis",
                                        "Kinesis_20131202",
                                        List.of(AwsJson.V1_1),
                                        List.of(operation))),
                        Map.of(),
                        faults)
                .handle(exchange);
    }

    private void meet(Fault.Kind kind) {
        handle((_, _, _) -> new Fault(0, kind));
    }

    @Test
    void aRequestWithoutAFaultRunsAsEver() throws Exception {
        meet(new Fault.Kind.None());
        assertEquals(1, handled.get());
        assertEquals(200, exchange.response().status());
    }

    @Test
    void aRefusedRequestDoesNotRun() throws Exception {
        meet(new Fault.Kind.Refused(new ApiException("LimitExceededException", 400, "no")));
        assertEquals(0, handled.get());
        assertEquals(400, exchange.response().status());
        assertEquals(
                "{\"__type\":\"LimitExceededException\",\"message\":\"no\"}",
                new String(exchange.response().body().toByteArray(), StandardCharsets.UTF_8));
    }

    @Test
    void aDroppedRequestDoesNotRunAndIsNotAnswered() {
        meet(new Fault.Kind.Dropped());
        assertEquals(0, handled.get());
        assertTrue(exchange.isDropped());
        assertFalse(exchange.isAnswered());
    }

    @Test
    void aRequestWhoseAnswerIsLostRuns() {
        meet(new Fault.Kind.AnswerLost());
        assertEquals(1, handled.get());
        assertTrue(exchange.isDropped());
        assertFalse(exchange.isAnswered());
    }

    @Test
    void anAnswerThatABugMadeIsLostAsWell() {
        handle(
                (_, _, _) -> new Fault(0, new Fault.Kind.AnswerLost()),
                Operation.prompt(
                        Kinesis.DELETE_STREAM,
                        (_, _, _) -> {
                            throw new IllegalStateException("a bug for the log, by intent");
                        }));
        assertTrue(exchange.isDropped());
        assertFalse(exchange.isAnswered());
    }

    @Test
    void anAnswerThatWouldLastIsLostBeforeItBegins() throws Exception {
        var closed = new CountDownLatch(1);
        EventSource<SubscribeToShardEventStream> source =
                new EventSource<>() {
                    @Override
                    public Next<SubscribeToShardEventStream> poll(int maxBytes, Runnable waker) {
                        return new Next.End<>();
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                };
        Operation<SubscribeToShardInput, SubscribeToShardOutput> operation =
                Operation.streaming(
                        Kinesis.SUBSCRIBE_TO_SHARD,
                        (_, _) ->
                                new Handler.Streamed<>(
                                        SubscribeToShardOutput.builder().build(), source));
        exchange.with("x-amz-target", "Kinesis_20131202.SubscribeToShard")
                .body(StreamingTest.INPUT.getBytes(StandardCharsets.UTF_8));
        handle((_, _, _) -> new Fault(0, new Fault.Kind.AnswerLost()), operation);
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        assertTrue(exchange.isDropped());
        assertFalse(exchange.isAnswered());
    }

    @Test
    void whatIsWrongByItselfIsRefusedWithoutAnyFault() throws Exception {
        exchange.body("{\"StreamName\":1}".getBytes(StandardCharsets.UTF_8));
        meet(new Fault.Kind.Dropped());
        assertFalse(exchange.isDropped());
        assertEquals(400, exchange.response().status());
    }

    @Test
    void aRequestThatWaitsRunsOnItsEventLoopLater() throws Exception {
        var waited = new CountDownLatch(1);
        exchange.on(
                work -> {
                    assertEquals(0, handled.get());
                    work.run();
                    waited.countDown();
                });
        handle((_, _, _) -> new Fault(1, new Fault.Kind.None()));
        assertTrue(waited.await(20, TimeUnit.SECONDS));
        assertEquals(200, exchange.response().status());
    }
}
