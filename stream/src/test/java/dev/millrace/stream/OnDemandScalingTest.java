package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class OnDemandScalingTest {
    private static final long MIB = 1 << 20;
    private static final int DAY = ScaledStream.DAY;

    private final ScaledStream stream = ScaledStream.onDemand(200);

    @Test
    void aStreamThatIsHardlyWrittenToKeepsItsFourShards() {
        stream.minutes(40 * DAY, 1_000);
        assertEquals(4, stream.open());
        assertEquals(List.of(), stream.said);
    }

    @Test
    void itTakesTwiceThePeakUntilThePeakIsThirtyDaysOld() {
        stream.minutes(10, MIB);
        assertEquals(4, stream.open());
        stream.minute(10 * MIB);
        assertEquals(32, stream.open());
        assertEquals(
                List.of(
                        "4 to 32, because each shard shall take twice its share of the peak of the"
                                + " last 30 days, 10240.0 KiB/s and 4.0 records/s"),
                stream.said);
        stream.minutes(29 * DAY + 23 * 60, MIB);
        assertEquals(32, stream.open());
        stream.minutes(3 * 60, MIB);
        assertEquals(4, stream.open(), stream.said::toString);
        assertEquals(4, stream.said.size());
    }

    @Test
    void thePeakIsTheSameAfterARestart() {
        stream.minute(10 * MIB);
        stream.minutes(15 * DAY, MIB);
        var restored = new Peaks();
        restored.restore(stream.peaks.snapshot());
        stream.peaks = restored;
        stream.minutes(14 * DAY, MIB);
        assertEquals(32, stream.open());
        stream.minutes(2 * DAY, MIB);
        assertEquals(4, stream.open());
    }

    /// The developer guide's example, a quarter as large: traffic between 10 and 40 MB/s has room
    /// for 80, and once it has had 50 it has room for 100.
    @Test
    void trafficThatComesAndGoesEachDayReshardsNothingOnceItsPeakIsKnown() {
        for (int minute = 0; minute < 60 * DAY; minute++) {
            double wave = Math.sin(2 * Math.PI * minute / DAY);
            stream.minute(Math.round((25 + 15 * wave) * MIB / 4));
            assertTrue(minute < DAY || stream.open() >= 20, "twice 10 MiB/s");
        }
        int known = stream.said.size();
        assertTrue(known <= 3, stream.said::toString);
        stream.minutes(60, 50 * MIB / 4);
        assertTrue(stream.open() >= 25);
        stream.minute(100 * MIB / 4);
        assertTrue(stream.open() >= 50);
        assertEquals(known + 1, stream.said.size());
    }

    @Test
    void trafficThatRisesSlowlyReshardsSeldom() {
        double rate = MIB;
        for (int hour = 0; hour < 15 * 24; hour++) {
            stream.minutes(60, (long) rate);
            assertTrue(stream.open() * MIB >= 2 * (long) rate, "twice what is written");
            rate *= 1.01;
        }
        assertTrue(rate > 30 * MIB);
        assertEquals(128, stream.open());
        assertEquals(5, stream.said.size(), stream.said::toString);
    }

    @Test
    void itNeverGrowsBeyondWhatIsConfigured() {
        ScaledStream small = ScaledStream.onDemand(10);
        small.minutes(60, 100 * MIB);
        assertEquals(10, small.open());
    }

    @Test
    void itIsReadyForItsWarmThroughputHoweverLittleItHasAndHasNoMoreThanItsOwnOnceThatIsGivenUp() {
        stream.minutes(60, MIB);
        stream.warm(10);
        stream.minute(MIB);
        assertEquals(16, stream.open());
        assertEquals(List.of("4 to 16, because it is kept ready for 10 MiB/s"), stream.said);
        stream.minutes(40 * DAY, MIB);
        assertEquals(16, stream.open(), stream.said::toString);
        stream.warm(0);
        stream.minutes(60, MIB);
        assertEquals(4, stream.open());
    }

    @Test
    void itsWarmThroughputMayBeMoreThanItWouldGrowToByItself() {
        ScaledStream small = ScaledStream.onDemand(10);
        small.warm(40);
        small.minutes(60, 100 * MIB);
        assertEquals(64, small.open());
        small.warm(20);
        small.minutes(40 * DAY, MIB);
        assertEquals(32, small.open());
    }

    @Test
    void aHotShardIsSplitEvenlyThoughTheStreamHasLittle() {
        HashKey key = new HashKey(-1, 7);
        Shard hot = stream.stream().shards().route(key);
        for (int i = 0; i < 12; i++) stream.hotMinute(600 * 1_024, key);
        assertEquals(4, stream.open());
        stream.hotMinute(600 * 1_024, key);
        assertEquals(5, stream.open());
        assertEquals(
                List.of(
                        "4 to 5, because shardId-000000000003 had 520.0 KiB/s and 0.9"
                                + " records/s over 15 minutes"),
                stream.said);
        List<Shard> halves = stream.stream().shards().childrenOf(hot);
        assertEquals(hot.range().middle(), halves.get(1).range().first());
    }

    @Test
    void aSinglePartitionKeyIsNotSplitForEver() {
        for (int i = 0; i < 10 * DAY; i++) stream.hotMinute(900 * 1_024, new HashKey(-1, 7));
        assertTrue(stream.open() <= 4 + 13, stream.said::toString);
    }

    @Test
    void whatIsHotByDayIsNotMergedByNight() {
        for (int day = 0; day < 90; day++) {
            for (int i = 0; i < DAY / 2; i++) {
                HashKey key = new HashKey(((long) i * 0x9E3779B97F4A7C15L) >>> 2, 0);
                stream.hotMinute(900 * 1_024, key);
            }
            stream.minutes(DAY / 2, 1_000);
        }
        assertTrue(stream.open() > 4);
        // Three splits, and three merges once they are 30 days old.
        assertTrue(stream.said.size() <= 3 * 6, stream.said::toString);
    }

    @Property(tries = 20)
    void whateverIsWrittenItHasRoomForItAndNeverTooFewOrTooManyShards(@ForAll long seed) {
        var random = new Random(seed);
        ScaledStream any = ScaledStream.onDemand(50);
        for (int i = 0; i < 200; i++) {
            long rate = random.nextInt(5) == 0 ? random.nextLong(20 * MIB) : random.nextLong(MIB);
            if (random.nextInt(10) == 0)
                for (int j = 0; j < 20; j++) any.hotMinute(rate, new HashKey(random.nextLong(), 0));
            else any.minutes(1 + random.nextInt(5), rate);
            if (random.nextInt(50) == 0) any.nowMs += 15L * DAY * 60_000;
            int open = any.open();
            assertTrue(open >= 4 && open <= 50, any.said::toString);
            Throughput peak = any.peaks.peak(0, any.nowMs);
            assertTrue(open * MIB * 60 >= 2 * peak.bytes() || open == 50, any.said::toString);
        }
    }
}
