package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.stream.Limits;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class KinesisConfigTest {
    @Test
    void theDefaultsAreTheServicesLimitsAndNoWaiting() {
        assertEquals(LimitsProfile.AWS, KinesisConfig.DEFAULT.limits());
        assertEquals(Duration.ZERO, KinesisConfig.DEFAULT.transitionDelay());
        assertEquals(10_485_760, KinesisConfig.DEFAULT.requestBytes());
        assertEquals(
                new Limits(1_000, 1_048_576, 5, 2_097_152, 5, 20_000, 50, 5, 2, 25, 10),
                KinesisConfig.DEFAULT.effectiveLimits());
        assertEquals(
                Limits.OFF, Service.config(LimitsProfile.OFF, Duration.ZERO).effectiveLimits());
    }

    @Test
    void whatMakesNoSenseDoesNotConstruct() {
        for (Duration delay : new Duration[] {Duration.ofMillis(-1), Duration.ofDays(2)})
            assertThrows(
                    IllegalArgumentException.class, () -> Service.config(LimitsProfile.AWS, delay));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Settings.with("shardsPerStore", 0));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Settings.with("requestBytes", 1));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Settings.with("recordsPerSecond", -1));
    }
}
