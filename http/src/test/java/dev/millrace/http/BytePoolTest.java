package dev.millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

class BytePoolTest {
    private final BytePool pool = new BytePool(100);
    private final List<String> granted = new ArrayList<>();

    private BytePool.Share take(long bytes, String name) {
        BytePool.Share share = pool.take(bytes, Runnable::run, () -> granted.add(name));
        if (share == null) throw new AssertionError("refused: " + name);
        return share;
    }

    @Test
    void whatFitsIsHeldAtOnce() {
        assertTrue(take(60, "a").isHeld());
        assertTrue(take(40, "b").isHeld());
        assertEquals(100, pool.used());
        assertEquals(List.of(), granted);
    }

    @Test
    void theSmallDoNotOvertakeTheLarge() {
        BytePool.Share first = take(60, "a");
        take(50, "large");
        BytePool.Share small = take(1, "small");
        assertTrue(pool.isContended());
        assertFalse(small.isHeld());
        first.release();
        assertEquals(List.of("large", "small"), granted);
        assertEquals(51, pool.used());
    }

    @Test
    void whoLeavesTheQueueLetsTheOthersPass() {
        take(60, "a");
        BytePool.Share large = take(50, "large");
        take(10, "small");
        large.release();
        assertEquals(List.of("small"), granted);
        assertEquals(70, pool.used());
    }

    @Test
    void moreThanThePoolGoesToOneWhoIsAlone() {
        BytePool.Share first = take(1, "a");
        BytePool.Share huge = take(1_000, "huge");
        assertFalse(huge.isHeld());
        first.release();
        assertTrue(huge.isHeld());
        huge.release();
        assertEquals(0, pool.used());
    }

    @Test
    void chargesCountBeyondTheLimit() {
        pool.charge(150);
        BytePool.Share waiting = take(1, "a");
        assertFalse(waiting.isHeld());
        pool.refund(150);
        assertTrue(waiting.isHeld());
    }

    @Test
    void aQueueTooLongRefuses() {
        take(100, "all");
        int waiting = 0;
        while (pool.take(1, Runnable::run, () -> {}) != null) waiting++;
        assertEquals(1_024, waiting);
    }

    @Test
    void aShareOfWhomNobodyIsLeftToTellGoesToTheNext() {
        BytePool.Share first = take(100, "a");
        BytePool.Share gone =
                pool.take(
                        80,
                        _ -> {
                            throw new RejectedExecutionException();
                        },
                        () -> {});
        take(80, "next");
        first.release();
        assertEquals(List.of("next"), granted);
        if (gone != null) gone.release();
        assertEquals(80, pool.used());
    }
}
