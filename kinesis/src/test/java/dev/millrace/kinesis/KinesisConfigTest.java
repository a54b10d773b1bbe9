package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.stream.CallRate;
import dev.millrace.stream.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "",
                        100_000),
                KinesisConfig.DEFAULT);
        assertEquals(
                new Limits(1_000, 1_048_576, 5, 2_097_152, 5, 20_000, 50, 5),
                KinesisConfig.DEFAULT.effectiveLimits());
        assertEquals(
                Limits.OFF, Service.config(LimitsProfile.OFF, Duration.ZERO).effectiveLimits());
    }

    private static long perSecond(LimitsProfile profile, String own, String operation) {
        CallRate rate = CallLimits.of(profile, own).rate(operation);
        return rate == null ? Limits.UNLIMITED : rate.perSecond();
    }

    @Test
    void ratesOfCallsAreTheProfilesUnlessTheyAreGiven() {
        String own = " DescribeStream=50,ListStreams = off , *=7";
        assertEquals(50, perSecond(LimitsProfile.AWS, own, "DescribeStream"));
        assertEquals(Limits.UNLIMITED, perSecond(LimitsProfile.AWS, own, "ListStreams"));
        assertEquals(7, perSecond(LimitsProfile.OFF, own, "CreateStream"));
        assertEquals(10, perSecond(LimitsProfile.AWS, "", "DescribeStream"));
        assertEquals(5, perSecond(LimitsProfile.AWS, "DescribeStream=50", "CreateStream"));
        assertEquals(Limits.UNLIMITED, perSecond(LimitsProfile.OFF, "", "DescribeStream"));
        assertEquals(50, perSecond(LimitsProfile.OFF, own, "DescribeStream"));
        assertEquals(Limits.UNLIMITED, perSecond(LimitsProfile.AWS, "*=5", "PutRecord"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeStreams=5",
                "PutRecord=5",
                "DescribeStream",
                "DescribeStream=",
                "DescribeStream=0",
                "DescribeStream=-1",
                "DescribeStream=1000000000",
                "DescribeStream=5=5",
                "DescribeStream=5,",
                "DescribeStream=5,DescribeStream=6",
                "off"
            })
    void ratesThatMakeNoSenseDoNotConstruct(String own) {
        assertThrows(IllegalArgumentException.class, () -> CallLimits.of(LimitsProfile.AWS, own));
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
                                own,
                                100_000));
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
                                "",
                                0));
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
                                "",
                                100_000));
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
                                "",
                                100_000));
    }
}
