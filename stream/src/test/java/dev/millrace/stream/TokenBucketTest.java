package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aFullBucketGivesItsCapacityAndNotOneMore() {
        var bucket = new TokenBucket(1_000, 1_000, 0);
        for (int i = 0; i < 1_000; i++) assertTrue(bucket.tryTake(1, 0));
        assertFalse(bucket.tryTake(1, 0));
        assertFalse(bucket.tryTake(1, SECOND / 1_000 - 1));
        assertTrue(bucket.tryTake(1, SECOND / 1_000));
        assertFalse(bucket.tryTake(1, SECOND / 1_000));
    }

    @Test
    void aBucketIsFullOnceAllThatWasTakenHasComeBack() {
        var bucket = new TokenBucket(10, 5, 0);
        assertTrue(bucket.isFull(0));
        bucket.take(5, 0);
        assertFalse(bucket.isFull(SECOND - 1));
        assertTrue(bucket.isFull(SECOND));
    }

    @Test
    void debtIsPaidBeforeAnythingElse() {
        var bucket = new TokenBucket(2, 2, 0);
        bucket.take(12, 0);
        assertFalse(bucket.has(1, 5 * SECOND));
        assertTrue(bucket.has(2, 6 * SECOND));
    }

    @Test
    void theWaitForTokensIsExact() {
        var bucket = new TokenBucket(3, 3, 0);
        assertEquals(0, bucket.waitNs(3, 0));
        bucket.take(13, 0);
        long waitNs = bucket.waitNs(2, 0);
        assertEquals(4 * SECOND, waitNs);
        assertFalse(bucket.has(2, waitNs - 1));
        assertTrue(bucket.has(2, waitNs));
        bucket.take(2, waitNs);
        assertEquals(SECOND / 3 + 1, bucket.waitNs(1, waitNs));
    }

    @Test
    void aLongPauseFillsAndNeverOverflows() {
        var bucket = new TokenBucket(4_000_000_000L, 4_000_000_000L, 0);
        bucket.take(8_000_000_000L - 1, 0);
        assertTrue(bucket.tryTake(4_000_000_000L, Long.MAX_VALUE / 2));
        assertFalse(bucket.tryTake(1, Long.MAX_VALUE / 2));
    }

    @Test
    void timeThatStepsBackGivesNothing() {
        var bucket = new TokenBucket(1, 1, 10 * SECOND);
        assertTrue(bucket.tryTake(1, 10 * SECOND));
        assertFalse(bucket.tryTake(1, 0));
        assertFalse(bucket.tryTake(1, 11 * SECOND - 1));
        assertTrue(bucket.tryTake(1, 11 * SECOND));
    }

    @Property(tries = 300)
    void givesCapacityPlusRateNoMoreAndNoLess(
            @ForAll @IntRange(min = 1, max = 100) int capacity,
            @ForAll @IntRange(min = 1, max = 100) int rate,
            @ForAll @LongRange(min = 1, max = SECOND) long stepNs) {
        var bucket = new TokenBucket(capacity, rate, 0);
        long given = 0;
        long now = 0;
        for (int i = 0; i < 200; i++, now += stepNs) while (bucket.tryTake(1, now)) given++;
        long last = now - stepNs;
        assertTrue(given <= capacity + (double) rate * last / SECOND + 1e-6);
        // What is left over, less than one, and a step must fit, or the bucket spills.
        boolean overflows = (double) rate * stepNs / SECOND > capacity - 1;
        if (!overflows) assertTrue(given >= capacity + (double) rate * last / SECOND - 2);
    }
}
