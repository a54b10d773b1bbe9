package dev.millrace.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Under continuous resharding, crashes and restarts, clients see a history that breaks no promise.
/// `-Dseeds=10000` looks longer, `-Dseed=17` at one alone.
class HistoryTest {
    private static final int SEEDS = Integer.getInteger("seeds", 150);
    private static final long ONLY = Long.getLong("seed", 0);
    private static final String COMMAND =
            "./mvnw test -pl simulation -am -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dtest=HistoryTest#noHistoryBreaksAPromise";
    private static final Defect SOUND = new Defect() {};
    private static final Logger ROOMS = Logger.getLogger("dev.millrace");

    @BeforeAll
    static void quiet() {
        ROOMS.setLevel(Level.OFF); // every crash is an error to the log
    }

    @Test
    void noHistoryBreaksAPromise() {
        long entries = 0;
        for (long seed = ONLY > 0 ? ONLY : 1; seed <= (ONLY > 0 ? ONLY : SEEDS); seed++) {
            try {
                List<Entry> history = Simulation.run(seed, SOUND);
                assertEquals(List.of(), HistoryChecker.check(history));
                entries += history.size();
            } catch (RuntimeException | AssertionError e) {
                fail("seed %d; again: %s -Dseed=%d".formatted(seed, COMMAND, seed), e);
            }
        }
        if (ONLY == 0) assertTrue(entries > SEEDS * 500L, "too little happened: " + entries);
    }

    @Test
    void aSeedAlwaysGivesTheSameHistory() {
        for (long seed = 1; seed <= 5; seed++)
            assertEquals(Simulation.run(seed, SOUND), Simulation.run(seed, SOUND));
    }

    /// Else the promises would be kept by nobody asking for them.
    @Test
    void everythingHappensThatMayGoWrong() {
        var happened = EnumSet.noneOf(Happening.class);
        for (long seed = 1; seed <= 200; seed++) {
            if (happened.size() == Happening.values().length) return;
            var watched = new Watched(happened);
            watched.read(Simulation.run(seed, watched));
        }
        fail("only " + happened);
    }
}
