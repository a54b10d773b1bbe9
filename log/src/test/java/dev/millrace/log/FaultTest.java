package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.AppendBatch.Outcome;
import dev.millrace.stream.Disk;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.FaultyDisk.Operation;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Failing disks, full disks, damaged files, foreign folders, jumping clocks.
class FaultTest {
    private static final Logger ROOM = Logger.getLogger("dev.millrace.log");
    private static final long START_MS = 1_700_000_000_000L;

    /// Small journal files, of which many are kept.
    private static final LogConfig ROOMY =
            new LogConfig(
                    4 << 20,
                    16 << 10,
                    32 << 10,
                    128 << 20,
                    64 << 10,
                    128 << 10,
                    8 << 10,
                    64 << 20,
                    Duration.ofSeconds(60),
                    1,
                    64 << 10,
                    24 << 10,
                    4,
                    2 << 10,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    false);

    private final FaultyDisk disk = new FaultyDisk(3);
    private final ManualClock clock = new ManualClock(START_MS);

    @BeforeAll
    static void quiet() {
        ROOM.setLevel(Level.OFF);
    }

    private StepLog open() throws Exception {
        return new StepLog(disk, clock, CrashTest.TINY);
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "FORCE"})
    void afterAFailedWriteOrForceNothingIsAcknowledgedButReadsGoOn(Operation operation)
            throws Exception {
        StepLog it = open();
        it.openShards(1);
        assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
        disk.failNext(operation, "wal/");
        assertEquals(Outcome.FAILED, it.append(0, new byte[100]));
        assertTrue(disk.hasFailed());
        assertFalse(it.log.writable());
        assertEquals(Outcome.FAILED, it.append(0, new byte[100]));
        assertThrows(StorageException.class, () -> it.submit("late"));
        assertEquals(1, it.count(0));
        assertEquals(2, it.log.ends(0).next());
        it.log.close();
        it.reopen();
        assertTrue(it.log.writable());
        assertTrue(it.count(0) >= 1);
        assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
    }

    @Test
    void aSegmentThatCannotBeForcedStopsTheLog() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 10, 1000);
        disk.failNext(Operation.FORCE, "seg/");
        it.checkpoint();
        assertFalse(it.log.writable());
        assertEquals(10, it.count(0));
        disk.crash();
        it.reopen();
        assertEquals(10, it.count(0));
    }

    @Test
    void onAFullDiskRecordsFailShardsCanBeClosedAndItGoesOnWhenThereIsSpace() throws Exception {
        StepLog it = open();
        it.openShards(2);
        it.appendMany(0, 10, 1000);
        disk.capacity(disk.used());
        int before = 10;
        while (it.append(0, new byte[1000]) == Outcome.APPENDED)
            assertTrue(++before < 1000, "a full disk takes everything");
        assertTrue(it.log.writable());
        assertEquals(Outcome.FAILED, it.append(1, new byte[10]));
        it.submit("close", new ShardChange.Close(1));
        assertTrue(it.log.ends(1).closed());
        assertEquals(before, it.count(0));
        disk.capacity(Long.MAX_VALUE);
        clock.advance(Duration.ofSeconds(2));
        it.settle();
        assertEquals(Outcome.APPENDED, it.append(0, new byte[1000]));
        disk.crash();
        it.reopen();
        assertEquals(before + 1, it.count(0));
        assertTrue(it.log.ends(1).closed());
    }

    @Test
    void aRecordLargerThanTheNextJournalFileLeavesNoGapInTheJournal() throws Exception {
        // No checkpoint is due that would make the first file needless.
        var it = new StepLog(disk, clock, ROOMY);
        it.openShards(1);
        assertEquals(Outcome.APPENDED, it.append(0, new byte[1 << 20]));
        assertEquals(Outcome.APPENDED, it.append(0, new byte[10]));
        it.log.close();
        it.reopen();
        assertEquals(2, it.count(0));
    }

    @Test
    void whatAFailedForceLeftInThePageCacheIsWrittenAgain() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            var failing = new FaultyDisk(seed);
            var it = new StepLog(failing, clock, CrashTest.TINY);
            it.openShards(1);
            it.appendMany(0, 3, 100);
            failing.failNext(Operation.FORCE, "wal/");
            assertEquals(Outcome.FAILED, it.append(0, new byte[5000]));
            it.log.close();
            it.reopen();
            long shown = it.count(0);
            failing.crash();
            it.reopen();
            assertEquals(shown, it.count(0), "seed " + seed);
        }
    }

    @Test
    void whenTheBudgetIsUsedUpAndCheckpointsFindNoSpaceRecordsFailAndChangesGoOn()
            throws Exception {
        StepLog it = open();
        it.openShards(2);
        disk.full("seg/");
        int before = 0;
        while (it.append(0, new byte[10_000]) == Outcome.APPENDED)
            assertTrue(++before < 1000, "a full disk takes everything");
        assertEquals(Outcome.FAILED, it.append(0, new byte[10_000]));
        it.submit("close", new ShardChange.Close(1));
        assertTrue(it.log.ends(1).closed());
        assertTrue(it.log.writable());
        disk.full(null);
        clock.advance(Duration.ofSeconds(2));
        it.settle();
        assertEquals(Outcome.APPENDED, it.append(0, new byte[10_000]));
        it.log.close();
        it.reopen();
        assertEquals(before + 1, it.count(0));
    }

    @Test
    void tryingForSpaceAgainAndAgainUsesNoneUp() throws Exception {
        StepLog it = open();
        it.openShards(1);
        disk.full("wal/");
        while (it.append(0, new byte[10_000]) == Outcome.APPENDED) {}
        for (int tries = 0; tries < 200; tries++) {
            clock.advance(Duration.ofSeconds(2));
            assertEquals(Outcome.FAILED, it.append(0, new byte[10_000]));
        }
        disk.full(null);
        clock.advance(Duration.ofSeconds(2));
        it.settle();
        assertEquals(Outcome.APPENDED, it.append(0, new byte[10_000]));
    }

    @Test
    void recordsBeyondTheBytesInFlightAreRefusedAtOnce() throws Exception {
        StepLog it = open();
        it.openShards(1);
        var outcomes = new Outcome[8];
        for (int i = 0; i < outcomes.length; i++) {
            int number = i;
            var batch = new AppendBatch(1, done -> outcomes[number] = done.outcome(0));
            batch.add(0, new byte[1], new byte[1 << 20], 0, 1 << 20);
            it.log.append(batch);
        }
        assertEquals(Outcome.OVERLOADED, outcomes[7]);
        it.settle();
        assertEquals(Outcome.APPENDED, outcomes[0]);
        assertEquals(Outcome.APPENDED, it.append(0, new byte[10]));
    }

    @Test
    void aDamagedGroupInTheMiddleIsRefusedByNameAndSalvageKeepsWhatIsBefore() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 10, 100);
        it.log.close();
        // Group 1 opened the shard; each record was a group of its own.
        long position = JournalHeader.LENGTH + 5L * GroupHeader.ALIGNMENT + 70;
        disk.flip("wal/0000000000000001.wal", position, 3);
        StorageException refusal = assertThrows(StorageException.class, it::reopen);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.contains("wal/0000000000000001.wal is damaged at position 24576")
                        && message.contains("group 6")
                        && message.contains("5 entries behind it"),
                message);
        assertThrows(StorageException.class, it::reopen);
        it.reopenSalvaging();
        assertEquals(4, it.count(0));
        assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
        it.log.close();
        it.reopen();
        assertEquals(5, it.count(0));
    }

    @Test
    void aTornLastGroupIsNoDamage() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 10, 100);
        it.log.close();
        disk.flip("wal/0000000000000001.wal", JournalHeader.LENGTH + 10L * 4096 + 70, 3);
        it.reopen();
        assertEquals(9, it.count(0));
        assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
        it.log.close();
        // Writing went on in a new file; what lies in the old one from there on is ignored, even
        // if it is whole again.
        disk.flip("wal/0000000000000001.wal", JournalHeader.LENGTH + 10L * 4096 + 70, 3);
        it.reopen();
        assertEquals(10, it.count(0));
    }

    @Test
    void aMissingSegmentIsRefused() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 10, 100);
        it.checkpoint();
        it.log.close();
        disk.delete("seg/0/1.seg");
        StorageException refusal = assertThrows(StorageException.class, it::reopen);
        assertTrue(String.valueOf(refusal.getMessage()).contains("seg/0/1.seg is missing"));
        it.reopenSalvaging();
        assertEquals(0, it.count(0));
        assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
        assertEquals(12, it.log.ends(0).next());
    }

    @Test
    void aMissingJournalFileIsRefusedAndSalvageGoesOnWithoutIt() throws Exception {
        for (boolean appending : new boolean[] {true, false}) {
            var empty = new FaultyDisk(5);
            var it = new StepLog(empty, clock, CrashTest.TINY);
            it.openShards(1);
            it.appendMany(0, 10, 100);
            it.checkpoint();
            it.appendMany(0, 5, 100);
            it.log.close();
            empty.delete("wal/0000000000000001.wal");
            StorageException refusal = assertThrows(StorageException.class, it::reopen);
            assertTrue(String.valueOf(refusal.getMessage()).contains("is missing"));
            it.reopenSalvaging();
            assertEquals(10, it.count(0));
            if (appending) assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
            it.log.close();
            it.reopen();
            assertEquals(Outcome.APPENDED, it.append(0, new byte[100]));
            empty.crash();
            it.reopen();
            assertEquals(appending ? 12 : 11, it.count(0));
        }
    }

    @Test
    void aDamagedSnapshotIsRefused() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 3, 100);
        it.checkpoint();
        it.log.close();
        disk.flip("meta/" + disk.list("meta").getFirst(), 60, 0);
        StorageException refusal = assertThrows(StorageException.class, it::reopen);
        assertTrue(String.valueOf(refusal.getMessage()).contains("meta/"));
    }

    @Test
    void aDamagedRecordInASegmentIsNeverReturned() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 10, 1000);
        it.checkpoint();
        it.log.close();
        int fourth = Segment.HEADER + Run.HEADER + Run.MARK + 3 * 1035;
        disk.flip("seg/0/1.seg", fourth + 500, 5);
        it.reopen();
        assertEquals(3, it.log.read(0, 1, 3, 100_000).size());
        assertEquals(3, it.log.read(0, 1, 10, 100_000).size());
        assertThrows(StorageException.class, () -> it.log.read(0, 4, 10, 100_000));
        it.log.close();
        List<Verification.Problem> problems = Verification.of(disk).problems();
        assertEquals(
                List.of(
                        new Verification.Problem(
                                "seg/0/1.seg",
                                fourth,
                                "a record is damaged; 7245 bytes cannot be read from there on")),
                problems);
    }

    @Test
    void aFolderOfANewerVersionIsRefusedByNumberAndLeftAlone() throws Exception {
        StepLog it = open();
        it.log.close();
        byte[] text =
                "millrace data folder\nversion 3\nstore and more\n"
                        .getBytes(StandardCharsets.US_ASCII);
        try (Disk.File file = disk.open("FORMAT", false)) {
            file.truncate(0);
            file.write(ByteBuffer.wrap(text), 0);
        }
        long operations = disk.operations();
        StorageException refusal = assertThrows(StorageException.class, it::reopen);
        assertTrue(String.valueOf(refusal.getMessage()).contains("format version 3"));
        assertEquals(operations, disk.operations());
    }

    @Test
    void aFolderWithOtherThingsInItIsLeftAlone() throws Exception {
        disk.open("holiday.jpg", true).close();
        long operations = disk.operations();
        StorageException refusal = assertThrows(StorageException.class, this::open);
        assertTrue(String.valueOf(refusal.getMessage()).contains("holiday.jpg"));
        assertEquals(operations, disk.operations());
    }

    @Test
    void aFolderThatOnlyHoldsACertificateIsTakenOver() throws Exception {
        disk.open("tls", true).close();
        open();
        assertTrue(disk.exists("FORMAT"));
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() throws Exception {
        StepLog it = open();
        assertThrows(StorageException.class, this::open);
        assertThrows(StorageException.class, () -> Verification.of(disk));
        it.log.close();
        assertDoesNotThrow(() -> it.reopen());
    }

    @Test
    void segmentsBeyondTheirRetentionAreDeletedAndStayDeleted() throws Exception {
        StepLog it = open();
        it.openShards(1);
        for (int hour = 0; hour < 40; hour++) {
            it.appendMany(0, 1, 100);
            it.checkpoint();
            clock.advance(Duration.ofHours(1));
            it.settle();
        }
        long first = it.log.ends(0).first();
        assertTrue(first > 8 && first <= 18, "oldest record kept: " + first);
        assertTrue(disk.list("seg/0").stream().filter(n -> n.endsWith(".seg")).count() < 30);
        assertEquals(24, it.count(0));
        disk.crash();
        it.reopen();
        assertEquals(first, it.log.ends(0).first());
        assertEquals(24, it.count(0));
        assertEquals(List.of(), Verification.of(stopped(it)).problems());
    }

    private Disk stopped(StepLog it) {
        it.log.close();
        return disk;
    }

    @Test
    void aShardWithoutNewRecordsLosesAllOfThemInTheEnd() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 5, 100);
        it.checkpoint();
        clock.advance(Duration.ofHours(25));
        it.settle();
        assertEquals(6, it.log.ends(0).first());
        assertEquals(List.of(), disk.list("seg/0"));
        assertEquals(Outcome.APPENDED, it.append(0, new byte[10]));
        it.checkpoint();
        assertEquals(1, it.count(0));
        it.log.close();
        it.reopen();
        assertEquals(7, it.log.ends(0).next());
        assertEquals(1, it.count(0));
    }

    @Test
    void whenTheWallClockJumpsNothingIsDeletedUntilItHasRunEvenly() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 5, 100);
        it.checkpoint();
        clock.jump(Duration.ofDays(365));
        clock.advance(Duration.ofMinutes(5));
        it.settle();
        assertEquals(1, it.log.ends(0).first());
        assertEquals(5, it.count(0));
        clock.advance(Duration.ofMinutes(61));
        it.settle();
        assertEquals(6, it.log.ends(0).first());
    }

    @Test
    void aClockThatIsAheadAtBootDeletesNothingUntilItHasRunEvenly() throws Exception {
        StepLog it = open();
        it.openShards(1);
        it.appendMany(0, 5, 100);
        it.checkpoint();
        it.log.close();
        clock.jump(Duration.ofDays(30));
        it.reopen();
        for (int minute = 0; minute < 55; minute++) {
            clock.advance(Duration.ofMinutes(1));
            it.settle();
        }
        assertEquals(1, it.log.ends(0).first());
        assertEquals(5, it.count(0));
        for (int minute = 0; minute < 10; minute++) {
            clock.advance(Duration.ofMinutes(1));
            it.settle();
        }
        assertEquals(6, it.log.ends(0).first());
    }

    @Test
    void whatFollowsADropOfTheSameShardIsRefused() throws Exception {
        StepLog it = open();
        it.openShards(2);
        it.appendMany(0, 1, 100);
        for (ShardChange after :
                List.of(
                        new ShardChange.Drop(0),
                        new ShardChange.Close(0),
                        new ShardChange.Retain(0, 1000)))
            assertThrows(
                    IllegalArgumentException.class,
                    () -> it.submit("both", new ShardChange.Drop(0), after));
        assertEquals(1, it.count(0));
        // Two of a group.
        var first = new Pending.Changes(List.of(new Change.OfShard(new ShardChange.Drop(0))));
        var second = new Pending.Changes(List.of(new Change.OfShard(new ShardChange.Drop(0))));
        it.log.committer().submit(first);
        it.log.committer().submit(second);
        it.settle();
        assertTrue(first.isDecided() && first.failure() == null);
        assertTrue(second.failure() instanceof IllegalArgumentException);
        assertTrue(it.log.writable());
        it.log.close();
        it.reopen();
        assertEquals(ShardEnds.NONE, it.log.ends(0));
    }

    @Test
    void aSegmentIsDeletedWithTheLastOfItsShards() throws Exception {
        StepLog it = open();
        it.openShards(3);
        for (int shard = 0; shard < 3; shard++) it.appendMany(shard, 5, 100);
        it.checkpoint();
        assertEquals(List.of("1.seg"), disk.list("seg/0"));
        it.submit("drop", new ShardChange.Drop(0), new ShardChange.Drop(2));
        it.settle();
        assertEquals(List.of("1.seg"), disk.list("seg/0"));
        assertEquals(List.of("0"), disk.list("seg"));
        disk.crash();
        it.reopen();
        it.settle();
        assertEquals(List.of("0"), disk.list("seg"));
        assertEquals(5, it.count(1));
        it.checkpoint();
        assertEquals(List.of(), Verification.of(stopped(it)).problems());
        it.reopen();
        assertEquals(5, it.count(1));
        it.submit("drop", new ShardChange.Drop(1));
        it.settle();
        assertEquals(List.of(), disk.list("seg"));
    }

    @Test
    void verificationCountsWhatIsThere() throws Exception {
        StepLog it = open();
        it.openShards(2);
        it.appendMany(0, 5, 100);
        it.checkpoint();
        it.appendMany(0, 2, 100);
        it.submit("close", new ShardChange.Close(1));
        Verification.Report report = Verification.of(stopped(it));
        assertEquals(List.of(), report.problems());
        assertEquals(2, report.version());
        assertEquals(List.of(new Verification.Ledger("catalog", 3)), report.ledgers());
        Verification.Shard shard = report.shards().getFirst();
        assertEquals(7, shard.records());
        assertEquals(7 * 135, shard.bytes());
        assertEquals(8, shard.next());
        assertEquals(START_MS, shard.firstArrivalMs());
        assertTrue(report.shards().getLast().closed());
        disk.flip("wal/0000000000000001.wal", JournalHeader.LENGTH + 8L * 4096 + 70, 3);
        assertEquals(1, Verification.of(disk).problems().size());
    }

    /// Two shards' records in three runs of one segment.
    private StepLog threeRuns() throws Exception {
        StepLog it = open();
        it.openShards(2);
        for (int run = 0; run < 3; run++) {
            for (int shard = 0; shard < 2; shard++) it.appendMany(shard, 3, 500);
            it.checkpoint();
        }
        it.log.close();
        assertEquals(List.of("1.seg"), disk.list("seg/0"));
        assertEquals(List.of(), Verification.of(disk).problems());
        return it;
    }

    @Test
    void damagedMarksAreMadeAnew() throws Exception {
        StepLog it = threeRuns();
        disk.flip("seg/0/1.seg", Segment.HEADER + Run.HEADER + Run.MARK + 10, 2);
        assertEquals(1, Verification.of(disk).problems().size());
        it.reopen();
        assertEquals(9, it.count(0));
        assertEquals(9, it.count(1));
    }

    @Test
    void aRunWithADamagedHeaderIsMissedAndTheOthersAreRead() throws Exception {
        StepLog it = threeRuns();
        int second = Segment.HEADER + Run.ALIGNMENT;
        disk.flip("seg/0/1.seg", second + 12, 2);
        List<Verification.Problem> problems = Verification.of(disk).problems();
        assertEquals(1, problems.size());
        assertEquals(second, problems.getFirst().position());
        it.reopen();
        for (int shard = 0; shard < 2; shard++) {
            int number = shard;
            assertEquals(3, it.log.read(number, 1, 10, 100_000).size());
            assertThrows(StorageException.class, () -> it.log.read(number, 4, 10, 100_000));
            assertEquals(3, it.log.read(number, 7, 10, 100_000).size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void theFirstRecordOfAShardInARunIsDamaged(int before) throws Exception {
        StepLog it = threeRuns();
        int record = Segment.HEADER + Run.HEADER + 2 * Run.MARK + before * 535;
        disk.flip("seg/0/1.seg", record + 100, 4);
        assertEquals(
                List.of(
                        new Verification.Problem(
                                "seg/0/1.seg",
                                record,
                                "a record is damaged; 1605 bytes cannot be read from there on")),
                Verification.of(disk).problems());
        it.reopen();
        int damaged = before / 3;
        assertThrows(StorageException.class, () -> it.log.read(damaged, 1, 10, 100_000));
        assertEquals(6, it.log.read(damaged, 4, 10, 100_000).size());
        assertEquals(9, it.count(1 - damaged));
    }

    @Test
    void aSegmentOfMoreShardsThanAreTrimmedAtOnceGoesInOneRound() throws Exception {
        int shards = 5_000;
        var it = new StepLog(disk, clock, TestConfig.SMALL);
        ShardChange[] opens = new ShardChange[shards];
        for (int i = 0; i < shards; i++)
            opens[i] = new ShardChange.Open(new ShardRef(i, 0, i), StepLog.RETENTION_MS);
        it.submit("open", opens);
        var batch = new AppendBatch(shards, done -> {});
        for (int i = 0; i < shards; i++) batch.add(i, "key".getBytes(UTF_8), new byte[1], 0, 1);
        it.log.append(batch);
        it.settle();
        it.checkpoint();
        assertEquals(List.of("1.seg"), disk.list("seg/0"));
        clock.advance(Duration.ofHours(25));
        it.settle();
        assertEquals(List.of(), disk.list("seg"));
        assertEquals(2, it.log.ends(shards - 1).first());
    }

    @Test
    void aShardIsReadAcrossSegmentsAndRunsFromAnyRecord() throws Exception {
        StepLog it = open();
        it.openShards(3);
        var random = new SplittableRandom(4);
        int[] written = new int[3];
        for (int i = 0; i < 400; i++) {
            int shard = random.nextInt(3);
            if (shard == 1 && i % 50 > 10) continue; // often in no run
            it.append(shard, new byte[random.nextInt(900)]);
            written[shard]++;
            clock.advance(Duration.ofMillis(10));
            if (i % 20 == 0) it.checkpoint();
        }
        it.checkpoint();
        it.log.close();
        assertTrue(disk.list("seg/0").size() > 3, disk.list("seg/0").toString());
        it.reopen();
        for (int shard = 0; shard < 3; shard++)
            for (int from = 1; from <= written[shard]; from++) {
                RecordBatch batch = it.log.read(shard, from, 7, 100_000);
                assertEquals(Math.min(7, written[shard] - from + 1), batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    assertEquals(from + i, batch.offset(i));
                    long found = it.log.offsetAtOrAfter(shard, batch.arrivalMs(i));
                    assertEquals(from + i, found);
                    assertEquals(found, it.log.offsetAtOrAfter(shard, batch.arrivalMs(i) - 9));
                }
            }
    }
}
