package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class PeaksTest {
    private static final long HOUR_MS = 3_600_000;
    private static final int THIRTY_DAYS = 720;

    private record Minute(long nowMs, Throughput written) {}

    @Property(tries = 200)
    void thePeakIsTheMostOfTheHoursOfThirtyDays(@ForAll long seed) {
        var random = new Random(seed);
        var peaks = new Peaks();
        var minutes = new ArrayList<Minute>();
        long nowMs = 1_000 * HOUR_MS;
        for (int i = 0; i < 300; i++) {
            nowMs += random.nextLong(i % 50 == 0 ? 300 * HOUR_MS : 3 * HOUR_MS);
            var written = new Throughput(random.nextInt(1_000), random.nextInt(1_000));
            minutes.add(new Minute(nowMs, written));
            byte[] command = peaks.remembering(Map.of(3, written), Set.of(3), nowMs);
            if (command != null) peaks.apply(command);
            assertEquals(most(minutes, nowMs), peaks.peak(3, nowMs));
        }
        long later = nowMs + random.nextLong(800 * HOUR_MS);
        assertEquals(most(minutes, later), peaks.peak(3, later));
        var restored = new Peaks();
        restored.restore(peaks.snapshot());
        assertEquals(most(minutes, later), restored.peak(3, later));
        assertArrayEquals(peaks.snapshot(), restored.snapshot());
        // Two windows of at most so many hours, twelve bytes each.
        assertTrue(peaks.snapshot().length < 2 * THIRTY_DAYS * 12);
    }

    private static Throughput most(Iterable<Minute> minutes, long nowMs) {
        Throughput most = Throughput.NONE;
        for (Minute minute : minutes)
            if (nowMs / HOUR_MS - minute.nowMs() / HOUR_MS < THIRTY_DAYS)
                most = most.max(minute.written());
        return most;
    }

    @Test
    void onlyWhatIsNewIsRemembered() {
        var peaks = new Peaks();
        assertNull(peaks.remembering(Map.of(1, Throughput.NONE), Set.of(1), 0));
        var ten = new Throughput(10, 10);
        peaks.apply(Objects.requireNonNull(peaks.remembering(Map.of(1, ten), Set.of(1), 0)));
        assertNull(peaks.remembering(Map.of(1, ten), Set.of(1), 0));
        assertNull(peaks.remembering(Map.of(1, new Throughput(9, 10)), Set.of(1), 0));
        assertNotNull(peaks.remembering(Map.of(1, new Throughput(9, 11)), Set.of(1), 0));
        assertNotNull(peaks.remembering(Map.of(1, new Throughput(1, 1)), Set.of(1), HOUR_MS));
    }

    @Test
    void aStreamThatIsGoneIsForgotten() {
        var peaks = new Peaks();
        var ten = new Throughput(10, 10);
        peaks.apply(
                Objects.requireNonNull(peaks.remembering(Map.of(1, ten, 2, ten), Set.of(1, 2), 0)));
        peaks.apply(Objects.requireNonNull(peaks.remembering(Map.of(2, ten), Set.of(2), 0)));
        assertEquals(Throughput.NONE, peaks.peak(1, 0));
        assertEquals(ten, peaks.peak(2, 0));
        assertNull(peaks.remembering(Map.of(2, ten), Set.of(2), 0));
    }

    @Test
    void aClockThatWasAheadDoesNotKeepAPeakForEver() {
        var peaks = new Peaks();
        long aheadMs = 100_000 * HOUR_MS;
        var ten = new Throughput(10, 10);
        peaks.apply(Objects.requireNonNull(peaks.remembering(Map.of(1, ten), Set.of(1), aheadMs)));
        var one = new Throughput(1, 1);
        peaks.apply(Objects.requireNonNull(peaks.remembering(Map.of(1, one), Set.of(1), HOUR_MS)));
        assertEquals(ten, peaks.peak(1, HOUR_MS));
        assertEquals(Throughput.NONE, peaks.peak(1, (THIRTY_DAYS + 1) * HOUR_MS));
    }

    /// What is on users' disks: this must read the same for ever.
    @Test
    void theBytesOfTheFirstFormatStay() {
        String command =
                "01"
                        + "01"
                        + "00000002"
                        + "00000001"
                        + "00000007"
                        + "0000000000000100"
                        + "0000000000000003"
                        + "00000001"
                        + "00000005";
        String snapshot =
                "01"
                        + "00000001"
                        + "00000007"
                        + "00000001"
                        + "00000002"
                        + "0000000000000100"
                        + "00000001"
                        + "00000002"
                        + "0000000000000003";
        var peaks = new Peaks();
        peaks.apply(HexFormat.of().parseHex(command));
        assertEquals(new Throughput(256, 3), peaks.peak(7, 2 * HOUR_MS));
        assertEquals(snapshot, HexFormat.of().formatHex(peaks.snapshot()));
        var restored = new Peaks();
        restored.restore(HexFormat.of().parseHex(snapshot));
        assertEquals(new Throughput(256, 3), restored.peak(7, 2 * HOUR_MS));
        for (int i = 0; i < command.length() / 2; i++) {
            byte[] cut = Arrays.copyOf(HexFormat.of().parseHex(command), i);
            assertThrows(UncheckedIOException.class, () -> new Peaks().apply(cut));
        }
        for (String bad : new String[] {command + "00", "02" + command.substring(2), "0102"})
            assertThrows(
                    UncheckedIOException.class,
                    () -> new Peaks().apply(HexFormat.of().parseHex(bad)));
    }
}
