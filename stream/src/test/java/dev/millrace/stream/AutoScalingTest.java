package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Random;

class AutoScalingTest {
    private static final long MIB = 1 << 20;
    private static final int DAY = ScaledStream.DAY;
    private static final AutoScaling POLICY = AutoScaling.parse("min=2 max=16 target=70");

    @Test
    void aPolicyIsReadInAnyOrderWithSpacesOrCommas() {
        var expected = new AutoScaling(1, 16, 70, Duration.ofMinutes(15));
        assertEquals(expected, AutoScaling.parse("max=16"));
        assertEquals(expected, AutoScaling.parse(" target=70, max=16,min=1 cooldown=15 "));
        assertEquals(
                new AutoScaling(2, 9, 50, Duration.ofMinutes(5)),
                AutoScaling.parse("cooldown=5 target=50 max=9 min=2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "min=1                | max is missing",
                "max=16 goal=7        | expected min, max, target or cooldown, not goal=7",
                "max                  | expected a whole number in max",
                "max=many             | expected a whole number in max=many",
                "max=9999999999       | expected a whole number in max=9999999999",
                "min=5 max=4          | min and max are 1 to 10000, min not above max",
                "max=10001            | min and max are 1 to 10000, min not above max",
                "max=4 target=0       | target is 1 to 100, per cent",
                "max=4 cooldown=61    | cooldown is 1 to 60, minutes",
                "''                   | expected min, max, target or cooldown, not "
            })
    void whatIsNoPolicyIsRefusedInWords(String text, String fault) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> AutoScaling.parse(text));
        assertEquals(fault.strip(), String.valueOf(refusal.getMessage()).strip());
    }

    @Test
    void itGrowsWhenTheTargetIsExceededAndNotBefore() {
        ScaledStream stream = ScaledStream.provisioned(4, POLICY);
        stream.minutes(60, (long) (4 * MIB * 0.69));
        assertEquals(4, stream.open());
        stream.minutes(5, (long) (4 * MIB * 0.8));
        assertEquals(5, stream.open());
        assertEquals(1, stream.said.size());
        assertTrue(
                stream.said.getFirst().endsWith("and a shard is to be used by 70 %"),
                stream.said::toString);
    }

    @Test
    void itAtMostDoublesAndThenCoolsDown() {
        ScaledStream stream = ScaledStream.provisioned(2, POLICY);
        stream.minutes(1, 12 * MIB);
        assertEquals(4, stream.open());
        stream.minutes(14, 12 * MIB);
        assertEquals(4, stream.open());
        stream.minutes(1, 12 * MIB);
        assertEquals(8, stream.open());
        stream.minutes(15, 12 * MIB);
        assertEquals(16, stream.open());
        stream.minutes(60, 100 * MIB);
        assertEquals(16, stream.open());
    }

    @Test
    void itShrinksByHalfAtMostAndNeverBelowTheLeast() {
        ScaledStream stream = ScaledStream.provisioned(16, POLICY);
        stream.minutes(14, 1_000);
        assertEquals(16, stream.open());
        stream.minutes(1, 1_000);
        assertEquals(8, stream.open());
        stream.minutes(60, 1_000);
        assertEquals(2, stream.open());
        assertEquals(3, stream.said.size());
    }

    @Test
    void oneBusyMinuteInTheCooldownKeepsItsShards() {
        ScaledStream stream = ScaledStream.provisioned(8, POLICY);
        for (int i = 0; i < 10; i++) {
            stream.minutes(13, 1_000);
            stream.minute(5 * MIB);
        }
        assertEquals(8, stream.open());
    }

    @Test
    void aStreamOutsideItsBoundsIsBroughtInto() {
        ScaledStream small = ScaledStream.provisioned(1, AutoScaling.parse("min=6 max=8"));
        small.minutes(45, 0);
        assertEquals(6, small.open());
        ScaledStream large = ScaledStream.provisioned(8, AutoScaling.parse("max=3"));
        large.minutes(45, 10 * MIB);
        assertEquals(3, large.open());
    }

    @Test
    void theLastUpdatesOfADayAreKeptForGrowing() {
        ScaledStream stream = ScaledStream.provisioned(8, AutoScaling.parse("max=16 cooldown=5"));
        for (int i = 0; i < 4; i++) {
            stream.update(9);
            stream.update(8);
        }
        stream.minutes(60, 0);
        assertEquals(8, stream.open());
        stream.minutes(5, 8 * MIB);
        assertEquals(10, stream.open());
        stream.minutes(DAY, 0);
        assertEquals(1, stream.open());
    }

    /// The decision itself would be refused by the quota otherwise, and nothing would be said.
    @Property(tries = 20)
    void howeverTrafficJumpsThereAreNeverMoreThanTenUpdatesInADay(@ForAll long seed) {
        var random = new Random(seed);
        AutoScaling policy = AutoScaling.parse("min=1 max=64 cooldown=1");
        ScaledStream stream = ScaledStream.provisioned(1 + random.nextInt(20), policy);
        for (int i = 0; i < 300; i++) {
            stream.minutes(1 + random.nextInt(20), random.nextLong(40 * MIB));
            List<Long> updates = stream.catalog.countUpdates(0).timesMs();
            assertTrue(stream.catalog.countUpdates(0).used(stream.nowMs) <= 10, updates::toString);
            assertTrue(stream.open() <= 64);
        }
    }
}
