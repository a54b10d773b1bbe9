package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One bit flipped, everywhere in every file of a data folder, one at a time. Nothing wrong is ever
/// read, nothing is missing from the middle, and whatever is missing is named.
///
/// Knows nothing of what lies where: files are found by walking the folder, and places in them by
/// whether anything but zeros lies around.
class BitFlipTest {
    private static final Logger ROOM = Logger.getLogger("dev.millrace.log");
    private static final int SHARDS = 4;
    private static final int BLOCK = 4096;

    /// Of a block with something in it so many bits are flipped at its beginning, at its end, and
    /// anywhere.
    private static final int FLIPS = Integer.getInteger("flips", 2);

    private enum Outcome {
        /// Everything is read as it was.
        HARMLESS,
        /// The log does not open, and says which file is to blame.
        REFUSED,
        /// A read fails, and `verify` names the place.
        FOUND_BY_A_READ,
        /// The newest commands and records are missing, and `verify` says from which lsn on.
        TORN_TAIL
    }

    private record Read(long offset, long arrivalMs, String key, String data) {}

    /// What a log holds.
    private record Contents(List<List<Read>> records, List<ShardEnds> ends, List<String> commands) {
        boolean isBeginningOf(Contents whole) {
            for (int shard = 0; shard < SHARDS; shard++)
                if (!isBeginning(records.get(shard), whole.records.get(shard))) return false;
            return isBeginning(commands, whole.commands);
        }

        private static <T> boolean isBeginning(List<T> some, List<T> all) {
            return some.size() <= all.size() && some.equals(all.subList(0, some.size()));
        }
    }

    @BeforeAll
    static void quiet() {
        ROOM.setLevel(Level.OFF);
    }

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);

    /// Several journal files, segments and their indexes, a snapshot, and a part of the journal
    /// that is in no segment yet.
    private DiskImage image() throws Exception {
        var disk = new FaultyDisk(9);
        var it = new StepLog(disk, clock, CrashTest.TINY);
        it.openShards(SHARDS);
        for (int i = 0; i < 90; i++) {
            it.append(i % SHARDS, (i + ".".repeat(i * 37 % 900)).getBytes(UTF_8));
            clock.advance(Duration.ofMinutes(3));
            if (i % 30 == 29) it.checkpoint();
        }
        it.submit("close", new ShardChange.Close(1));
        it.checkpoint();
        for (int i = 0; i < 12; i++) it.append(i % 2 * 2, ("late" + i).getBytes(UTF_8));
        it.submit("retain", new ShardChange.Retain(2, StepLog.RETENTION_MS));
        it.append(0, "last".getBytes(UTF_8));
        it.log.close();
        return DiskImage.of(disk);
    }

    private static Contents read(StepLog it) throws StorageException {
        List<List<Read>> records = new ArrayList<>();
        List<ShardEnds> ends = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            records.add(read(it, shard));
            ends.add(it.log.ends(shard));
        }
        return new Contents(records, ends, it.history.commands());
    }

    private static List<Read> read(StepLog it, int shard) throws StorageException {
        List<Read> all = new ArrayList<>();
        while (true) {
            long next = all.isEmpty() ? 1 : all.getLast().offset() + 1;
            RecordBatch batch = it.log.read(shard, next, 7, 4_000);
            if (batch.isEmpty()) return all;
            for (int i = 0; i < batch.size(); i++)
                all.add(
                        new Read(
                                batch.offset(i),
                                batch.arrivalMs(i),
                                batch.partitionKey(i),
                                new String(
                                        batch.array(),
                                        batch.dataOffset(i),
                                        batch.dataLength(i),
                                        UTF_8)));
        }
    }

    @Test
    void aFlippedBitIsHarmlessOrRefusedOrFoundAndNeverReadAsSomethingElse() throws Exception {
        DiskImage image = image();
        Contents whole = read(new StepLog(image.disk(), clock, CrashTest.TINY));
        assertEquals(103, whole.records.stream().mapToInt(List::size).sum());
        assertEquals(List.of(), Verification.of(image.disk()).problems());
        var random = new SplittableRandom(11);
        Map<String, Set<Outcome>> found = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : image.files().entrySet())
            for (int place : places(file.getValue(), random)) {
                Outcome outcome = flip(image, file.getKey(), place, random.nextInt(8), whole);
                found.computeIfAbsent(kind(file.getKey()), _ -> EnumSet.noneOf(Outcome.class))
                        .add(outcome);
            }
        Map<String, Set<Outcome>> expected = new LinkedHashMap<>();
        expected.put("FORMAT", EnumSet.of(Outcome.REFUSED));
        expected.put("meta", EnumSet.of(Outcome.REFUSED));
        expected.forEach((kind, outcomes) -> assertEquals(outcomes, found.get(kind), kind));
        // What lies behind the end, or is in segments already, may be anything.
        assertEquals(
                EnumSet.of(Outcome.HARMLESS, Outcome.REFUSED, Outcome.TORN_TAIL), found.get("wal"));
        Set<Outcome> segments = found.getOrDefault("seg", Set.of());
        assertTrue(
                segments.contains(Outcome.FOUND_BY_A_READ) || segments.contains(Outcome.REFUSED),
                found.toString());
        assertFalse(segments.contains(Outcome.TORN_TAIL), found.toString());
    }

    private static String kind(String file) {
        int slash = file.indexOf('/');
        return slash < 0 ? file : file.substring(0, slash);
    }

    private static Set<Integer> places(byte[] bytes, SplittableRandom random) {
        var places = new TreeSet<Integer>();
        for (int block = 0; block < bytes.length; block += BLOCK) {
            int length = Math.min(BLOCK, bytes.length - block);
            boolean isBlank =
                    Arrays.equals(bytes, block, block + length, new byte[length], 0, length);
            if (isBlank) {
                places.add(block + random.nextInt(length));
                continue;
            }
            for (int at = 0; at < Math.min(length, 100); at += 1 + random.nextInt(4))
                places.add(block + at);
            for (int i = 0; i < FLIPS; i++) {
                places.add(block + random.nextInt(length));
                places.add(block + length - 1 - random.nextInt(Math.min(length, 64)));
            }
        }
        return places;
    }

    private Outcome flip(DiskImage image, String file, int place, int bit, Contents whole)
            throws Exception {
        String where = "%s, byte %d, bit %d".formatted(file, place, bit);
        FaultyDisk disk = image.disk();
        disk.flip(file, place, bit);
        boolean isNamed = false;
        String torn = null;
        try {
            Verification.Report report = Verification.of(disk);
            isNamed = !report.problems().isEmpty();
            torn = report.tornTail();
        } catch (StorageException e) {
            isNamed = true;
        }
        StepLog it;
        try {
            it = new StepLog(disk, clock, CrashTest.TINY);
        } catch (StorageException refusal) {
            String words = String.valueOf(refusal.getMessage());
            assertTrue(
                    words.contains("version")
                            || image.files().keySet().stream().anyMatch(words::contains),
                    () -> where + " is refused without a name: " + words);
            assertTrue(isNamed, () -> where + ": verify finds nothing, and yet: " + words);
            return Outcome.REFUSED;
        }
        try {
            Contents now = read(it);
            if (now.equals(whole)) return Outcome.HARMLESS;
            assertTrue(now.isBeginningOf(whole), () -> where + ": something else is read");
            assertTrue(torn != null && torn.contains("lsn"), where + ": what is missing?");
            return Outcome.TORN_TAIL;
        } catch (StorageException damage) {
            assertTrue(isNamed, () -> where + ": verify finds nothing, and yet: " + damage);
            String words = String.valueOf(damage.getMessage());
            assertTrue(
                    image.files().keySet().stream().anyMatch(words::contains),
                    () -> where + " fails a read without a name: " + words);
            onlyRightRecords(it, whole, where);
            return Outcome.FOUND_BY_A_READ;
        } finally {
            it.log.close();
        }
    }

    /// Whatever can be read around the damage is what was written.
    private static void onlyRightRecords(StepLog it, Contents whole, String where) {
        for (int shard = 0; shard < SHARDS; shard++)
            for (Read read : whole.records.get(shard)) {
                RecordBatch batch;
                try {
                    batch = it.log.read(shard, read.offset(), 1, 1);
                } catch (StorageException damage) {
                    continue;
                }
                assertEquals(1, batch.size(), where);
                assertEquals(read.offset(), batch.offset(0), where);
                assertEquals(
                        read.data(),
                        new String(batch.array(), batch.dataOffset(0), batch.dataLength(0), UTF_8),
                        where);
            }
    }
}
