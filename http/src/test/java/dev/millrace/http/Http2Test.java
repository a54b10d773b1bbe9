package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Exchange;

import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// HTTP/2 with prior knowledge over real sockets.
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as a missing answer
class Http2Test {
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final TestConfig config = new TestConfig();
    private @Nullable HttpServer server;

    private HttpServer server() throws IOException {
        HttpServer started = server;
        if (started == null) {
            started = HttpServer.start(config.build(), endpoint);
            server = started;
        }
        return started;
    }

    private Http2Client connect() throws Exception {
        return new Http2Client(server().port(), null);
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    @Test
    void requestsAreAnsweredWhateverTheirSize() throws Exception {
        try (var client = connect()) {
            for (int size : new int[] {0, 1, 65_535, 65_537, 2_000_000}) {
                String body = "x".repeat(size);
                var answer = client.call("POST", "/a", body);
                assertEquals(200, answer.status());
                assertEquals(
                        FakeEndpoint.echoed(
                                "POST", "/a", body.getBytes(StandardCharsets.ISO_8859_1)),
                        answer.body());
                assertEquals("yes", String.valueOf(answer.headers().get("x-fake")));
                assertTrue(answer.headers().contains("date"));
            }
        }
    }

    @Test
    void largeAnswersArriveWhole() throws Exception {
        try (var client = connect()) {
            var answers = new ArrayList<CompletableFuture<Http2Client.Answer>>();
            for (int i = 0; i < 5; i++) answers.add(client.start("GET", "/size/1000000", ""));
            for (var answer : answers)
                assertEquals(1_000_000, answer.get(20, TimeUnit.SECONDS).body().length());
            assertEquals("", client.call("HEAD", "/size/10", "").body());
        }
    }

    @Test
    void anEndpointThatThrowsCostsNeitherMemoryNorTheConnection() throws Exception {
        try (var client = connect()) {
            for (int i = 0; i < 20; i++)
                assertEquals(500, client.call("POST", "/throw", "x".repeat(i * 10_000)).status());
            assertEquals(200, client.call("POST", "/", "").status());
        }
        server().close(); // when the client has its answer, the loop may not be done with it
        assertEquals(0, server().state().memory.small().used());
        assertEquals(0, server().state().memory.large().used());
    }

    @Test
    void whoCountsAnAnswersBytesHearsThatTheyAreGone() throws Exception {
        var sent = new CompletableFuture<String>();
        var left = new CompletableFuture<String>();
        try (var client = connect()) {
            var answer = client.start("POST", "/later", "");
            endpoint.kept()
                    .respond(FakeEndpoint.ok("x".repeat(1_000_000)), () -> sent.complete("sent"));
            assertEquals(1_000_000, answer.get(20, TimeUnit.SECONDS).body().length());
            assertEquals("sent", sent.get(20, TimeUnit.SECONDS));
            client.start("POST", "/later", "");
            Exchange kept = endpoint.kept();
            client.channel().close().sync();
            kept.respond(FakeEndpoint.ok("x".repeat(1_000_000)), () -> left.complete("left"));
            assertEquals("left", left.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void requestsDoNotWaitForEachOther() throws Exception {
        try (var client = connect()) {
            var later = client.start("POST", "/later", "a");
            Exchange kept = endpoint.kept();
            assertEquals(200, client.call("POST", "/now", "b").status());
            assertFalse(later.isDone());
            kept.respond(FakeEndpoint.ok("later"));
            assertEquals("later", later.get(20, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void tooLongABodyIsRefusedAndTheConnectionGoesOn() throws Exception {
        config.bodyBytes = 100_000;
        try (var client = connect()) {
            assertEquals(413, client.call("POST", "/", "x".repeat(100_001)).status());
            var declared = new CompletableFuture<Http2Client.Answer>();
            var stream = client.open(declared);
            var head = Http2Client.head("POST", "/");
            head.setLong("content-length", 100_001);
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, false));
            assertEquals(413, declared.get(20, TimeUnit.SECONDS).status());
            assertEquals(200, client.call("POST", "/", "x".repeat(100_000)).status());
        }
    }

    @Test
    void aStreamThatItsClientGaveUpHarmsNobody() throws Exception {
        try (var client = connect()) {
            var given = new CompletableFuture<Http2Client.Answer>();
            var stream = client.open(given);
            stream.writeAndFlush(
                            new DefaultHttp2HeadersFrame(Http2Client.head("POST", "/later"), true))
                    .sync();
            Exchange kept = endpoint.kept();
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)).sync();
            assertEquals(200, client.call("POST", "/", "").status());
            kept.respond(FakeEndpoint.ok("too late"));
            assertEquals(200, client.call("POST", "/", "").status());
        }
    }

    @Test
    void bodiesWaitForMemoryAndThenComplete() throws Exception {
        config.bodyBytes = 500_000;
        config.bytesInFlight = 1_000_000;
        try (var client = connect()) {
            List<CompletableFuture<Http2Client.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++)
                answers.add(client.start("POST", "/later" + i, "x".repeat(400_000)));
            for (int i = 0; i < 12; i++) endpoint.kept().respond(FakeEndpoint.ok("done"));
            for (var answer : answers)
                assertEquals("done", answer.get(20, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void aClientThatResetsInRapidSuccessionIsLeft() throws Exception {
        try (var client = connect()) {
            for (int i = 0; i < 1_000 && client.channel().isActive(); i++) {
                try {
                    var stream = client.open(new CompletableFuture<>());
                    stream.write(
                            new DefaultHttp2HeadersFrame(Http2Client.head("POST", "/x"), false));
                    stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
                } catch (java.util.concurrent.ExecutionException left) {
                    break;
                }
            }
            assertTrue(client.channel().closeFuture().await(20, TimeUnit.SECONDS));
        }
        try (var other = connect()) {
            assertEquals(200, other.call("POST", "/", "").status());
        }
    }

    @Test
    void drainingFinishesWhatIsInFlight() throws Exception {
        try (var client = connect();
                var idle = connect()) {
            assertEquals(200, idle.call("POST", "/", "").status());
            var later = client.start("POST", "/later", "a");
            Exchange kept = endpoint.kept();
            HttpServer draining = server();
            var drained = CompletableFuture.runAsync(() -> draining.drain(Duration.ofSeconds(20)));
            assertTrue(idle.channel().closeFuture().await(20, TimeUnit.SECONDS));
            assertFalse(drained.isDone());
            kept.respond(FakeEndpoint.ok("last"));
            assertEquals("last", later.get(20, TimeUnit.SECONDS).body());
            drained.get(20, TimeUnit.SECONDS);
            assertTrue(client.channel().closeFuture().await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aDroppedRequestEndsTheConnectionAtOnceWhateverElseIsInFlight() throws Exception {
        try (var client = connect()) {
            var other = client.start("POST", "/later", "a");
            endpoint.kept();
            var dropped = client.start("POST", "/later", "b");
            endpoint.kept().drop();
            assertTrue(client.channel().closeFuture().await(20, TimeUnit.SECONDS));
            assertThrows(ExecutionException.class, () -> other.get(20, TimeUnit.SECONDS));
            assertThrows(ExecutionException.class, () -> dropped.get(20, TimeUnit.SECONDS));
        }
    }
}
