package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.Clock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What a running server says of itself.
class HealthTest {
    private static final Logger ROOM = Logger.getLogger("dev.millrace.server");
    private static final Logger LOG_ROOM = Logger.getLogger("dev.millrace.log");

    @AfterEach
    void speakAgain() {
        ROOM.setLevel(null);
        LOG_ROOM.setLevel(null);
    }

    @TempDir Path folder;

    /// A clock that lets one thread die of a bug.
    private static final class DeadlyClock implements Clock {
        private volatile String victim = "";
        private final CountDownLatch struck = new CountDownLatch(1);

        void strike(String thread) throws InterruptedException {
            victim = thread;
            assertTrue(struck.await(20, TimeUnit.SECONDS));
        }

        @Override
        public long wallMs() {
            return Clock.SYSTEM.wallMs();
        }

        @Override
        public long nanos() {
            if (Thread.currentThread().getName().equals(victim)) {
                struck.countDown();
                throw new IllegalStateException("a bug, by intent");
            }
            return Clock.SYSTEM.nanos();
        }
    }

    private static String get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    /// Looks until it is said, for the thread dies a moment after its clock has struck.
    private static void awaitReadiness(int port, String expected) throws Exception {
        String said = "";
        for (int i = 0; i < 200 && !said.equals(expected); i++) said = get(port, "/health/ready");
        assertEquals(expected, said);
    }

    @Test
    void itIsNotReadyOnceTheConductorHasDied() throws Exception {
        ROOM.setLevel(Level.OFF);
        var clock = new DeadlyClock();
        var config =
                MillraceConfig.DEFAULT.withPort(0).with("data", folder.resolve("d").toString());
        try (Millrace millrace = Millrace.start(config, clock)) {
            assertEquals("200 {\"status\":\"ready\"}", get(millrace.port(), "/health/ready"));
            clock.strike("millrace-conductor");
            awaitReadiness(
                    millrace.port(), "503 {\"status\":\"unavailable\",\"reason\":\"faulty\"}");
            assertEquals("200 {\"status\":\"live\"}", get(millrace.port(), "/health/live"));
        }
    }

    @Test
    void itIsReadOnlyOnceAThreadOfTheLogHasFailed() throws Exception {
        LOG_ROOM.setLevel(Level.OFF);
        for (String thread : new String[] {"millrace-checkpointer", "millrace-filler"}) {
            var clock = new DeadlyClock();
            var config =
                    MillraceConfig.DEFAULT
                            .withPort(0)
                            .with("data", folder.resolve(thread).toString());
            try (Millrace millrace = Millrace.start(config, clock)) {
                clock.strike(thread);
                awaitReadiness(
                        millrace.port(),
                        "503 {\"status\":\"unavailable\",\"reason\":\"read-only\"}");
            }
        }
    }
}
