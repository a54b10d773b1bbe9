package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GatewayConfigTest {
    @Test
    void theDefaultsAreThese() {
        assertEquals(
                new GatewayConfig(
                        "000000000000",
                        "us-east-1",
                        1_024,
                        16_777_216,
                        268_435_456,
                        1_048_576,
                        134_217_728),
                GatewayConfig.DEFAULT);
    }

    @Test
    void whatCannotWorkDoesNotConstruct() {
        for (String account : new String[] {"", "1", "00000000000a", "0000000000000"})
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new GatewayConfig(account, "us-east-1", 1, 1, 1, 1, 1));
        for (String region : new String[] {"", "..", "a/b", "x".repeat(33)})
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new GatewayConfig("000000000000", region, 1, 1, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatewayConfig("000000000000", "r", 0, 1, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatewayConfig("000000000000", "r", 1, 0, 1, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatewayConfig("000000000000", "r", 1, 1, 1, 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GatewayConfig("000000000000", "r", 1, 1, 1, 1, 0));
    }
}
