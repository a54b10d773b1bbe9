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
        assertEquals(LimitsProfile.AWS, KinesisConfig.DEFAULT.limits());
        assertEquals(Duration.ZERO, KinesisConfig.DEFAULT.transitionDelay());
        assertEquals(10_485_760, KinesisConfig.DEFAULT.requestBytes());
        assertEquals(
                new Limits(1_000, 1_048_576, 5, 2_097_152, 5, 20_000, 50, 5, 2, 25, 10),
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
        assertThrows(IllegalArgumentException.class, () -> Settings.with("callRates", own));
    }

    @Test
    void whatMakesNoSenseDoesNotConstruct() {
        for (Duration delay : new Duration[] {Duration.ofMillis(-1), Duration.ofDays(2)})
            assertThrows(
                    IllegalArgumentException.class, () -> Service.config(LimitsProfile.AWS, delay));
        assertThrows(IllegalArgumentException.class, () -> Settings.with("shardsPerStore", 0));
        assertThrows(IllegalArgumentException.class, () -> Settings.with("requestBytes", 1));
        assertThrows(IllegalArgumentException.class, () -> Settings.with("recordsPerSecond", -1));
    }
}
