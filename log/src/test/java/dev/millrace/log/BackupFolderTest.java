package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.millrace.stream.Disk;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.Workload;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A backup holds everything acknowledged before it began, at its number, and is whole at every
/// moment; so is what it is restored to. `-Dseeds=1000` looks longer.
class BackupFolderTest {
    private static final int SEEDS = Integer.getInteger("seeds", 15);
    private static final BackupFolder.Progress QUIET = (records, bytes, allBytes) -> {};

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final FaultyDisk disk = new FaultyDisk(1);
    private final FaultyDisk backup = new FaultyDisk(2);

    private StepLog filled() throws Exception {
        var log = new StepLog(disk, clock, TestConfig.SMALL);
        log.openShards(3);
        log.appendMany(0, 400, 1_000);
        log.appendMany(1, 30, 1_000);
        return log;
    }

    private BackupFolder.Contents backUp(StepLog log) throws Exception {
        return backUp(log, QUIET);
    }

    private BackupFolder.Contents backUp(StepLog log, BackupFolder.Progress progress)
            throws Exception {
        try (Pin pin = log.log.pin()) {
            return BackupFolder.update(disk, pin.snapshot(), backup, progress);
        }
    }

    private FaultyDisk restored() throws Exception {
        var to = new FaultyDisk(3);
        BackupFolder.restore(backup, to, QUIET);
        assertEquals(List.of(), Verification.of(to).problems());
        return to;
    }

    /// The records of every shard, by number, as they are read.
    private static Map<Integer, List<String>> dump(FileLog log, int shards)
            throws StorageException {
        Map<Integer, List<String>> all = new TreeMap<>();
        for (int shard = 0; shard < shards; shard++) {
            if (log.ends(shard).equals(ShardEnds.NONE)) continue;
            List<String> records = new ArrayList<>();
            for (long next = 1; ; ) {
                RecordBatch read = log.read(shard, next, 1_000, 1 << 20);
                if (read.isEmpty()) break;
                for (int i = 0; i < read.size(); i++) {
                    int at = read.dataOffset(i);
                    records.add(
                            "%d %d %s %d"
                                    .formatted(
                                            read.offset(i),
                                            read.arrivalMs(i),
                                            read.partitionKey(i),
                                            Arrays.hashCode(
                                                    Arrays.copyOfRange(
                                                            read.array(),
                                                            at,
                                                            at + read.dataLength(i)))));
                }
                next = read.offset(read.size() - 1) + 1;
            }
            all.put(shard, records);
        }
        return all;
    }

    private static String refusal(ThrowingStep step) {
        return String.valueOf(assertThrows(StorageException.class, step::run).getMessage());
    }

    private interface ThrowingStep {
        void run() throws Exception;
    }

    // ---- what is in it

    @Test
    void everyRecordIsAtItsNumberAfterARestoreAndTheNextOneFollows() throws Exception {
        StepLog log = filled();
        Map<Integer, List<String>> expected = dump(log.log, 3);
        BackupFolder.Contents contents = backUp(log);
        assertEquals(3, contents.shards());

        var again = new StepLog(restored(), clock, TestConfig.SMALL);
        assertEquals(expected, dump(again.log, 3));
        assertEquals(log.history.commands(), again.history.commands());
        again.appendMany(0, 1, 10);
        assertEquals(402, again.log.ends(0).next());
        again.log.close();
        again.reopen();
        assertEquals(401, again.count(0));
        again.log.close();
        assertEquals(List.of(), Verification.of(again.disk).problems());
    }

    @Test
    void theNextBackupCopiesOnlyWhatCameSince() throws Exception {
        StepLog log = filled();
        var all = new long[1];
        backUp(log, (records, bytes, allBytes) -> all[0] = allBytes);
        assertTrue(all[0] > 430_000, "" + all[0]);
        log.appendMany(1, 10, 1_000);
        var copied = new long[2];
        backUp(
                log,
                (records, bytes, allBytes) -> {
                    copied[0] = records;
                    copied[1] = bytes;
                    all[0] = allBytes;
                });
        assertEquals(10, copied[0]);
        assertEquals(all[0], copied[1]);
        assertEquals(
                dump(log.log, 3), dump(new StepLog(restored(), clock, TestConfig.SMALL).log, 3));
        assertEquals(List.of(), Verification.of(backup).problems());
    }

    @Test
    void whatIsTrimmedAndDroppedLeavesTheBackupToo() throws Exception {
        StepLog log = filled();
        backUp(log);
        assertEquals(List.of("0"), backup.list("seg"));
        log.submit("drop", new ShardChange.Drop(0), new ShardChange.Drop(1));
        log.settle();
        backUp(log);
        assertEquals(List.of(), backup.list("seg"));
        assertEquals(1, backup.list("meta").size());
        assertEquals(List.of(), Verification.of(restored()).problems());
    }

    @Test
    void anIdleStoreIsBackedUpAsOften() throws Exception {
        StepLog log = filled();
        BackupFolder.Contents first = backUp(log);
        assertEquals(first.bytes(), backUp(log).bytes());
        log.log.close();
        log.reopen();
        assertEquals(400, log.count(0));
    }

    // ---- while the store goes on

    @BeforeAll
    static void quiet() {
        Logger.getLogger("dev.millrace.log").setLevel(Level.OFF); // power fails, clocks jump
    }

    @Test
    void itIsConsistentWhateverTheStoreDoesMeanwhile() throws Exception {
        long records = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                records += run(seed, disk -> {});
            } catch (Exception | AssertionError e) {
                fail("seed " + seed, e);
            }
        }
        assertTrue(records > SEEDS * 100L, "too little happened: " + records);
    }

    /// Appends, reshards, drops, checkpoints and reopens between backups and, as far as a store
    /// does this, during them; the power of the backup's disk fails now and then.
    private static long run(long seed, Consumer<FaultyDisk> mutant) throws Exception {
        var random = new SplittableRandom(seed);
        var clock = new ManualClock(1_700_000_000_000L);
        var disk = new FaultyDisk(seed);
        var backup = new FaultyDisk(~seed);
        mutant.accept(backup);
        var log = new FileLog[1];
        var history = new CommandHistory();
        var workload =
                new Workload(
                        seed,
                        clock,
                        () -> {
                            if (random.nextInt(12) == 0) log[0].checkpointSoon();
                            log[0].doWork();
                        });
        log[0] = open(disk, clock, history, random);
        State last = null;
        for (int round = 0; round < 6; round++) {
            for (int i = random.nextInt(150); i >= 0; i--) workload.act(log[0]);
            var state = new State(dump(log[0], 500), List.copyOf(history.commands()));
            if (random.nextInt(2) == 0) backup.crashAfter(1 + random.nextInt(40));
            try (Pin pin = log[0].pin()) {
                BackupFolder.update(
                        disk,
                        pin.snapshot(),
                        backup,
                        (done, bytes, all) -> {
                            if (random.nextInt(10) == 0) act(workload, log[0]);
                        });
                last = state;
            } catch (StorageException e) {
                if (!backup.hasCrashed()) throw e;
            }
            if (backup.hasCrashed() || random.nextBoolean()) backup.crash();
            if (last != null) compare(last, backup, clock, random);
            if (random.nextInt(3) > 0) continue;
            log[0].close();
            history = new CommandHistory();
            log[0] = open(disk, clock, history, random);
            workload.check(log[0], history.commands());
        }
        return workload.appended();
    }

    @Test
    void itCatchesABackupThatNamesWhatIsNotOnTheDisk() {
        assertCaught(disk -> disk.ignoreForces(name -> name.startsWith("seg/")));
        assertCaught(disk -> disk.ignoreForces(name -> name.startsWith("meta/")));
        for (String folder : new String[] {"", "seg", "seg/0", "meta"})
            assertCaught(disk -> disk.ignoreDirectoryForces(name -> name.equals(folder)));
    }

    private static void assertCaught(Consumer<FaultyDisk> mutant) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                run(seed, mutant);
            } catch (Exception | AssertionError e) {
                return; // lost or refused: seen
            }
        }
        fail("the checker did not catch this mutant");
    }

    /// @param records of each shard
    private record State(Map<Integer, List<String>> records, List<String> commands) {}

    private static void act(Workload workload, FileLog log) {
        try {
            workload.act(log);
        } catch (StorageException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void compare(
            State expected, FaultyDisk backup, ManualClock clock, SplittableRandom random)
            throws Exception {
        assertEquals(List.of(), Verification.of(backup).problems());
        var to = new FaultyDisk(random.nextLong());
        BackupFolder.restore(backup, to, QUIET);
        assertEquals(List.of(), Verification.of(to).problems());
        to.crash(); // what was restored is on the disk
        var history = new CommandHistory();
        FileLog restored = open(to, clock, history, random);
        int commands = expected.commands.size();
        // A crash may have hit a backup that was complete, but had not said so.
        assertTrue(history.commands().size() >= commands);
        assertEquals(expected.commands, history.commands().subList(0, commands));
        boolean more = history.commands().size() > commands;
        Map<Integer, List<String>> found = dump(restored, 500);
        expected.records.forEach(
                (shard, records) -> {
                    List<String> there = found.getOrDefault(shard, List.of());
                    if (there.isEmpty() && more) return; // dropped, perhaps
                    assertTrue(there.size() >= records.size(), "shard " + shard);
                    assertEquals(records, there.subList(0, records.size()));
                });
        restored.close();
    }

    private static FileLog open(
            Disk disk, ManualClock clock, CommandHistory history, SplittableRandom random)
            throws StorageException {
        return FileLog.openStepped(disk, clock, CrashTest.TINY, Map.of("catalog", history), random);
    }

    @Test
    void whatIsBeyondItsRetentionIsTrimmedBeforeABackupAndAfterItNotMeanwhile() throws Exception {
        StepLog log = filled();
        log.checkpoint();
        clock.advance(Duration.ofHours(20));
        log.appendMany(0, 300, 1_000);
        backUp(log);
        log.log.doWork(); // the trimmer has seen the clock
        clock.advance(Duration.ofHours(5));
        var rounds = new int[1];
        backUp(
                log,
                (records, bytes, allBytes) -> {
                    if (rounds[0]++ > 20) return;
                    clock.advance(Duration.ofMinutes(1));
                    log.settle();
                });
        assertTrue(disk.exists("seg/0/1.seg"));
        assertTrue(backup.exists("seg/0/1.seg"));
        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofMinutes(1));
            log.settle();
        }
        assertFalse(disk.exists("seg/0/1.seg"));
        backUp(log);
        assertFalse(backup.exists("seg/0/1.seg"));
        var again = new StepLog(restored(), clock, TestConfig.SMALL);
        assertEquals(dump(log.log, 3), dump(again.log, 3));
        assertEquals(log.log.ends(0), again.log.ends(0));
    }

    @Test
    void nothingThatTheSnapshotNamesIsDeletedWhileItIsPinned() throws Exception {
        StepLog log = filled();
        Pin pin = log.log.pin();
        List<String> before = disk.list("seg/0");
        log.submit("drop", new ShardChange.Drop(0));
        clock.advance(Duration.ofDays(3));
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(1));
            log.append(2, new byte[10]);
            log.checkpoint();
        }
        assertTrue(disk.list("seg/0").containsAll(before));
        assertTrue(disk.exists(pin.snapshot()));
        pin.close();
        pin.close();
        clock.advance(Duration.ofMinutes(1));
        log.settle();
        clock.advance(Duration.ofMinutes(1));
        log.append(2, new byte[10]);
        log.checkpoint();
        assertEquals(List.of(), disk.list("seg/0"));
        assertFalse(disk.exists(pin.snapshot()));
    }

    @Test
    void aShardThatIsDroppedWhileTheSnapshotIsMadeIsInNeitherHalf() throws Exception {
        var log = new StepLog[1];
        var dropped = new boolean[1];
        // The committer's thread goes on while the checkpointer's writes segments.
        Disk meddled =
                (Disk)
                        Proxy.newProxyInstance(
                                Disk.class.getClassLoader(),
                                new Class<?>[] {Disk.class},
                                (proxy, method, arguments) -> {
                                    if (log[0] != null
                                            && !dropped[0]
                                            && method.getName().equals("createFolder")) {
                                        dropped[0] = true;
                                        drop(log[0], 0);
                                    }
                                    try {
                                        return method.invoke(disk, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
        var stepped = new StepLog(meddled, clock, TestConfig.SMALL);
        stepped.openShards(2);
        stepped.appendMany(0, 20, 100);
        stepped.appendMany(1, 20, 100);
        log[0] = stepped;
        backUp(stepped);
        assertTrue(dropped[0]);
        var again = new StepLog(restored(), clock, TestConfig.SMALL);
        assertEquals(ShardEnds.NONE, again.log.ends(0));
        assertEquals(20, again.count(1));
    }

    private void drop(StepLog log, int shard) {
        Committer committer = log.log.committer();
        committer.submit(
                new Pending.Changes(List.of(new Change.OfShard(new ShardChange.Drop(shard)))));
        committer.doWork(clock.nanos());
    }

    // ---- refusals

    @Test
    void aBackupIsOfOneStore() throws Exception {
        backUp(filled());
        var other = new FaultyDisk(9);
        try (var log =
                FileLog.openStepped(
                        other,
                        clock,
                        TestConfig.SMALL,
                        Map.of("catalog", new CommandHistory()),
                        new SplittableRandom(8))) {
            Pin pin = log.pin();
            String why = refusal(() -> BackupFolder.update(other, pin.snapshot(), backup, QUIET));
            assertTrue(why.contains("a backup of another store"), why);
        }
        assertEquals(430, records(Verification.of(restored())));
    }

    private static long records(Verification.Report report) {
        return report.shards().stream().mapToLong(Verification.Shard::records).sum();
    }

    @Test
    void aBackupIsNotOverwrittenByAnotherCourseOfHistory() throws Exception {
        StepLog log = filled();
        backUp(log);
        FaultyDisk older = restored();
        log.appendMany(0, 50, 1_000);
        backUp(log);
        log.log.close();

        // Longer than what the backup has, and alike but for its times.
        clock.advance(Duration.ofSeconds(1));
        var again = new StepLog(older, clock, TestConfig.SMALL);
        again.appendMany(0, 60, 1_000);
        again.submit("more");
        again.submit("and more");
        try (Pin pin = again.log.pin()) {
            String why = refusal(() -> BackupFolder.update(older, pin.snapshot(), backup, QUIET));
            assertTrue(why.contains("restored or salvaged in between"), why);
        }
        assertEquals(480, records(Verification.of(restored())));
    }

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws Exception {
        StepLog log = filled();
        backup.open("holiday.jpg", true).close();
        assertTrue(refusal(() -> backUp(log)).contains("holds holiday.jpg but no BACKUP"));
        assertEquals(List.of("holiday.jpg"), backup.list(""));
        backup.delete("holiday.jpg");
        backUp(log);
        String why = refusal(() -> BackupFolder.restore(backup, disk, QUIET));
        assertTrue(why.contains("there is a data folder already"), why);
        // And a server does not take a backup for its folder.
        assertThrows(StorageException.class, () -> new StepLog(backup, clock, TestConfig.SMALL));
    }

    @Test
    void twoBackupsToOneFolderDoNotMix() throws Exception {
        StepLog log = filled();
        try (AutoCloseable _ = backup.lock("LOCK")) {
            assertTrue(refusal(() -> backUp(log)).startsWith("another backup"));
        }
        backUp(log);
    }

    @Test
    void aDamagedBackupIsNotRestored() throws Exception {
        backUp(filled());
        backup.flip("seg/0/1.seg", 50_000, 3);
        assertFalse(Verification.of(backup).problems().isEmpty());
        var to = new FaultyDisk(3);
        String why = refusal(() -> BackupFolder.restore(backup, to, QUIET));
        assertTrue(why.startsWith("seg/0/1.seg is damaged at position"), why);
        assertFalse(to.exists("FORMAT"));
        assertThrows(StorageException.class, () -> new StepLog(to, clock, TestConfig.SMALL));
    }

    private long size(String name) throws Exception {
        try (Disk.File file = disk.open(name, false)) {
            return file.size();
        }
    }

    @Test
    void damageIsNotCopiedOverWhatIsWhole() throws Exception {
        StepLog log = filled();
        backUp(log);
        log.appendMany(1, 50, 1_000);
        log.checkpoint();
        String newest = "seg/0/" + disk.list("seg/0").getLast();
        disk.flip(newest, size(newest) - 10_000, 3);
        String why = refusal(() -> backUp(log));
        assertTrue(why.contains(newest + " is damaged"), why);
        assertEquals(430, records(Verification.of(restored())));
    }

    @Test
    void withoutSpaceTheBackupBeforeStays() throws Exception {
        StepLog log = filled();
        backUp(log);
        backup.capacity(backup.used() + 1_000);
        log.appendMany(0, 100, 1_000);
        assertTrue(refusal(() -> backUp(log)).contains("there is space for"));
        backup.capacity(Long.MAX_VALUE);
        assertEquals(430, records(Verification.of(restored())));
        disk.full("meta/");
        assertTrue(refusal(() -> backUp(log)).contains("no snapshot"));
        disk.full(null);
        clock.advance(Duration.ofSeconds(2));
        backUp(log);
        assertEquals(530, records(Verification.of(restored())));
    }

    @Test
    void aClosedOrFailedLogGivesNoPins() throws Exception {
        StepLog log = filled();
        disk.failNext(FaultyDisk.Operation.FORCE, "wal/");
        log.append(0, new byte[10]);
        assertTrue(refusal(() -> log.log.pin()).contains("no snapshot"));
        log.log.close();
        assertTrue(refusal(() -> log.log.pin()).contains("closed"));
    }
}
