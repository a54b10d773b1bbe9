package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.stream.Limits;

import org.junit.jupiter.api.Test;

class FanOutConfigTest {
    @Test
    void theLimitsAreTheProfilesUnlessTheyAreGiven() {
        assertEquals(new FanOutConfig(2_000, 0, 0), FanOutConfig.DEFAULT);
        assertEquals(
                new FanOutConfig(2_000, 1, 2_097_152),
                FanOutConfig.DEFAULT.effective(LimitsProfile.AWS));
        assertEquals(
                new FanOutConfig(2_000, Limits.UNLIMITED, Limits.UNLIMITED),
                FanOutConfig.DEFAULT.effective(LimitsProfile.OFF));
        assertEquals(
                new FanOutConfig(7, 8, 9), new FanOutConfig(7, 8, 9).effective(LimitsProfile.OFF));
    }

    @Test
    void whatMakesNoSenseDoesNotConstruct() {
        assertThrows(IllegalArgumentException.class, () -> new FanOutConfig(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FanOutConfig(1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FanOutConfig(1, 1, -1));
    }
}
