package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.stream.ConsumerLimits;
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
                        0,
                        0,
                        100_000,
                        ResourcesConfig.DEFAULT,
                        FanOutConfig.DEFAULT),
                KinesisConfig.DEFAULT);
        assertEquals(
                new Limits(1_000, 1_048_576, 5, 2_097_152, 5, 20_000, 50, 5, 2, 25),
                KinesisConfig.DEFAULT.effectiveLimits());
        assertEquals(
                Limits.OFF, Service.config(LimitsProfile.OFF, Duration.ZERO).effectiveLimits());
    }

    @Test
    void theLimitsOfConsumersAreTheServicesUnlessGiven() {
        assertEquals(new FanOutConfig(2_000, 0, 0), FanOutConfig.DEFAULT);
        assertEquals(
                new FanOutConfig(2_000, 1, 2_097_152),
                FanOutConfig.DEFAULT.effective(LimitsProfile.AWS));
        assertEquals(
                new FanOutConfig(2_000, Limits.UNLIMITED, Limits.UNLIMITED),
                FanOutConfig.DEFAULT.effective(LimitsProfile.OFF));
        assertEquals(
                new FanOutConfig(7, 8, 9), new FanOutConfig(7, 8, 9).effective(LimitsProfile.OFF));
        assertEquals(new ResourcesConfig(0, 0, 100_000, 67_108_864), ResourcesConfig.DEFAULT);
        assertEquals(
                new ConsumerLimits(20, 50, 5, 100_000),
                ResourcesConfig.DEFAULT.consumerLimits(LimitsProfile.AWS));
        assertEquals(
                new ConsumerLimits(Limits.UNLIMITED, Limits.UNLIMITED, Limits.UNLIMITED, 100_000),
                ResourcesConfig.DEFAULT.consumerLimits(LimitsProfile.OFF));
        assertEquals(
                new ConsumerLimits(1, 1, 2, 3),
                new ResourcesConfig(1, 2, 3, 0).consumerLimits(LimitsProfile.AWS));
        assertThrows(IllegalArgumentException.class, () -> new ResourcesConfig(-1, 0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ResourcesConfig(0, -1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ResourcesConfig(0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new ResourcesConfig(0, 0, 1, -1));
    }

    @Test
    void whatMakesNoSenseDoesNotConstruct() {
        assertThrows(IllegalArgumentException.class, () -> new FanOutConfig(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FanOutConfig(1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FanOutConfig(1, 1, -1));
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
                                0,
                                0,
                                ResourcesConfig.DEFAULT,
                                FanOutConfig.DEFAULT));
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
                                0,
                                0,
                                100_000,
                                ResourcesConfig.DEFAULT,
                                FanOutConfig.DEFAULT));
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
                                0,
                                0,
                                100_000,
                                ResourcesConfig.DEFAULT,
                                FanOutConfig.DEFAULT));
    }
}
