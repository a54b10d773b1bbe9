package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;

class HttpConfigTest {
    @Test
    void theDefaultsAreThese() {
        assertEquals(
                new HttpConfig(
                        4567,
                        2,
                        20_480,
                        16_384,
                        100,
                        16_777_216,
                        268_435_456,
                        32,
                        250,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        65_536,
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(30),
                        true,
                        Tls.OFF,
                        Path.of("tls"),
                        Path.of(""),
                        Path.of("")),
                HttpConfig.DEFAULT);
    }

    @Test
    void whatCannotWorkDoesNotConstruct() {
        assertRefused(config -> config.port = 65_536);
        assertRefused(config -> config.connections = 0);
        assertRefused(config -> config.bytesInFlight = config.bodyBytes);
        assertRefused(config -> config.timeout = Duration.ZERO);
        assertRefused(config -> config.plaintext = false);
        assertRefused(config -> config.tls = Tls.PEM);
    }

    private static void assertRefused(java.util.function.Consumer<TestConfig> change) {
        var config = new TestConfig();
        config.build();
        change.accept(config);
        assertThrows(IllegalArgumentException.class, config::build);
    }
}
