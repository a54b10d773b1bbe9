package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Exchange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// HTTP/1.1 over real sockets.
class Http1Test {
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final TestConfig config = new TestConfig();
    private @Nullable HttpServer server;

    private RawClient connect() throws IOException {
        return new RawClient(port());
    }

    private int port() throws IOException {
        return server().port();
    }

    private HttpServer server() throws IOException {
        HttpServer started = server;
        if (started == null) {
            started = HttpServer.start(config.build(), endpoint);
            server = started;
        }
        return started;
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    @Test
    void aConnectionServesOneRequestAfterAnother() throws Exception {
        try (var client = connect()) {
            for (int i = 0; i < 5; i++) {
                String body = "x".repeat(i * 50_000);
                var answer = client.post("/a" + i, body).read();
                assertEquals(200, answer.status());
                assertEquals(echoed("/a" + i, body), answer.body());
                assertEquals("yes", answer.headers().get("x-fake"));
                assertTrue(answer.headers().getOrDefault("date", "").endsWith(" GMT"));
                assertFalse(answer.headers().containsKey("connection"));
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (var client = connect()) {
            client.post("/later1", "a").post("/now", "bb").post("/later2", "ccc");
            List<Exchange> kept = new ArrayList<>();
            kept.add(endpoint.kept());
            kept.add(endpoint.kept());
            kept.get(1).respond(FakeEndpoint.ok("second"));
            kept.get(0).respond(FakeEndpoint.ok("first"));
            assertEquals("first", client.read().body());
            assertEquals(echoed("/now", "bb"), client.read().body());
            assertEquals("second", client.read().body());
        }
    }

    @Test
    void aPipelineIsReadNoFurtherThanItsDepth() throws Exception {
        config.pipelinedRequests = 2;
        try (var client = connect();
                var other = connect()) {
            for (int i = 0; i < 50; i++) client.post("/later" + i, "");
            Exchange first = endpoint.kept();
            Exchange second = endpoint.kept();
            // Both connections may share an event loop or not; either way the first has stopped.
            other.post("/now", "").read();
            assertEquals(0, endpoint.keptCount());
            first.respond(FakeEndpoint.ok("0"));
            assertEquals("0", client.read().body());
            Exchange third = endpoint.kept();
            assertEquals("/later2", third.target());
            second.respond(FakeEndpoint.ok("1"));
            third.respond(FakeEndpoint.ok("2"));
            for (int i = 1; i < 50; i++) {
                if (i > 2) endpoint.kept().respond(FakeEndpoint.ok("" + i));
                assertEquals("" + i, client.read().body());
            }
        }
    }

    @Test
    void anAnswerComesOnceAndFromAnyThread() throws Exception {
        try (var client = connect()) {
            client.post("/later", "");
            Exchange kept = endpoint.kept();
            kept.respond(FakeEndpoint.ok("first"));
            assertThrows(
                    IllegalStateException.class, () -> kept.respond(FakeEndpoint.ok("second")));
            assertEquals("first", client.read().body());
            assertEquals(200, client.post("/", "").read().status());
        }
    }

    @Test
    void aChunkedBodyIsPutTogether() throws Exception {
        try (var client = connect()) {
            client.send("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            var whole = new StringBuilder();
            for (int size : new int[] {1, 70_000, 3, 200_000, 5_000}) {
                String chunk = "y".repeat(size);
                whole.append(chunk);
                client.send(Integer.toHexString(size) + "\r\n" + chunk + "\r\n");
            }
            client.send("0\r\n\r\n");
            assertEquals(echoed("/c", whole.toString()), client.read().body());
            assertEquals(200, client.post("/", "").read().status());
        }
    }

    @Test
    void headIsAnsweredWithTheLengthAlone() throws Exception {
        try (var client = connect()) {
            var head = client.send("HEAD /size/1234 HTTP/1.1\r\nHost: h\r\n\r\n").readHead();
            assertEquals("1234", head.headers().get("content-length"));
            var get = client.send("GET /size/12 HTTP/1.1\r\nHost: h\r\n\r\n").read();
            assertEquals("x".repeat(12), get.body());
            var options = client.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").read();
            assertTrue(options.body().startsWith("OPTIONS * "), options.body());
        }
    }

    @Test
    void closingIsAsTheClientAsksFor() throws Exception {
        try (var client = connect()) {
            var answer = client.post("/", "a", "Connection: close").read();
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.isClosedByServer());
        }
        try (var client = connect()) {
            var answer = client.send("GET / HTTP/1.0\r\n\r\n").read();
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.isClosedByServer());
        }
        try (var client = connect()) {
            for (int i = 0; i < 2; i++) {
                var answer = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read();
                assertEquals("keep-alive", answer.headers().get("connection"));
            }
        }
    }

    @Test
    void nothingIsTakenAfterARequestThatCloses() throws Exception {
        try (var client = connect()) {
            client.post("/later", "", "Connection: close").post("/later", "");
            endpoint.kept().respond(FakeEndpoint.ok("only"));
            assertEquals("only", client.read().body());
            assertTrue(client.isClosedByServer());
            assertEquals(0, endpoint.keptCount());
        }
    }

    @Test
    void aClientThatHasSentAllItWillStillGetsItsAnswer() throws Exception {
        try (var client = connect()) {
            client.post("/later", "a").finishSending();
            endpoint.kept().respond(FakeEndpoint.ok("owed"));
            assertEquals("owed", client.read().body());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void whatAClientSentBeforeItsLastByteIsAnsweredHoweverMuchItIs() throws Exception {
        config.pipelinedRequests = 2;
        try (var client = connect()) {
            client.post("/later0", "");
            Exchange first = endpoint.kept();
            for (int i = 1; i < 6; i++) client.post("/later" + i, "");
            client.finishSending();
            first.respond(FakeEndpoint.ok("0"));
            assertEquals("0", client.read().body());
            for (int i = 1; i < 6; i++) {
                endpoint.kept().respond(FakeEndpoint.ok("" + i));
                assertEquals("" + i, client.read().body());
            }
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void aLargeAnswerReachesAClientThatWillSendNoMore() throws Exception {
        try (var client = connect()) {
            client.post("/size/20000000", "").finishSending();
            assertEquals(20_000_000, client.read().body().length());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void drainingFinishesWhatIsOnItsWay() throws Exception {
        try (var idle = connect();
                var client = connect()) {
            assertEquals(200, idle.post("/", "").read().status());
            client.post("/size/20000000", "");
            assertEquals("H", client.readBytes(1));
            HttpServer draining = server();
            var drained = CompletableFuture.runAsync(() -> draining.drain(Duration.ofSeconds(20)));
            assertTrue(idle.isClosedByServer());
            String rest = client.readBytes(20_000_000);
            assertTrue(rest.endsWith("x"));
            assertTrue(client.isClosedByServer());
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBodyIsInvitedByA100() throws Exception {
        try (var client = connect()) {
            client.head("POST /e HTTP/1.1", "Expect: 100-continue", "Content-Length: 2");
            assertEquals(100, client.read().status());
            assertEquals(echoed("/e", "ab"), client.send("ab").read().body());
        }
    }

    @Test
    void aClientOfHttp10IsNotInvited() throws Exception {
        try (var client = connect()) {
            client.head("POST /e HTTP/1.0", "Expect: 100-continue", "Content-Length: 2");
            assertEquals(echoed("/e", "ab"), client.send("ab").read().body());
        }
    }

    @Test
    void a100WaitsForTheAnswersBeforeIt() throws Exception {
        try (var client = connect()) {
            client.post("/later", "")
                    .head("POST /e HTTP/1.1", "Expect: 100-continue", "Content-Length: 2");
            endpoint.kept().respond(FakeEndpoint.ok("first"));
            assertEquals("first", client.read().body());
            assertEquals(100, client.read().status());
            assertEquals(echoed("/e", "ab"), client.send("ab").read().body());
        }
    }

    @Test
    void tooLongABodyIsRefusedBeforeItIsSent() throws Exception {
        config.bodyBytes = 1_000;
        try (var client = connect()) {
            client.head("POST / HTTP/1.1", "Expect: 100-continue", "Content-Length: 1001");
            var answer = client.read();
            assertEquals(413, answer.status());
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.isClosedByServer());
        }
        try (var client = connect()) {
            assertEquals(200, client.post("/", "x".repeat(1_000)).read().status());
        }
    }

    @Test
    void tooLongABodyIsRefusedWhileItIsRead() throws Exception {
        config.bodyBytes = 100_000;
        try (var client = connect()) {
            client.send("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "8000\r\n" + "z".repeat(0x8000) + "\r\n";
            for (int i = 0; i < 4; i++) client.send(chunk);
            assertEquals(413, client.read().status());
        }
    }

    @Test
    void aClientThatGoesOnSendingStillReadsWhyItWasRefused() throws Exception {
        config.bodyBytes = 1_000;
        try (var client = connect()) {
            client.post("/", "x".repeat(3_000_000));
            assertEquals(413, client.read().status());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void earlierAnswersComeBeforeARefusal() throws Exception {
        config.bodyBytes = 10;
        try (var client = connect()) {
            client.post("/later", "").post("/", "x".repeat(11));
            endpoint.kept().respond(FakeEndpoint.ok("first"));
            var first = client.read();
            assertEquals("first", first.body());
            assertFalse(first.headers().containsKey("connection"));
            assertEquals(413, client.read().status());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        for (String garbage :
                List.of(
                        "\u0000\u0001\u0002\u0003\r\n\r\n",
                        "hello\r\n\r\n",
                        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                        "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                        "POST / HTTP/1.1\r\n: x\r\n\r\n",
                        "POST / HTTP/1.1\r\na\u0000b: x\r\n\r\n",
                        "PRI * HTTP/3.0\r\n\r\n")) {
            try (var client = connect()) {
                var answer = client.send(garbage).read();
                assertTrue(
                        answer.status() == 400 || answer.status() == 505,
                        () -> garbage + " gives " + answer.status());
                assertEquals("close", answer.headers().get("connection"));
                assertTrue(client.isClosedByServer());
            }
        }
    }

    @Test
    void tooLongAHeadIsRefused() throws Exception {
        String name = "x".repeat(20_000);
        try (var client = connect()) {
            client.send("GET /" + name + " HTTP/1.1\r\n\r\n");
            assertEquals(414, client.read().status());
        }
        try (var client = connect()) {
            client.send("GET / HTTP/1.1\r\na: " + name + "\r\n\r\n");
            assertEquals(431, client.read().status());
        }
        try (var client = connect()) {
            client.send("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(101) + "\r\n");
            assertEquals(431, client.read().status());
        }
    }

    @Test
    void aRequestCutShortHarmsNobody() throws Exception {
        for (String part :
                List.of(
                        "",
                        "P",
                        "PRI * HT",
                        "POST / HT",
                        "POST / HTTP/1.1\r\nContent-Le",
                        "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab",
                        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")) {
            try (var client = connect()) {
                client.send(part).finishSending();
                try {
                    assertEquals(400, client.read().status(), part);
                } catch (EOFException closed) {
                    // As good: the client has left.
                }
                assertTrue(client.isClosedByServer());
            }
        }
        try (var client = connect()) {
            assertEquals(200, client.post("/", "").read().status());
        }
        assertEquals(0, endpoint.keptCount());
    }

    @Test
    void bodiesWaitForMemoryAndThenComplete() throws Exception {
        config.bodyBytes = 500_000;
        config.bytesInFlight = 1_000_000;
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) clients.add(connect());
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RawClient client : clients)
                senders.execute(
                        () -> {
                            try {
                                client.post("/later", "x".repeat(400_000));
                            } catch (IOException failed) {
                                throw new UncheckedIOException(failed);
                            }
                        });
            for (int i = 0; i < 12; i++) endpoint.kept().respond(FakeEndpoint.ok("done"));
            for (RawClient client : clients) assertEquals("done", client.read().body());
        }
        for (RawClient client : clients) client.close();
    }

    @Test
    void oneConnectionTooManyIsClosed() throws Exception {
        config.connections = 2;
        try (var first = connect();
                var second = connect()) {
            assertEquals(200, first.post("/", "").read().status());
            assertEquals(200, second.post("/", "").read().status());
            try (var third = connect()) {
                assertTrue(third.isClosedByServer());
            }
            assertEquals(200, first.post("/", "").read().status());
        }
    }

    @Test
    void theSecondLoopbackAddressServesToo() throws Exception {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        InetAddress ipv6 = InetAddress.getByAddress(loopback);
        int port = port();
        Socket socket;
        try {
            socket = new Socket(ipv6, port);
        } catch (IOException noIpv6) {
            org.junit.jupiter.api.Assumptions.abort("no IPv6 here");
            return;
        }
        try (var client = new RawClient(socket)) {
            assertEquals(200, client.post("/", "").read().status());
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            config.port = taken.getLocalPort();
            var refused = assertThrows(IOException.class, this::server);
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("127.0.0.1:" + taken.getLocalPort()), message);
        }
    }

    @Test
    void drainingFinishesWhatIsInFlight() throws Exception {
        try (var idle = connect();
                var busy = connect();
                var fresh = connect()) {
            assertEquals(200, idle.post("/", "").read().status());
            busy.post("/later", "");
            Exchange kept = endpoint.kept();
            HttpServer draining = server();
            int port = draining.port();
            var drained = CompletableFuture.runAsync(() -> draining.drain(Duration.ofSeconds(20)));
            assertTrue(idle.isClosedByServer());
            assertTrue(fresh.isClosedByServer());
            assertThrows(IOException.class, () -> new RawClient(port).close());
            assertFalse(drained.isDone());
            kept.respond(FakeEndpoint.ok("last"));
            var answer = busy.read();
            assertEquals("last", answer.body());
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(busy.isClosedByServer());
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void drainingLosesPatience() throws Exception {
        try (var busy = connect()) {
            busy.post("/later", "");
            endpoint.kept();
            server().drain(Duration.ofMillis(1));
            server().close();
            assertTrue(busy.isClosedByServer());
        }
    }

    @Test
    void aLargeAnswerReachesASlowReader() throws Exception {
        try (var client = connect()) {
            for (int i = 0; i < 8; i++) client.head("GET /size/3000000 HTTP/1.1");
            for (int i = 0; i < 8; i++) assertEquals(3_000_000, client.read().body().length());
        }
    }

    @Test
    void anEndpointThatThrowsCostsNeitherMemoryNorTheConnection() throws Exception {
        try (var client = connect()) {
            for (int i = 0; i < 20; i++)
                assertEquals(500, client.post("/throw", "x".repeat(i * 10_000)).read().status());
            assertEquals(200, client.post("/", "").read().status());
        }
        assertEquals(0, server().state().memory.small().used());
        assertEquals(0, server().state().memory.large().used());
    }

    @Test
    void whoCountsAnAnswersBytesHearsThatTheyAreGone() throws Exception {
        for (int size : new int[] {10, 1_000_000}) {
            var sent = new CompletableFuture<String>();
            var left = new CompletableFuture<String>();
            Exchange unanswered;
            try (var client = connect()) {
                client.post("/later", "").post("/later", "").post("/later", "");
                Exchange first = endpoint.kept();
                unanswered = endpoint.kept();
                Exchange waiting = endpoint.kept();
                waiting.respond(FakeEndpoint.ok("x"), () -> left.complete("left"));
                first.respond(FakeEndpoint.ok("x".repeat(size)), () -> sent.complete("sent"));
                assertEquals(size, client.read().body().length());
                assertEquals("sent", sent.get(20, TimeUnit.SECONDS));
                assertFalse(left.isDone());
            }
            // A client that has only stopped sending is still owed its answers, in their order.
            var never = new CompletableFuture<String>();
            unanswered.respond(FakeEndpoint.ok("x"), () -> never.complete("never"));
            assertEquals("never", never.get(20, TimeUnit.SECONDS));
            assertEquals("left", left.get(20, TimeUnit.SECONDS));
        }
    }

    private static String echoed(String target, String body) {
        return FakeEndpoint.echoed("POST", target, body.getBytes(StandardCharsets.ISO_8859_1));
    }
}
