package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.Operation;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListStreamsOutput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.wire.AwsCbor;
import dev.millrace.wire.AwsJson;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

class GatewayTest {
    private static final String S = "{\"StreamName\":\"s\"}";
    private static final String FAILURE = "{\"__type\":\"InternalFailure\"}";

    private static Gateway gateway(Handler.Prompt<DeleteStreamInput, Nothing> handler) {
        return gateway(Operation.prompt(Kinesis.DELETE_STREAM, handler), GatewayConfig.DEFAULT);
    }

    private static Gateway gateway(Operation<?, ?> operation, GatewayConfig config) {
        return new Gateway(
                config, List.of(service("kinesis", "Kinesis_20131202", operation)), Map.of());
    }

    private static GatewayConfig config(
            int blockingRequests, int inflatedBytes, long bytesInFlight) {
        return new GatewayConfig(
                "000000000000", "r", blockingRequests, inflatedBytes, bytesInFlight, 1_000, 10_000);
    }

    private static Service service(String name, String target, Operation<?, ?> operation) {
        return new Service(name, target, List.of(AwsJson.V1_1, AwsCbor.V1_1), List.of(operation));
    }

    private static Response answer(Gateway gateway, FakeExchange exchange) throws Exception {
        gateway.handle(exchange);
        return exchange.response();
    }

    private static String text(Response response) {
        return text(response.body());
    }

    private static String text(Blob bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    private static FakeExchange deletion() {
        return FakeExchange.json("DeleteStream", S);
    }

    @Test
    void aProtocolMayAskForAChecksum() throws Exception {
        var operation =
                Operation.<DeleteStreamInput, Nothing>prompt(
                        Kinesis.DELETE_STREAM,
                        (_, _, completion) ->
                                completion.fail(new ApiException("Gone", 400, "gone")));
        var service =
                new Service(
                        "kinesis",
                        "Kinesis_20131202",
                        List.of(AwsJson.DYNAMODB, AwsJson.V1_1),
                        List.of(operation));
        var gateway = new Gateway(GatewayConfig.DEFAULT, List.of(service), Map.of());
        var plain = answer(gateway, deletion());
        assertTrue(plain.headers().stream().noneMatch(it -> it.name().equals("x-amz-crc32")));
        var checked =
                answer(gateway, deletion().with("content-type", AwsJson.DYNAMODB.contentType()));
        var crc = new CRC32();
        crc.update(checked.body().toByteArray());
        assertTrue(
                checked.headers()
                        .contains(new Header("x-amz-crc32", Long.toString(crc.getValue()))));
    }

    @Test
    void aDecodedBodyMayHoldAnotherRequestWhileTheOperationRuns() throws Exception {
        var body = new ArrayList<Blob>();
        var seen = new ArrayList<String>();
        var exchange = deletion();
        var gateway =
                gateway(
                        (_, input, completion) -> {
                            body.add(exchange.body());
                            seen.add(String.valueOf(input.streamName()));
                            completion.succeed(Nothing.NOTHING);
                        });
        answer(gateway, exchange);

        assertEquals("#".repeat(S.length()), text(body.getFirst()));
        assertEquals(List.of("s"), seen);
    }

    @Test
    void aBodyThatTheInputIsAPartOfIsKeptUntilTheAnswer() throws Exception {
        var during = new ArrayList<String>();
        var exchange =
                new FakeExchange()
                        .with("content-type", "application/x-amz-cbor-1.1")
                        .with("x-amz-target", "Kinesis_20131202.PutRecord")
                        .with("authorization", FakeExchange.AUTHORIZATION)
                        .with("x-amz-date", "20130101T000000Z");
        var input =
                PutRecordInput.builder()
                        .streamName("s")
                        .partitionKey("k")
                        .data(Blob.of("data".getBytes(StandardCharsets.UTF_8)))
                        .build();
        exchange.body(AwsCbor.V1_1.encode(input).toByteArray());
        Handler.Prompt<PutRecordInput, PutRecordOutput> handler =
                (_, put, completion) -> {
                    during.add(text(Objects.requireNonNull(put.data())));
                    completion.succeed(PutRecordOutput.builder().shardId("0").build());
                };
        answer(
                gateway(Operation.prompt(Kinesis.PUT_RECORD, handler), GatewayConfig.DEFAULT),
                exchange);

        assertEquals(List.of("data"), during);
        assertTrue(text(exchange.body()).startsWith("##"), () -> text(exchange.body()));
    }

    @Test
    void anOutputOfNothingIsABodyOfNothing() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        var response = answer(gateway, deletion());
        assertEquals(200, response.status());
        assertEquals(0, response.body().length());
        assertTrue(
                response.headers()
                        .contains(new Header("Content-Type", "application/x-amz-json-1.1")));
    }

    @Test
    void anOutputIsWrittenInTheRequestsFormat() throws Exception {
        var gateway =
                gateway(
                        Operation.prompt(
                                Kinesis.LIST_STREAMS,
                                (_, _, completion) ->
                                        completion.succeed(
                                                new ListStreamsOutput(
                                                        List.of("a"), false, null, null))),
                        GatewayConfig.DEFAULT);
        assertEquals(
                "{\"StreamNames\":[\"a\"],\"HasMoreStreams\":false}",
                text(answer(gateway, FakeExchange.json("ListStreams", "{}"))));
        var cbor =
                answer(
                        gateway,
                        FakeExchange.json("ListStreams", "")
                                .with("content-type", "application/x-amz-cbor-1.1")
                                .body(new byte[] {(byte) 0xa0}));
        assertEquals(200, cbor.status());
        assertTrue(text(cbor).contains("StreamNames"));
        assertFalse(text(cbor).contains("{"));
    }

    @Test
    void theCallerIsWhoTheScopeNames() throws Exception {
        var callers = new ArrayList<Caller>();
        var gateway =
                gateway(
                        (caller, _, completion) -> {
                            callers.add(caller);
                            completion.succeed(Nothing.NOTHING);
                        });
        answer(gateway, deletion());
        answer(
                gateway,
                deletion()
                        .with(
                                "authorization",
                                FakeExchange.AUTHORIZATION.replace("eu-central-1", "")));
        answer(
                gateway,
                deletion()
                        .without("authorization")
                        .target(
                                "/?X-Amz-Algorithm=a&X-Amz-Credential=Q%2F1%2Fx%2Fkinesis%2Ft"
                                        + "&X-Amz-Signature=a&X-Amz-SignedHeaders=a&X-Amz-Date=a"));
        assertEquals(
                List.of(
                        new Caller("000000000000", "eu-central-1", "AKIDEXAMPLE"),
                        new Caller("000000000000", "us-east-1", "AKIDEXAMPLE"),
                        new Caller("000000000000", "x", "Q")),
                callers);
    }

    @Test
    void anAnswerMayComeLaterByWayOfTheEventLoop() throws Exception {
        var tasks = new ArrayDeque<Runnable>();
        var later = new CompletableFuture<Completion<Nothing>>();
        var gateway = gateway((_, _, completion) -> later.complete(completion));
        var exchange = deletion().on(tasks::add);
        gateway.handle(exchange);
        later.join().resume(() -> later.join().succeed(Nothing.NOTHING));
        assertFalse(exchange.isAnswered());
        tasks.remove().run();
        assertEquals(200, exchange.response().status());
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        var gateway =
                gateway(
                        (_, _, completion) -> {
                            completion.succeed(Nothing.NOTHING);
                            completion.fail(new ApiException("LimitExceededException", 400, "x"));
                        });
        assertEquals(200, answer(gateway, deletion()).status());
    }

    @Test
    void aBugIsAnInternalFailureWhereverItStrikes() throws Exception {
        var thrown =
                gateway(
                        (_, _, _) -> {
                            throw new IllegalStateException("a bug for the log, by intent");
                        });
        var asserted =
                gateway(
                        (_, _, _) -> {
                            throw new AssertionError("a bug for the log, by intent");
                        });
        var resumed =
                gateway(
                        (_, _, completion) ->
                                completion.resume(
                                        () -> {
                                            throw new IllegalStateException(
                                                    "a bug for the log, by intent");
                                        }));
        var blocked =
                gateway(
                        Operation.blocking(
                                Kinesis.DELETE_STREAM,
                                (_, _) -> {
                                    throw new IllegalStateException("a bug for the log, by intent");
                                }),
                        GatewayConfig.DEFAULT);
        var unwritable =
                gateway(
                        Operation.prompt(
                                Kinesis.LIST_STREAMS,
                                (_, _, completion) ->
                                        completion.succeed(
                                                new ListStreamsOutput(
                                                        holdingNull(), false, null, null))),
                        GatewayConfig.DEFAULT);
        for (Gateway gateway : List.of(thrown, asserted, resumed, blocked)) {
            var response = answer(gateway, deletion());
            assertEquals(500, response.status());
            assertEquals(FAILURE, text(response));
        }
        assertEquals(FAILURE, text(answer(unwritable, FakeExchange.json("ListStreams", "{}"))));
    }

    @SuppressWarnings("NullAway") // the bug to be found
    private static List<String> holdingNull() {
        var names = new ArrayList<String>();
        names.add(null);
        return names;
    }

    @Test
    void blockingOperationsBlockVirtualThreads() throws Exception {
        var thread = new CompletableFuture<Thread>();
        var gateway =
                gateway(
                        Operation.blocking(
                                Kinesis.DELETE_STREAM,
                                (_, _) -> {
                                    thread.complete(Thread.currentThread());
                                    return Nothing.NOTHING;
                                }),
                        GatewayConfig.DEFAULT);
        assertEquals(200, answer(gateway, deletion()).status());
        assertTrue(thread.join().isVirtual());
    }

    @Test
    void oneBlockingRequestTooManyIsRefused() throws Exception {
        var release = new CountDownLatch(1);
        var gateway =
                gateway(
                        Operation.blocking(
                                Kinesis.DELETE_STREAM,
                                (_, _) -> {
                                    release.await();
                                    return Nothing.NOTHING;
                                }),
                        config(2, 100, 100));
        List<FakeExchange> admitted = List.of(deletion(), deletion());
        for (FakeExchange exchange : admitted) gateway.handle(exchange);
        var refused = answer(gateway, deletion());
        assertEquals(503, refused.status());
        assertTrue(text(refused).startsWith("{\"__type\":\"ServiceUnavailable\""));
        release.countDown();
        for (FakeExchange exchange : admitted) assertEquals(200, exchange.response().status());
    }

    @Test
    void largeAnswersWaitForMemoryUntilThoseBeforeThemAreSent() throws Exception {
        var begun = new AtomicInteger();
        var operation =
                Operation.blocking(
                        Kinesis.LIST_STREAMS,
                        (_, _) -> {
                            begun.incrementAndGet();
                            return new ListStreamsOutput(
                                    List.of("x".repeat(1_000)), false, null, null);
                        },
                        2_000);
        var gateway = gateway(operation, config(9, 1, 3_900));
        List<FakeExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 4; i++) exchanges.add(FakeExchange.json("ListStreams", "{}"));
        for (FakeExchange exchange : exchanges) gateway.handle(exchange);
        // Each is made within 2,000 bytes and keeps a little over 1,000 until it is sent.
        assertEquals(200, exchanges.get(0).response().status());
        assertEquals(200, exchanges.get(1).response().status());
        assertEquals(2, begun.get());
        assertFalse(exchanges.get(2).isAnswered());
        exchanges.get(0).send();
        assertEquals(200, exchanges.get(2).response().status());
        assertFalse(exchanges.get(3).isAnswered());
        exchanges.get(2).send();
        assertEquals(200, exchanges.get(3).response().status());
    }

    @Test
    void refusalsKeepNoMemory() throws Exception {
        var operation =
                Operation.blocking(
                        Kinesis.DELETE_STREAM,
                        (Caller _, DeleteStreamInput _) -> {
                            throw new ApiException("LimitExceededException", 400, "x");
                        },
                        100);
        var gateway = gateway(operation, config(5, 100, 100));
        for (int i = 0; i < 5; i++) assertEquals(400, answer(gateway, deletion()).status());
    }

    @Test
    void anAnswerThatCannotBeGivenKeepsNoMemory() throws Exception {
        var operation =
                Operation.blocking(
                        Kinesis.LIST_STREAMS,
                        (_, _) -> new ListStreamsOutput(List.of("x"), false, null, null),
                        1_000);
        var gateway = gateway(operation, config(9, 1, 1_000));
        for (int i = 0; i < 5; i++) gateway.handle(FakeExchange.json("ListStreams", "{}").broken());
        FakeExchange last = FakeExchange.json("ListStreams", "{}");
        assertEquals(200, answer(gateway, last).status());
        last.send();
    }

    @Test
    void aHeaderThatCannotBeEchoedIsLeftOut() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        var response =
                answer(
                        gateway,
                        new FakeExchange()
                                .method("OPTIONS")
                                .with("origin", "http://page")
                                .with("access-control-request-headers", "a,\tb"));
        assertEquals(200, response.status());
        for (Header header : response.headers())
            assertFalse(header.name().equals("Access-Control-Allow-Headers"));
    }

    @Test
    void aRequestIsRoutedByScopeThenTarget() throws Exception {
        Operation<?, ?> first = named("first");
        Operation<?, ?> second = named("second");
        Operation<?, ?> third = named("third");
        var gateway =
                new Gateway(
                        GatewayConfig.DEFAULT,
                        List.of(
                                service("kinesis", "Kinesis_20131202", first),
                                service("other", "Kinesis_20131202", second),
                                service("other", "Other", third)),
                        Map.of());
        assertEquals("first", errorOf(gateway, "kinesis", "Kinesis_20131202"));
        assertEquals("second", errorOf(gateway, "other", "Kinesis_20131202"));
        assertEquals("third", errorOf(gateway, "other", "Other"));
        assertEquals("third", errorOf(gateway, "unheard-of", "Other"));
        assertEquals("UnknownOperationException", errorOf(gateway, "kinesis", "Other"));
    }

    private static Operation<?, ?> named(String name) {
        return Operation.prompt(
                Kinesis.DELETE_STREAM,
                (_, _, completion) -> completion.fail(new ApiException(name, 400, null)));
    }

    private static String errorOf(Gateway gateway, String signingName, String prefix)
            throws Exception {
        String authorization =
                FakeExchange.AUTHORIZATION.replace("/kinesis/", "/" + signingName + "/");
        String error =
                text(
                        answer(
                                gateway,
                                deletion()
                                        .with("authorization", authorization)
                                        .with("x-amz-target", prefix + ".DeleteStream")));
        return error.substring("{\"__type\":\"".length(), error.length() - 2);
    }

    @Test
    void aPageOfABrowserMayReadTheAnswer() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        var headers = answer(gateway, deletion().with("origin", "http://page")).headers();
        assertTrue(headers.contains(new Header("Access-Control-Allow-Origin", "*")));
        assertTrue(
                headers.contains(
                        new Header(
                                "Access-Control-Expose-Headers",
                                "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,"
                                        + "x-amzn-ErrorMessage,Date")));
    }

    @Test
    void requestIdsDiffer() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++)
            for (Header header : answer(gateway, deletion()).headers())
                if (header.name().startsWith("x-am")) ids.add(header.value());
        assertEquals(200, ids.size());
    }

    @Test
    void aCompressedBodyIsInflated() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        byte[] body = gzip(S.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                200,
                answer(gateway, deletion().with("content-encoding", "gzip").body(body)).status());
    }

    @Test
    void aCompressedBodyMayNotInflateBeyondItsLimit() throws Exception {
        var config = config(1, 1_000_000, 100);
        var gateway =
                gateway(
                        Operation.prompt(
                                Kinesis.DELETE_STREAM,
                                (_, _, completion) -> completion.succeed(Nothing.NOTHING)),
                        config);
        String fits = " ".repeat(1_000_000 - S.length()) + S;
        for (String body : List.of(fits, " " + fits, " ".repeat(100_000_000))) {
            byte[] bomb = gzip(body.getBytes(StandardCharsets.UTF_8));
            var response = answer(gateway, deletion().with("content-encoding", "gzip").body(bomb));
            assertEquals(body.length() > 1_000_000 ? 413 : 200, response.status());
        }
    }

    @Test
    void aBrokenCompressedBodyIsUnparsable() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        byte[] whole = gzip(S.getBytes(StandardCharsets.UTF_8));
        for (byte[] body :
                List.of(
                        new byte[] {1, 2, 3},
                        new byte[0],
                        java.util.Arrays.copyOf(whole, whole.length - 9))) {
            var response = answer(gateway, deletion().with("content-encoding", "gzip").body(body));
            assertEquals(400, response.status());
            assertEquals("{\"__type\":\"SerializationException\"}", text(response));
        }
    }

    @Test
    void aBrokenCompressedBodyComesAfterWhatNamesTheOperation() throws Exception {
        var gateway = gateway((_, _, completion) -> completion.succeed(Nothing.NOTHING));
        var response =
                answer(
                        gateway,
                        deletion()
                                .with("content-type", "text/plain")
                                .with("content-encoding", "gzip")
                                .body(new byte[] {1, 2, 3}));
        assertEquals(404, response.status());
        assertEquals("<UnknownOperationException/>\n", text(response));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void aFailingPathOfOurOwnSaysSo() throws Exception {
        var gateway =
                new Gateway(
                        GatewayConfig.DEFAULT,
                        List.of(service("kinesis", "Kinesis_20131202", named("x"))),
                        Map.of(
                                "/health/ready",
                                () -> {
                                    throw new IllegalStateException("a bug for the log, by intent");
                                }));
        var response = answer(gateway, new FakeExchange().method("GET").target("/health/ready"));
        assertEquals(500, response.status());
    }
}
