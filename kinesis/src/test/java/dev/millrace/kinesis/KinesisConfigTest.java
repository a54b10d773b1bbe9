package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.stream.Limits;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class KinesisConfigTest {
    @Test
    void theDefaultsAreTheServicesLimitsAndNoWaiting() {
        assertEquals(
                new KinesisConfig(
                        LimitsProfile.AWS,
                        Duration.ZERO,
                        10_485_760,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        100_000,
                        ScalingConfig.DEFAULT),
                KinesisConfig.DEFAULT);
        assertEquals(
                new Limits(1_000, 1_048_576, 5, 2_097_152, 5, 20_000, 50, 5, 10),
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
                        new KinesisConfig(
                                LimitsProfile.AWS,
                                Duration.ZERO,
                                10 << 20,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                ScalingConfig.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new KinesisConfig(
                                LimitsProfile.AWS,
                                Duration.ZERO,
                                1,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                100_000,
                                ScalingConfig.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new KinesisConfig(
                                LimitsProfile.AWS,
                                Duration.ZERO,
                                10 << 20,
                                -1,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                100_000,
                                ScalingConfig.DEFAULT));
    }
}
