package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class CallLoadTest {
    private static final long SECOND = 1_000_000_000L;
    private static final CallRate FIVE = new CallRate("Five", CallRate.Scope.ACCOUNT, 5);
    private static final CallRate OF_STREAM = new CallRate("Each", CallRate.Scope.STREAM, 2);

    private final CallLoad load = new CallLoad(100, 0);

    private static StreamName stream(String account, String region, String name) {
        return new StreamName(account, region, name);
    }

    private static StreamName stream(String name) {
        return stream("123456789012", "eu-central-1", name);
    }

    @Test
    void fiveCallsFitIntoASecondAndNotOneMore() {
        for (int i = 0; i < 5; i++) assertTrue(load.tryCall(FIVE, stream("s"), 0));
        assertFalse(load.tryCall(FIVE, stream("s"), SECOND / 5 - 1));
        assertTrue(load.tryCall(FIVE, stream("s"), SECOND / 5));
        assertFalse(load.tryCall(FIVE, stream("s"), SECOND / 5));
    }

    @Test
    void anAccountsStreamsShareWhatOtherAccountsAndRegionsHaveForThemselves() {
        for (int i = 0; i < 5; i++) assertTrue(load.tryCall(FIVE, stream("s" + i), 0));
        assertFalse(load.tryCall(FIVE, stream("t"), 0));
        assertTrue(load.tryCall(FIVE, stream("999999999999", "eu-central-1", "t"), 0));
        assertTrue(load.tryCall(FIVE, stream("123456789012", "us-east-1", "t"), 0));
        assertTrue(load.tryCall(new CallRate("Six", CallRate.Scope.ACCOUNT, 6), stream("t"), 0));
    }

    @Test
    void aRateOfAStreamIsEachStreamsOwn() {
        for (String name : new String[] {"s", "t", ""}) {
            assertTrue(load.tryCall(OF_STREAM, stream(name), 0));
            assertTrue(load.tryCall(OF_STREAM, stream(name), 0));
            assertFalse(load.tryCall(OF_STREAM, stream(name), 0));
        }
    }

    @Test
    void whatIsIdleIsForgotten() {
        for (int i = 0; i < 50; i++) load.tryCall(OF_STREAM, stream("s" + i), 0);
        load.tryCall(OF_STREAM, stream("busy"), 10 * SECOND - 1);
        assertEquals(51, load.size());
        load.tryCall(OF_STREAM, stream("busy"), 10 * SECOND);
        assertEquals(1, load.size());
        assertFalse(load.tryCall(OF_STREAM, stream("busy"), 10 * SECOND), "it was in use");
    }

    @Test
    void beyondWhatIsRememberedCallsAreNotCounted() {
        for (int i = 0; i < 100; i++) assertTrue(load.tryCall(OF_STREAM, stream("s" + i), 0));
        for (int i = 0; i < 5; i++) assertTrue(load.tryCall(OF_STREAM, stream("late"), 0));
        assertTrue(load.tryCall(OF_STREAM, stream("s7"), 0));
        assertFalse(load.tryCall(OF_STREAM, stream("s7"), 0), "those known are counted on");
        assertEquals(100, load.size());
        // A second later there is room again.
        assertTrue(load.tryCall(OF_STREAM, stream("late"), 2 * SECOND));
        assertTrue(load.tryCall(OF_STREAM, stream("late"), 2 * SECOND));
        assertFalse(load.tryCall(OF_STREAM, stream("late"), 2 * SECOND));
        assertEquals(1, load.size());
    }

    @Test
    void withoutALimitNothingIsRefusedNorRemembered() {
        CallRate off = FIVE.at(Limits.UNLIMITED);
        for (int i = 0; i < 1_000; i++) assertTrue(load.tryCall(off, stream("s" + i), 0));
        assertEquals(0, load.size());
    }

    @Test
    void aRateIsOneASecondAtLeast() {
        assertThrows(IllegalArgumentException.class, () -> FIVE.at(0));
    }

    @Test
    void severalThreadsTogetherGetNoMoreThanOne() throws InterruptedException {
        CallRate rate = FIVE.at(1_000);
        var granted = new AtomicInteger();
        var threads = new Thread[8];
        for (int t = 0; t < threads.length; t++)
            threads[t] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 1_000; i++)
                                            if (load.tryCall(rate, stream("s"), 0))
                                                granted.incrementAndGet();
                                    });
        for (Thread thread : threads) thread.join();
        assertEquals(1_000, granted.get());
    }
}
