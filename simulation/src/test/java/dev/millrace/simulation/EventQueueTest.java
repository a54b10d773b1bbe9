package dev.millrace.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

class EventQueueTest {
    private final ManualClock clock = new ManualClock(0);
    private final List<String> happened = new ArrayList<>();
    private final EventQueue queue = queue(1);

    private EventQueue queue(long seed) {
        return new EventQueue(clock, new SplittableRandom(seed), () -> {});
    }

    private Runnable saying(String what) {
        return () -> happened.add(what + "@" + clock.wallMs());
    }

    private void run() {
        while (queue.step()) {}
    }

    @Test
    void timeGoesFromOneEventToTheNext() {
        queue.after(30, saying("third"));
        queue.meanwhile(10, saying("first"));
        queue.after(20, saying("second"));
        run();
        assertEquals(List.of("first@10", "second@20", "third@30"), happened);
        assertEquals(30, queue.nowMs());
        assertFalse(queue.step());
    }

    @Test
    void whileWorkTakesTimeOnlyThatHappensWhichMay() {
        queue.after(
                0,
                () -> {
                    saying("begins").run();
                    queue.pass(20);
                    saying("ends").run();
                });
        queue.after(5, saying("waits"));
        queue.meanwhile(10, saying("between"));
        queue.meanwhile(25, saying("later"));
        run();
        assertEquals(
                List.of("begins@0", "between@10", "ends@20", "waits@20", "later@25"), happened);
    }

    @Test
    void whatFallsIntoOneMillisecondComesInAnyOrder() {
        var orders = new HashSet<List<String>>();
        for (long seed = 0; seed < 100; seed++) {
            var order = new ArrayList<String>();
            EventQueue chance = queue(seed);
            for (String name : List.of("a", "b", "c")) chance.after(0, () -> order.add(name));
            while (chance.step()) {}
            orders.add(order);
        }
        assertEquals(6, orders.size());
    }

    /// Work that takes time catches what goes wrong with itself; this is not its own.
    @Test
    void whatGoesWrongMeanwhileIsNotTakenForTheFaultOfTheWorkUnderWay() {
        queue.meanwhile(
                1,
                () -> {
                    throw new AssertionError("meanwhile");
                });
        queue.after(0, () -> queue.pass(5));
        var stopped = assertThrows(IllegalStateException.class, queue::step);
        assertTrue(stopped.getCause() instanceof AssertionError);
    }
}
