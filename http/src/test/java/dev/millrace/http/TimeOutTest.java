package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Clients that take too long, in a time that the tests move.
class TimeOutTest {
    private static final HttpConfig CONFIG = HttpConfig.DEFAULT;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// Time-outs are kept to within this.
    private static final Duration SLACK = Duration.ofSeconds(6);

    private final FakeEndpoint endpoint = new FakeEndpoint();

    private OfflineConnection connect() {
        return new OfflineConnection(CONFIG, endpoint);
    }

    private static void assertClosedAfter(Duration time, OfflineConnection connection) {
        connection.pass(time.minus(SECOND));
        assertTrue(connection.isOpen(), "too early");
        connection.pass(SLACK.plus(SECOND));
        assertFalse(connection.isOpen(), "too late");
        connection.checkUnharmed();
    }

    @Test
    void aClientThatSaysNothingIsLeft() {
        try (var connection = connect()) {
            assertClosedAfter(CONFIG.idleTimeout(), connection);
            assertEquals("", connection.received());
        }
    }

    @Test
    void aClientThatHesitatesOverItsFirstWordIsLeft() {
        try (var connection = connect()) {
            assertClosedAfter(CONFIG.headTimeout(), connection.send("PRI * H"));
        }
    }

    @Test
    void aHeadThatTricklesIsGivenUp() {
        try (var connection = connect()) {
            connection.send("POST / HTTP/1.1\r\n");
            for (int i = 0; i < CONFIG.headTimeout().toSeconds() - 1; i++) {
                connection.pass(SECOND).send("a" + i + ": b\r\n");
                assertEquals("", connection.received());
            }
            connection.pass(SLACK);
            assertTrue(connection.received().startsWith("HTTP/1.1 408 "));
            connection.pass(SLACK);
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void aSecondHeadThatTricklesIsGivenUpToo() {
        try (var connection = connect()) {
            connection.send("GET /a HTTP/1.1\r\n\r\n").pass(Duration.ofSeconds(40));
            assertTrue(connection.received().startsWith("HTTP/1.1 200 "));
            connection.send("GE").pass(CONFIG.headTimeout().plus(SLACK));
            assertTrue(connection.received().startsWith("HTTP/1.1 408 "));
        }
    }

    @Test
    void aBodyThatTricklesIsGivenUp() {
        try (var connection = connect()) {
            connection.send("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
            for (int i = 0; i < CONFIG.bodyTimeout().toSeconds() - 1; i++) {
                connection.send("x").pass(SECOND);
                assertEquals("", connection.received());
            }
            connection.pass(SLACK);
            assertTrue(connection.received().startsWith("HTTP/1.1 408 "));
            connection.pass(SLACK);
            assertFalse(connection.isOpen());
            assertEquals(0, connection.state().memory.small().used());
        }
    }

    @Test
    void aBodyThatIsNotInvitedYetIsNotTooSlow() throws Exception {
        try (var connection = connect()) {
            connection
                    .send("GET /later HTTP/1.1\r\n\r\n")
                    .send("POST /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
                    .pass(Duration.ofMinutes(2));
            assertEquals("", connection.received());
            endpoint.kept().respond(FakeEndpoint.ok("first"));
            connection.runTasks();
            assertTrue(connection.received().endsWith("firstHTTP/1.1 100 Continue\r\n\r\n"));
            connection.pass(SLACK).send("x");
            assertTrue(connection.received().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void anAnswerThatIsTakenSlowlyIsSentWhole() {
        try (var connection = connect()) {
            connection.getStuck();
            connection.send("GET /size/200000 HTTP/1.1\r\n\r\n");
            for (int i = 0; i < 60; i++) {
                connection.takeALittle();
                connection.pass(Duration.ofSeconds(2));
            }
            assertTrue(connection.isOpen());
            // Nor does a request behind it that is refused cut it short.
            connection.send("nonsense\r\n\r\n");
            for (int i = 0; i < 60; i++) {
                connection.takeALittle();
                connection.pass(Duration.ofSeconds(2));
            }
            assertTrue(connection.isOpen());
            connection.pass(CONFIG.writeTimeout().plus(SLACK));
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void aLargeBodyMayTakeItsTime() {
        try (var connection = connect()) {
            connection.send("POST / HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n");
            for (int i = 0; i < 80; i++) connection.send("x".repeat(100_000)).pass(SECOND);
            assertTrue(connection.received().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void patienceIsShortWhileOthersWaitForMemory() {
        try (var connection = connect()) {
            BytePool large = connection.state().memory.large();
            var all = large.take(CONFIG.bytesInFlight(), Runnable::run, () -> {});
            var waiting = large.take(1, Runnable::run, () -> {});
            assertTrue(all != null && waiting != null && !waiting.isHeld());
            connection.send("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\nx").pass(SLACK);
            assertTrue(connection.received().startsWith("HTTP/1.1 408 "));
        }
    }

    @Test
    void waitingForMemoryIsNotTheClientsFault() {
        try (var connection = connect()) {
            BytePool small = connection.state().memory.small();
            var all = small.take(CONFIG.bytesInFlight(), Runnable::run, () -> {});
            connection.send("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab");
            connection.pass(Duration.ofMinutes(5));
            assertTrue(connection.isOpen());
            assertEquals("", connection.received());
            if (all != null) all.release();
            connection.runTasks();
            assertTrue(connection.received().startsWith("HTTP/1.1 200 "));
            assertEquals(0, small.used());
        }
    }

    @Test
    void whoLeavesWhileWaitingForMemoryGivesItsPlaceUp() {
        for (byte[] request :
                new byte[][] {
                    "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab".getBytes(US_ASCII),
                    "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab".getBytes(US_ASCII),
                    Http2Bytes.request(1, "/", 9, "ab"),
                    Http2Bytes.request(1, "/", 2, "ab")
                }) {
            var connection = connect();
            BytePool small = connection.state().memory.small();
            var all = small.take(CONFIG.bytesInFlight(), Runnable::run, () -> {});
            if (request[0] == 0) connection.send(Http2Bytes.preface());
            connection.send(request);
            assertTrue(small.isContended());
            connection.close();
            assertFalse(small.isContended());
            if (all != null) all.release();
            connection.runTasks();
            assertEquals(0, small.used());
        }
    }

    @Test
    void aConnectionWithoutRequestsIsLeft() {
        try (var connection = connect()) {
            connection.send("GET / HTTP/1.1\r\n\r\n");
            assertTrue(connection.received().startsWith("HTTP/1.1 200 "));
            assertClosedAfter(CONFIG.idleTimeout(), connection);
            assertEquals("", connection.received());
        }
    }

    @Test
    void anAnswerMayTakeAsLongAsItTakes() throws Exception {
        try (var connection = connect()) {
            connection.send("GET /later HTTP/1.1\r\n\r\n").pass(Duration.ofMinutes(10));
            endpoint.kept().respond(FakeEndpoint.ok("at last"));
            assertTrue(connection.received().endsWith("at last"));
            assertClosedAfter(CONFIG.idleTimeout(), connection);
        }
    }

    @Test
    void aClientThatTakesNoAnswerIsLeft() {
        try (var connection = connect()) {
            connection.getStuck();
            connection.send("GET /size/100000 HTTP/1.1\r\n\r\n");
            assertClosedAfter(CONFIG.writeTimeout(), connection);
            assertEquals(0, connection.state().memory.large().used());
        }
    }

    @Test
    void anIdleHttp2ConnectionIsLeftWithAGoodbye() {
        try (var connection = connect()) {
            connection.send(Http2Bytes.preface());
            assertFalse(connection.received().isEmpty());
            assertClosedAfter(CONFIG.idleTimeout(), connection);
            assertTrue(Http2Bytes.isGoAway(connection.received()));
        }
    }

    @Test
    void anHttp2ClientThatKeepsItsWindowShutIsGivenUp() {
        try (var connection = connect()) {
            connection
                    .send(Http2Bytes.preface())
                    .send(Http2Bytes.shutWindow())
                    .send(Http2Bytes.request(3, "/size/200000", 1, "x"));
            connection.received();
            assertTrue(connection.state().memory.large().used() > 0);
            connection.pass(CONFIG.writeTimeout().plus(SLACK));
            assertTrue(Http2Bytes.hasReset(connection.received()));
            assertEquals(0, connection.state().memory.large().used());
            assertClosedAfter(CONFIG.idleTimeout().minus(SLACK), connection);
        }
    }

    @Test
    void aBodyThatTricklesOverHttp2IsGivenUp() {
        try (var connection = connect()) {
            connection.send(Http2Bytes.preface()).send(Http2Bytes.request(3, "/", 1_000, "x"));
            connection.received();
            connection.pass(CONFIG.bodyTimeout().minus(SECOND));
            assertEquals("", connection.received());
            connection.pass(SLACK);
            assertTrue(Http2Bytes.hasReset(connection.received()));
            assertTrue(connection.isOpen());
            assertEquals(0, connection.state().memory.small().used());
        }
    }
}
