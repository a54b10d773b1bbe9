package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class ShardLoadTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MIB = 1 << 20;

    private final ShardLoad load = new ShardLoad();

    @Test
    void aThousandRecordsFitIntoASecondAndNotOneMore() {
        for (int i = 0; i < 1_000; i++) assertTrue(load.tryWrite(Limits.AWS, 0, 0));
        assertFalse(load.tryWrite(Limits.AWS, 0, 0));
        assertTrue(load.tryWrite(Limits.AWS, 0, SECOND / 1_000));
    }

    @Test
    void aMebibyteFitsIntoASecondAndNotOneByteMore() {
        assertTrue(load.tryWrite(Limits.AWS, MIB - 1, 0));
        assertTrue(load.tryWrite(Limits.AWS, 1, 0));
        assertFalse(load.tryWrite(Limits.AWS, 1, 0));
        assertTrue(load.tryWrite(Limits.AWS, 0, 0));
    }

    @Test
    void aRecordRefusedForItsBytesDoesNotCountAsARecord() {
        assertTrue(load.tryWrite(Limits.AWS, MIB, 0));
        for (int i = 0; i < 999; i++) {
            assertFalse(load.tryWrite(Limits.AWS, 1, 0));
            assertTrue(load.tryWrite(Limits.AWS, 0, 0));
        }
        assertFalse(load.tryWrite(Limits.AWS, 0, 0));
    }

    @Test
    void largeRecordsDrawOnABurstOfTenMebibytes() {
        for (int i = 0; i < 5; i++) assertTrue(load.tryWrite(Limits.AWS, 2 * MIB, 0));
        assertFalse(load.tryWrite(Limits.AWS, MIB + 1, 0));
        assertTrue(load.tryWrite(Limits.AWS, MIB, 0), "ordinary records have their own");
        assertTrue(load.tryWrite(Limits.AWS, 2 * MIB, 2 * SECOND));
        assertFalse(load.tryWrite(Limits.AWS, 2 * MIB, 2 * SECOND));
    }

    @Test
    void aRecordLargerThanTheBurstGoesOnceThereIsNoDebt() {
        var small = new Limits(1_000, 10, 5, 10, 5, 1, 1, 1, 1, 1, 1);
        assertTrue(load.tryWrite(small, 1_000, 0));
        assertFalse(load.tryWrite(small, 11, 90 * SECOND));
        assertTrue(load.tryWrite(small, 1_000, 100 * SECOND));
    }

    @Test
    void fiveReadsFitIntoASecondAndNotOneMore() {
        for (int i = 0; i < 5; i++) assertTrue(load.tryRead(Limits.AWS, 0));
        assertFalse(load.tryRead(Limits.AWS, SECOND / 5 - 1));
        assertTrue(load.tryRead(Limits.AWS, SECOND / 5));
    }

    @Test
    void readsShutOnceTwoMebibytesAreGivenOut() {
        assertTrue(load.tryRead(Limits.AWS, 0));
        load.chargeRead(Limits.AWS, 2 * MIB - 1, 0);
        assertTrue(load.tryRead(Limits.AWS, 0), "a byte is left");
        load.chargeRead(Limits.AWS, 1, 0);
        assertFalse(load.tryRead(Limits.AWS, 0));
    }

    @Test
    void anAnswerOfTenMebibytesShutsTheShardForFiveSeconds() {
        assertTrue(load.tryRead(Limits.AWS, 0));
        load.chargeRead(Limits.AWS, 10 * MIB, 0);
        assertFalse(load.tryRead(Limits.AWS, 5 * SECOND));
        assertTrue(load.tryRead(Limits.AWS, 5 * SECOND + 1_000));
    }

    @Test
    void iteratorsAreFiveASecond() {
        for (int i = 0; i < 5; i++) assertTrue(load.tryIterator(Limits.AWS, 0));
        assertFalse(load.tryIterator(Limits.AWS, 0));
        assertTrue(load.tryIterator(Limits.AWS, SECOND / 5));
    }

    @Test
    void withoutLimitsNothingIsRefused() {
        for (int i = 0; i < 100_000; i++) {
            assertTrue(load.tryWrite(Limits.OFF, 10 * MIB, 0));
            assertTrue(load.tryRead(Limits.OFF, 0));
            load.chargeRead(Limits.OFF, 10 * MIB, 0);
            assertTrue(load.tryIterator(Limits.OFF, 0));
        }
    }

    @Test
    void severalThreadsTogetherGetNoMoreThanOne() throws InterruptedException {
        var granted = new AtomicInteger();
        var threads = new Thread[8];
        for (int t = 0; t < threads.length; t++)
            threads[t] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 1_000; i++)
                                            if (load.tryWrite(Limits.AWS, 1, 0))
                                                granted.incrementAndGet();
                                    });
        for (Thread thread : threads) thread.join();
        assertEquals(1_000, granted.get());
    }
}
