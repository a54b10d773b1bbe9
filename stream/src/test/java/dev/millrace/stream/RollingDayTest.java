package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class RollingDayTest {
    private static final long DAY_MS = 86_400_000;

    @Test
    void whatIsADayOldNoLongerCounts() {
        RollingDay day = RollingDay.UNUSED.and(1_000).and(2_000);
        assertEquals(2, day.used(1_000 + DAY_MS - 1));
        assertEquals(1, day.used(1_000 + DAY_MS));
        assertEquals(0, day.used(2_000 + DAY_MS));
        assertEquals(List.of(2_000L, 1_000 + DAY_MS), day.and(1_000 + DAY_MS).timesMs());
    }

    @Test
    void onlySoManyTimesAreRememberedAndThoseAreTheLatest() {
        RollingDay day = RollingDay.UNUSED;
        for (int i = 0; i < 2 * RollingDay.MOST; i++) day = day.and(i);
        assertEquals(RollingDay.MOST, day.used(1_000));
        assertEquals((long) RollingDay.MOST, day.timesMs().getFirst());
    }
}
