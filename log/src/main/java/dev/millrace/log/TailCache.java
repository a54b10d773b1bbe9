package dev.millrace.log;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;

/// The newest commit groups, in memory. Bytes are known by their *address*: how many bytes of
/// groups were written since this engine was opened, padding and file headers not counted.
///
/// The committer adds; any thread reads.
final class TailCache {
    private final long budget;
    private final int slabBytes;
    private final ArrayBlockingQueue<byte[]> pool;
    private volatile Slab[] slabs = {}; // oldest first; never changed in place
    private long held; // bytes of all slabs; the committer's

    TailCache(long budget, int slabBytes) {
        this.budget = budget;
        this.slabBytes = slabBytes;
        // A checkpoint may hold as many as are here; they come back together.
        pool = new ArrayBlockingQueue<>(Math.toIntExact(budget / slabBytes));
    }

    /// Of all that is held; any thread.
    long bytes() {
        long sum = 0;
        for (Slab slab : slabs) sum += slab.bytes.length;
        return sum;
    }

    /// Where the group that starts at `address` goes: the newest slab if `bytes` more fit, else a
    /// new one, for which the oldest make room. The committer's.
    Slab room(long address, int bytes) {
        Slab[] before = slabs;
        if (before.length > 0) {
            Slab last = before[before.length - 1];
            if (last.position(address) + (long) bytes <= last.bytes.length) return last;
            last.end = address;
        }
        int size = Math.max(slabBytes, bytes);
        int drop = 0;
        while (drop < before.length && held + size > budget) held -= before[drop++].bytes.length;
        Slab[] after = Arrays.copyOfRange(before, drop, before.length + 1);
        Slab slab = new Slab(array(size), address, pool);
        after[after.length - 1] = slab;
        held += slab.bytes.length;
        slabs = after;
        for (int i = 0; i < drop; i++) before[i].release();
        return slab;
    }

    private byte[] array(int size) {
        byte[] pooled = size == slabBytes ? pool.poll() : null;
        return pooled != null && pooled.length == size ? pooled : new byte[size];
    }

    /// The slab that holds this address, to be released by the caller; null if it is evicted.
    @Nullable Slab acquire(long address) {
        while (true) {
            Slab[] now = slabs;
            int low = 0;
            int high = now.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (now[middle].start <= address) low = middle + 1;
                else high = middle - 1;
            }
            if (high < 0) return null;
            if (now[high].acquire()) return now[high];
            // Evicted meanwhile: look again.
        }
    }

    /// Lowest address in memory; `Long.MAX_VALUE` if there is none.
    long start() {
        Slab[] now = slabs;
        return now.length == 0 ? Long.MAX_VALUE : now[0].start;
    }
}
