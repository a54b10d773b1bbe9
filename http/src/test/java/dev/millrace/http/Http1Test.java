package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.gateway.Exchange;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// HTTP/1.1 over real sockets.
class Http1Test {
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(TestConfig.onAnyPort(), endpoint);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aConnectionServesOneRequestAfterAnother() throws Exception {
        try (var client = new RawClient(server.port())) {
            for (int i = 0; i < 5; i++) {
                var answer = client.post("/a" + i, "x".repeat(i * 30_000)).read();
                assertEquals(200, answer.status());
                assertEquals(
                        FakeEndpoint.echoed("POST", "/a" + i, false, bytes("x".repeat(i * 30_000))),
                        answer.body());
                assertEquals("yes", answer.headers().get("x-fake"));
                assertTrue(answer.headers().getOrDefault("date", "").endsWith(" GMT"));
                assertFalse(answer.headers().containsKey("connection"));
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        try (var client = new RawClient(server.port())) {
            client.post("/later1", "a").post("/now", "bb").post("/later2", "ccc");
            List<Exchange> kept = new ArrayList<>();
            kept.add(endpoint.kept());
            kept.add(endpoint.kept());
            kept.get(1).respond(FakeEndpoint.ok("second"));
            kept.get(0).respond(FakeEndpoint.ok("first"));
            assertEquals("first", client.read().body());
            assertEquals(
                    FakeEndpoint.echoed("POST", "/now", false, bytes("bb")), client.read().body());
            assertEquals("second", client.read().body());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
