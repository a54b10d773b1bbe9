package dev.millrace.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class EventMemoryTest {
    private static final int EVENT_BYTES = 1 << 20;

    private final EventMemory memory = new EventMemory(EVENT_BYTES, 8L << 20);

    @Test
    void whatWasAllowedIsThereThoughOthersTookTheirsInTheMeantime() {
        List<Memory.Share> granted = new ArrayList<>();
        memory.await(EVENT_BYTES, granted::add); // all there is for large ones
        int allowed = memory.allowance();
        for (int i = 0; i < 20; i++) granted.add(memory.take(memory.allowance()));
        assertTrue(memory.allowance() < allowed);
        granted.add(memory.take(allowed));
        granted.forEach(Memory.Share::release);
        assertEquals(0, memory.used());
        assertEquals(allowed, memory.allowance());
    }

    @Test
    void oneLargerThanAllowedWaitsForTheLargeOneBeforeIt() {
        List<Memory.Share> granted = new ArrayList<>();
        memory.await(EVENT_BYTES, granted::add);
        memory.await(EVENT_BYTES, granted::add);
        assertEquals(1, granted.size());
        granted.getFirst().release();
        assertEquals(2, granted.size());
        granted.getLast().release();
        assertEquals(0, memory.used());
    }
}
