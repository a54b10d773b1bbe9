package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Header;
import dev.millrace.gateway.Response;
import dev.millrace.model.Blob;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Answers whose body is made while it is sent.
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as a missing answer
class StreamingTest {
    private static final Response HEAD =
            new Response(200, List.of(new Header("X-Fake", "yes")), Blob.of(new byte[0]));
    private static final HttpConfig CONFIG = HttpConfig.DEFAULT;
    private static final Duration SLACK = Duration.ofSeconds(6);

    /// More than one slice, and of an odd length.
    private static final String LARGE = "0123456789".repeat(10_001);

    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeBody body = new FakeBody();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start(TestConfig.onAnyPort(), endpoint);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient http1() throws Exception {
        var client = new RawClient(server.port()).post("/later", "x");
        endpoint.kept().stream(HEAD, body);
        return client;
    }

    // ---- HTTP/1.1

    @Test
    void piecesArriveAsChunksOneByOneAndTheConnectionGoesOn() throws Exception {
        try (var client = http1()) {
            var headers = client.readHeaders();
            assertEquals("chunked", headers.get("transfer-encoding"));
            assertEquals("yes", headers.get("x-fake"));
            assertFalse(headers.containsKey("content-length"));
            body.give("one", false);
            assertEquals("one", client.readChunk());
            body.give("", false);
            body.give(LARGE, false);
            var large = new StringBuilder();
            while (large.length() < LARGE.length()) large.append(client.readChunk());
            assertEquals(LARGE, large.toString());
            body.give("end", true);
            assertEquals("end", client.readChunk());
            assertEquals("", client.readChunk());
            assertEquals(200, client.post("/next", "y").read().status());
            assertEquals(4, body.goneCount.get());
            assertEquals(1, body.cancelled.getCount());
        }
    }

    @Test
    void anEmptyLastPieceEndsTheBody() throws Exception {
        try (var client = http1()) {
            client.readHeaders();
            body.give("", true);
            assertEquals("", client.readChunk());
            assertEquals(200, client.post("/next", "y").read().status());
        }
    }

    @Test
    void requestsBehindAnAnswerThatLastsWaitForItsEnd() throws Exception {
        try (var client = http1()) {
            client.post("/next", "y");
            client.readHeaders();
            body.give("one", false);
            assertEquals("one", client.readChunk());
            body.give("two", true);
            assertEquals("two", client.readChunk());
            assertEquals("", client.readChunk());
            assertEquals(200, client.read().status());
        }
    }

    /// Which has no chunks: the body ends with the connection.
    @Test
    void aClientOfHttp10ReadsUntilTheEnd() throws Exception {
        try (var client = new RawClient(server.port())) {
            client.send("POST /later HTTP/1.0\r\nConnection: keep-alive\r\n");
            client.send("Content-Length: 1\r\n\r\nx");
            endpoint.kept().stream(HEAD, body);
            var headers = client.readHeaders();
            assertFalse(headers.containsKey("transfer-encoding"));
            assertEquals("close", headers.get("connection"));
            body.give("one", false);
            assertEquals("one", client.readBytes(3));
            body.give(LARGE, true);
            assertEquals(LARGE, client.readBytes(LARGE.length()));
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void aHeadHasNoBodyToMake() throws Exception {
        try (var client = new RawClient(server.port())) {
            client.send("HEAD /later HTTP/1.1\r\nHost: a\r\n\r\n");
            endpoint.kept().stream(HEAD, body);
            client.readHeaders();
            body.awaitCancel();
            assertEquals(200, client.post("/next", "y").read().status());
        }
    }

    @Test
    void theBodyHearsThatItsClientHasLeft() throws Exception {
        try (var client = http1()) {
            client.readHeaders();
        }
        body.awaitCancel();
    }

    /// Nothing is on its way, so that no failing write could tell.
    @Test
    void theBodyHearsThatItsClientWillSendNoMore() throws Exception {
        try (var client = http1()) {
            client.readHeaders();
            client.finishSending();
            body.awaitCancel();
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void aClientThatLeftBeforeTheAnswerBeganIsNoticedToo() throws Exception {
        try (var client = new RawClient(server.port()).post("/later", "x")) {
            var kept = endpoint.kept();
            client.finishSending();
            // Answered once the server has seen that: the next connection is served after it.
            try (var other = new RawClient(server.port())) {
                other.post("/", "").read();
            }
            kept.stream(HEAD, body);
            body.awaitCancel();
        }
    }

    @Test
    void aServerThatStopsAsksTheBodyToEnd() throws Exception {
        try (var client = http1()) {
            client.readHeaders();
            var drained = CompletableFuture.runAsync(() -> server.drain(Duration.ofSeconds(20)));
            body.awaitFinish();
            body.give("end", true);
            assertEquals("end", client.readChunk());
            assertEquals("", client.readChunk());
            assertTrue(client.isClosedByServer());
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClientThatTakesNothingHoldsOnePieceAndIsLeft() throws Exception {
        try (var connection = new OfflineConnection(CONFIG, endpoint)) {
            connection.send("POST /later HTTP/1.1\r\nContent-Length: 1\r\n\r\nx");
            endpoint.kept().stream(HEAD, body);
            body.give("one", false);
            assertTrue(body.isAsked());
            connection.getStuck();
            body.give(LARGE, false);
            assertFalse(body.isAsked());
            connection.pass(CONFIG.writeTimeout().minus(Duration.ofSeconds(1)));
            assertTrue(connection.isOpen());
            assertFalse(body.isAsked());
            connection.pass(SLACK);
            assertFalse(connection.isOpen());
            body.awaitCancel();
            assertEquals(2, body.goneCount.get());
            assertEquals(0, connection.state().memory.large().used());
        }
    }

    @Test
    void anAnswerThatIsSilentLivesOn() throws Exception {
        try (var connection = new OfflineConnection(CONFIG, endpoint)) {
            connection.send("POST /later HTTP/1.1\r\nContent-Length: 1\r\n\r\nx");
            endpoint.kept().stream(HEAD, body);
            connection.received();
            connection.pass(Duration.ofMinutes(30));
            body.give("late", true);
            assertEquals("4\r\nlate\r\n0\r\n\r\n", connection.received());
        }
    }

    // ---- HTTP/2

    private static final class Reader extends SimpleChannelInboundHandler<Http2StreamFrame> {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame head)
                seen.add(
                        head.headers().contains("content-length")
                                ? "a length"
                                : "head " + head.headers().get("x-fake"));
            if (frame instanceof Http2DataFrame data) {
                String text = data.content().toString(StandardCharsets.ISO_8859_1);
                if (!text.isEmpty()) seen.add(text);
                if (data.isEndStream()) seen.add("END");
                // What is not given back keeps the window as it is.
                ctx.write(
                        new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes())
                                .stream(data.stream()));
                ctx.flush();
            }
        }

        String next() throws InterruptedException {
            String next = seen.poll(20, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("nothing came");
            return next;
        }
    }

    private Http2StreamChannel http2(Http2Client client, Reader reader, FakeBody streamed)
            throws Exception {
        Http2StreamChannel stream = client.open(reader);
        stream.writeAndFlush(
                new DefaultHttp2HeadersFrame(Http2Client.head("POST", "/later"), true));
        endpoint.kept().stream(HEAD, streamed);
        return stream;
    }

    @Test
    void piecesArriveOverHttp2OneByOne() throws Exception {
        try (var client = new Http2Client(server.port(), null)) {
            var reader = new Reader();
            http2(client, reader, body);
            assertEquals("head yes", reader.next());
            body.give("one", false);
            assertEquals("one", reader.next());
            body.give("", false);
            body.give(LARGE, false);
            var large = new StringBuilder();
            while (large.length() < LARGE.length()) large.append(reader.next());
            assertEquals(LARGE, large.toString());
            body.give("end", true);
            assertEquals("end", reader.next());
            assertEquals("END", reader.next());
            body.awaitCancel();
            assertEquals(4, body.goneCount.get());
        }
    }

    @Test
    void aStreamThatIsNotReadHoldsBackNoOther() throws Exception {
        try (var client = new Http2Client(server.port(), null, 20_000)) {
            var slow = new Reader();
            var slowStream = http2(client, slow, body);
            assertEquals("head yes", slow.next());
            slowStream.config().setAutoRead(false);
            // Fills the window of the stream, which is smaller than that of the connection.
            body.give(LARGE, false);
            var quick = new Reader();
            var quickBody = new FakeBody();
            http2(client, quick, quickBody);
            assertEquals("head yes", quick.next());
            for (int i = 0; i < 20; i++) {
                quickBody.give("piece " + i, false);
                assertEquals("piece " + i, quick.next());
            }
            assertEquals(1, body.askedCount.get());
            slowStream.config().setAutoRead(true);
            int got = 0;
            while (got < LARGE.length()) got += slow.next().length();
            body.give("end", true);
            assertEquals("end", slow.next());
        }
    }

    @Test
    void theBodyHearsOfAReset() throws Exception {
        try (var client = new Http2Client(server.port(), null)) {
            var reader = new Reader();
            var stream = http2(client, reader, body);
            reader.next();
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
            body.awaitCancel();
            assertEquals(200, client.call("POST", "/next", "").status());
        }
    }

    @Test
    void theBodyHearsThatTheConnectionHasGone() throws Exception {
        try (var client = new Http2Client(server.port(), null)) {
            var reader = new Reader();
            http2(client, reader, body);
            reader.next();
        }
        body.awaitCancel();
    }

    @Test
    void aServerThatStopsAsksTheBodiesOfAConnectionToEnd() throws Exception {
        try (var client = new Http2Client(server.port(), null)) {
            var reader = new Reader();
            http2(client, reader, body);
            assertEquals("head yes", reader.next());
            var drained = CompletableFuture.runAsync(() -> server.drain(Duration.ofSeconds(20)));
            body.awaitFinish();
            body.give("end", true);
            assertEquals("end", reader.next());
            assertEquals("END", reader.next());
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWindowThatStaysShutHoldsOnePieceAndIsGivenUp() throws Exception {
        try (var connection = new OfflineConnection(CONFIG, endpoint)) {
            connection
                    .send(Http2Bytes.preface())
                    .send(Http2Bytes.shutWindow())
                    .send(Http2Bytes.request(3, "/later", 1, "x"));
            endpoint.kept().stream(HEAD, body);
            body.give("one", false);
            connection.received();
            connection.pass(CONFIG.writeTimeout().minus(Duration.ofSeconds(1)));
            assertFalse(body.isAsked());
            assertEquals(1, body.cancelled.getCount());
            connection.pass(SLACK);
            assertTrue(Http2Bytes.hasReset(connection.received()));
            body.awaitCancel();
            assertEquals(1, body.goneCount.get());
            assertTrue(connection.isOpen());
        }
    }

    @Test
    void aStreamThatIsSilentLivesOn() throws Exception {
        try (var connection = new OfflineConnection(CONFIG, endpoint)) {
            connection.send(Http2Bytes.preface()).send(Http2Bytes.request(3, "/later", 1, "x"));
            endpoint.kept().stream(HEAD, body);
            connection.received();
            connection.pass(Duration.ofMinutes(30));
            body.give("late", true);
            assertTrue(connection.received().contains("late"));
            connection.checkUnharmed();
        }
    }
}
