package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.millrace.stream.Disk;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.Workload;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The promise: what was acknowledged survives every crash, once, at its place. The power fails at
/// any write or force, in recovery too; before it does, reading, writing and forcing may fail,
/// space run out and the disk be slow. `-Dseeds=10000` looks longer, `-Dseed=17` at one alone.
///
/// The checker must catch a log that breaks the rules: see the mutants.
class CrashTest {
    private static final int SEEDS = Integer.getInteger("seeds", 300);
    private static final long ONLY = Long.getLong("seed", 0);
    private static final Logger ROOM = Logger.getLogger("dev.millrace.log");

    static final LogConfig TINY =
            new LogConfig(
                    4 << 20,
                    16 << 10,
                    32 << 10,
                    1 << 20,
                    64 << 10,
                    128 << 10,
                    8 << 10,
                    96 << 10,
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

    @BeforeAll
    static void quiet() {
        ROOM.setLevel(Level.OFF); // every crash is an error to the log
    }

    @Test
    void whatWasAcknowledgedSurvivesEveryCrash() throws Exception {
        long records = 0;
        for (long seed = ONLY > 0 ? ONLY : 1; seed <= (ONLY > 0 ? ONLY : SEEDS); seed++) {
            try {
                records += run(seed, new Mutant() {});
            } catch (Exception | AssertionError e) {
                fail("seed " + seed, e);
            }
        }
        if (ONLY == 0) assertTrue(records > SEEDS * 50L, "too little happened: " + records);
    }

    /// @return records acknowledged
    private static long run(long seed, Mutant mutant) throws Exception {
        var random = new SplittableRandom(seed);
        var disk = new FaultyDisk(seed);
        var clock = new ManualClock(1_700_000_000_000L);
        var log = new FileLog[1];
        var workload =
                new Workload(
                        seed,
                        clock,
                        () -> {
                            if (random.nextInt(12) == 0) log[0].checkpointSoon();
                            log[0].doWork();
                        });
        int lives = 2 + random.nextInt(4);
        for (int life = 0; life < lives; life++) {
            if (random.nextInt(3) > 0)
                disk.crashAfter(1 + random.nextInt(random.nextBoolean() ? 30 : 600));
            if (random.nextInt(3) == 0)
                disk.trouble(
                        random.nextInt(3) == 0 ? 30 : 400,
                        () -> clock.advance(Duration.ofMillis(random.nextInt(5_000))));
            long errors = disk.errors();
            var history = new CommandHistory();
            try {
                log[0] = open(disk, clock, history, mutant, random);
                workload.check(log[0], history.commands());
                live(workload, log[0], disk, random);
                if (!disk.hasCrashed() && random.nextInt(4) == 0) log[0].close();
            } catch (StorageException e) {
                if (!disk.hasCrashed() && disk.errors() == errors) throw e;
            }
            disk.capacity(Long.MAX_VALUE);
            if (random.nextInt(3) == 0) disk.kill(); // the process died, in the middle of it all
            else disk.crash();
            mutant.restarted(disk);
            clock.advance(Duration.ofSeconds(random.nextInt(100)));
        }
        var history = new CommandHistory();
        FileLog last = open(disk, clock, history, new Mutant() {}, random);
        workload.check(last, history.commands());
        last.close();
        return workload.appended();
    }

    /// Uses the log until the power fails, or for a while. Once a write or force has failed, no
    /// durable mark may move any more, whatever is acknowledged below it.
    private static void live(
            Workload workload, FileLog log, FaultyDisk disk, SplittableRandom random)
            throws Exception {
        int actions = random.nextInt(400);
        long last = -1;
        for (int i = 0; i < actions && !disk.hasCrashed(); i++) {
            if (random.nextInt(200) == 0) disk.capacity(disk.used() + random.nextInt(50_000));
            if (random.nextInt(20) == 0) disk.capacity(Long.MAX_VALUE);
            long errors = disk.errors();
            try {
                workload.act(log);
            } catch (StorageException e) { // a read that failed
                if (!disk.hasCrashed() && disk.errors() == errors) throw e;
            }
            if (log.writable()) continue;
            if (last < 0) last = durableMarks(log);
            assertEquals(last, durableMarks(log), "durable after a failure");
            if (random.nextInt(8) == 0) return;
        }
    }

    private static long durableMarks(FileLog log) {
        long sum = 0;
        for (int shard = 0; shard < 500; shard++) sum += log.ends(shard).next();
        return sum;
    }

    private static FileLog open(
            Disk disk,
            ManualClock clock,
            CommandHistory history,
            Mutant mutant,
            SplittableRandom random)
            throws StorageException {
        mutant.beforeOpening((FaultyDisk) disk);
        var log = FileLog.openStepped(disk, clock, TINY, Map.of("catalog", history), random);
        mutant.afterOpening((FaultyDisk) disk, log);
        return log;
    }

    // ---- mutants

    private static void assertCaught(Mutant mutant) {
        for (long seed = 1; seed <= 300; seed++) {
            try {
                run(seed, mutant);
            } catch (Exception | AssertionError e) {
                return; // lost or refused: seen
            }
        }
        fail("the checker did not catch this mutant");
    }

    @Test
    void itCatchesALogThatAcknowledgesBeforeForcing() {
        assertCaught(lyingAbout("wal/"));
    }

    @Test
    void itCatchesALogThatRecyclesTheJournalBeforeSegmentsAreForced() {
        assertCaught(lyingAbout("seg/"));
    }

    @Test
    void itCatchesALogThatRecyclesTheJournalBeforeTheSnapshotIsForced() {
        assertCaught(lyingAbout("meta/"));
    }

    @Test
    void itCatchesALogThatAcknowledgesWhatCouldNotBeForced() {
        assertCaught(
                new Mutant() {
                    @Override
                    public void beforeOpening(FaultyDisk disk) {
                        disk.hideFailedForces(name -> name.startsWith("wal/"));
                    }
                });
    }

    @Test
    void itCatchesALogThatContinuesInTheTornFile() {
        assertCaught(
                new Mutant() {
                    @Override
                    public void afterOpening(FaultyDisk disk, FileLog log) {
                        TornFile.continueIn(log);
                    }
                });
    }

    private static Mutant lyingAbout(String prefix) {
        return new Mutant() {
            @Override
            public void beforeOpening(FaultyDisk disk) {
                disk.ignoreForces(name -> name.startsWith(prefix));
            }
        };
    }

    @Test
    void itCatchesALogThatForgetsToForceFolders() {
        for (String folder : new String[] {"", "wal", "seg", "meta"})
            assertCaught(
                    new Mutant() {
                        @Override
                        public void beforeOpening(FaultyDisk disk) {
                            disk.ignoreDirectoryForces(name -> name.equals(folder));
                        }
                    });
    }

    @Test
    void itCatchesALogThatDoesNotForceWhatItReplayed() {
        assertCaught(
                new Mutant() {
                    @Override
                    public void beforeOpening(FaultyDisk disk) {
                        disk.ignoreForces(name -> name.startsWith("wal/"));
                    }

                    @Override
                    public void afterOpening(FaultyDisk disk, FileLog log) {
                        disk.ignoreForces(name -> false);
                    }
                });
    }

    @Test
    void itCatchesALogThatDropsAGroupOnRecovery() {
        assertCaught(
                new Mutant() {
                    @Override
                    public void restarted(FaultyDisk disk) throws IOException {
                        dropLastGroup(disk);
                    }
                });
    }

    /// Makes the newest group of the newest journal file invalid, as if recovery had not seen it.
    private static void dropLastGroup(FaultyDisk disk) throws IOException {
        for (String name : disk.list("wal").reversed()) {
            try (Disk.File file = disk.open("wal/" + name, false)) {
                if (!(JournalHeader.read(file)
                                instanceof JournalHeader.Found.Valid(JournalHeader header))
                        || !JournalFiles.name(header.walSeq()).equals("wal/" + name)) continue;
                long last = -1;
                byte[] bytes = new byte[GroupHeader.LENGTH];
                for (long at = JournalHeader.LENGTH;
                        at < file.size();
                        at += GroupHeader.ALIGNMENT) {
                    file.read(java.nio.ByteBuffer.wrap(bytes), at);
                    if (GroupHeader.read(bytes, 0, header.salt()) != null) last = at;
                }
                if (last < 0) continue;
                disk.flip("wal/" + name, last, 0);
                return;
            }
        }
    }
}
