package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import java.util.Random;
import java.util.TreeMap;

/// Indexes against plain maps.
class RecordIndexTest {
    /// Records in a chunk.
    private static final int CHUNK = 128;

    @Property(tries = 300)
    void theIndexHoldsWhatIsNeitherCheckpointedNorForgotten(
            @ForAll long seed, @ForAll @LongRange(min = 1, max = 1_000) long first) {
        var random = new Random(seed);
        var index = new RecordIndex(first);
        var addresses = new TreeMap<Long, Long>();
        long next = first;
        long address = 0;
        for (int step = 0; step < 60; step++) {
            for (int i = random.nextInt(CHUNK); i > 0; i--) {
                index.append(address);
                addresses.put(next++, address);
                address += 1 + random.nextInt(100);
            }
            if (random.nextInt(3) == 0) {
                long checkpointed = first + random.nextLong(next - first + 1);
                long cached = random.nextLong(address + 1);
                index.trim(checkpointed, cached);
                RecordIndex.View view = index.view();
                // What is in no segment stays, and what is in the cache.
                assertTrue(view.base() <= checkpointed || view.base() <= next);
                for (var entry : addresses.tailMap(view.base()).headMap(next).entrySet())
                    assertEquals(entry.getValue(), view.address(entry.getKey()));
                for (var entry : addresses.headMap(view.base()).entrySet())
                    assertTrue(entry.getKey() < checkpointed && entry.getValue() < cached);
                addresses.headMap(view.base()).clear();
            }
            RecordIndex.View view = index.view();
            assertEquals(addresses.isEmpty(), index.isEmpty());
            for (var entry : addresses.entrySet())
                assertEquals(entry.getValue(), view.address(entry.getKey()));
        }
    }

    @Property(tries = 300)
    void aByteOfAGroupIsFoundInTheFile(@ForAll long seed) {
        var random = new Random(seed);
        long first = random.nextLong(1L << 40);
        var file = new JournalFile("j", 1, new ByteFile(new byte[0]), 1 << 30, first, freed -> {});
        long address = first;
        long position = JournalHeader.LENGTH;
        var positions = new TreeMap<Long, Long>();
        for (int i = 0; i < 1 + random.nextInt(60); i++) {
            int length = 1 + random.nextInt(3 * GroupHeader.ALIGNMENT);
            file.add(address, position, length);
            positions.put(address, position);
            address += length;
            position = GroupHeader.align(position + length);
        }
        for (int i = 0; i < 100; i++) {
            long wanted = first + random.nextLong(address - first);
            var group = positions.floorEntry(wanted);
            assertTrue(file.holds(wanted));
            assertEquals(group.getValue() + wanted - group.getKey(), file.position(wanted));
            assertEquals(group.getKey(), file.start(file.groupOf(wanted)));
        }
        assertTrue(!file.holds(address) && !file.holds(first - 1));
    }
}
