package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

class MetricStoreTest {
    private static final long NOW = 1_800_000_000;
    private static final long MANY_BYTES = 1L << 30;

    static SeriesKey key(String name) {
        return new SeriesKey(
                new MetricKey("111122223333", "eu-central-1", "App", name, Map.of("Host", "a")),
                "Milliseconds");
    }

    private static void put(MetricStore store, long now, PointBatch.Entry... entries) {
        store.apply(new PointBatch(now, List.of(entries)).encode());
    }

    private static PointBatch.Entry point(String name, long second, double value) {
        return new PointBatch.Entry(key(name), second, Sample.of(value), 60);
    }

    private static NavigableMap<Long, Sample> read(
            MetricStore store, String name, Tier tier, long from, long to) {
        var points = new TreeMap<Long, Sample>();
        store.read(key(name), tier, from, to, it -> points.put(it.second(), it.sample()));
        return points;
    }

    /// Every tier says of any time what plain sums over all values say of it, in whatever order
    /// they came, before and after a restart.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyTierAgreesWithPlainSums(long seed) {
        var random = new SplittableRandom(seed);
        var store = new MetricStore(MANY_BYTES, 1_000);
        Map<Tier, TreeMap<Long, Sample>> expected = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) expected.put(tier, new TreeMap<>());
        long at = NOW;
        for (int i = 0; i < 3_000; i++) {
            at += random.nextInt(90);
            long second = random.nextInt(10) == 0 ? at - random.nextInt(100_000) : at;
            int resolution = random.nextBoolean() ? 1 : 60;
            Sample sample = sample(random);
            put(store, at, new PointBatch.Entry(key("x"), second, sample, resolution));
            long now = at;
            expected.forEach(
                    (tier, points) -> {
                        if (tier.seconds >= resolution && second > now - tier.keptSeconds)
                            points.merge(tier.floor(second), sample, Sample::plus);
                    });
        }
        var restored = new MetricStore(MANY_BYTES, 1_000);
        restored.restore(store.snapshot());
        assertEquals(store.bytes(), restored.bytes());
        long end = at + 1;
        expected.forEach(
                (tier, points) -> {
                    // What is too old is forgotten in blocks: only what is not must be there.
                    long from = tier.floor(end - tier.keptSeconds) + tier.seconds;
                    assertSame(points.tailMap(from), read(store, "x", tier, from, end));
                    assertSame(points.tailMap(from), read(restored, "x", tier, from, end));
                });
    }

    private static Sample sample(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Sample.of(random.nextInt(100));
            case 1 -> Sample.of(random.nextDouble(-5, 5), random.nextInt(1, 9));
            case 2 -> Sample.ofSet(3, 30, 5, 15);
            default -> Sample.of(1).plus(Sample.of(random.nextDouble(1, 1_000)));
        };
    }

    private static void assertSame(SortedMap<Long, Sample> wanted, Map<Long, Sample> got) {
        assertEquals(wanted.keySet(), got.keySet());
        wanted.forEach(
                (second, sample) -> {
                    Sample other = got.getOrDefault(second, Sample.of(Double.NaN));
                    assertEquals(sample.count(), other.count());
                    assertEquals(sample.sum(), other.sum(), 1e-6 * Math.abs(sample.sum()) + 1e-9);
                    assertEquals(sample.min(), other.min());
                    assertEquals(sample.max(), other.max());
                    assertEquals(sample.spread().isUnknown(), other.spread().isUnknown());
                });
    }

    @Test
    void whatAFineTierForgetsACoarserOneKeeps() {
        var store = new MetricStore(MANY_BYTES, 1_000);
        long later = NOW + Duration.ofDays(20).toSeconds();
        for (int minute = 0; minute < 200; minute++)
            put(store, NOW + minute * 60L, point("x", NOW + minute * 60L, 1));
        put(store, later, point("x", later, 1));
        assertTrue(read(store, "x", Tier.MINUTE, NOW, NOW + 60 * 100).isEmpty());
        double hours = 0;
        for (Sample sample : read(store, "x", Tier.HOUR, NOW - 3_600, later - 7_200).values())
            hours += sample.sum();
        assertEquals(200, hours);
    }

    @Test
    void aFullStoreLosesTheOldestPointsOfAllSeries() {
        int most = 1 << 17;
        var store = new MetricStore(most, 1_000);
        int minutes = 12_000;
        for (int minute = 0; minute < minutes; minute++) {
            long at = NOW + minute * 60L;
            put(store, at, point("a", at, minute % 977), point("b", at, minute % 1_009 + 0.5));
            assertTrue(store.bytes() <= most, () -> "takes " + store.bytes());
        }
        long end = NOW + minutes * 60L;
        for (String name : List.of("a", "b")) {
            NavigableMap<Long, Sample> left = read(store, name, Tier.MINUTE, NOW, end);
            assertEquals(end - 60, left.lastKey());
            assertTrue(left.size() > 100 && left.size() < minutes, () -> name + left.size());
        }
    }

    @Test
    void ofTooManySeriesThoseGoThatWereSilentLongest() {
        var store = new MetricStore(MANY_BYTES, 100);
        for (int i = 0; i < 150; i++) put(store, NOW + i, point("m" + i, NOW + 60L * i, 1));
        assertTrue(store.count() <= 100);
        assertTrue(read(store, "m0", Tier.MINUTE, NOW - 60, NOW + 60).isEmpty());
        long last = NOW + 60 * 149;
        assertEquals(1, read(store, "m149", Tier.MINUTE, last - 60, last + 60).size());
    }

    @Test
    void percentilesAreKeptToOnePercent() {
        var store = new MetricStore(MANY_BYTES, 100);
        List<PointBatch.Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) entries.add(point("x", NOW, i));
        store.apply(new PointBatch(NOW, entries).encode());
        Sample sample = read(store, "x", Tier.MINUTE, NOW - 60, NOW + 60).firstEntry().getValue();
        assertEquals(500, sample.percentile(0.5), 10);
        assertEquals(990, sample.percentile(0.99), 20);
        assertEquals(1_000, sample.percentile(1));
    }

    @Test
    void aBatchComesBackAsItWent() {
        var set = new PointBatch.Entry(key("b"), NOW, Sample.ofSet(2, 1.5, -3, 4.5), 1);
        var batch = new PointBatch(NOW, List.of(point("a", NOW, -7), point("a", 0, 1e300), set));
        assertEquals(batch, PointBatch.decode(batch.encode()));
    }
}
