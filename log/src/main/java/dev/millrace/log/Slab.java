package dev.millrace.log;

import java.util.Queue;

/// A piece of the tail cache: whole commit groups, one behind the other without padding, as they
/// were written to the journal. Filled by the committer.
final class Slab extends Shared {
    final byte[] bytes;

    /// Address of the first byte.
    final long start;

    /// Address behind the last byte; open-ended while the committer still fills this slab. Made
    /// visible by the durable mark of the first record behind it.
    long end = Long.MAX_VALUE;

    private final Queue<byte[]> pool;

    Slab(byte[] bytes, long start, Queue<byte[]> pool) {
        this.bytes = bytes;
        this.start = start;
        this.pool = pool;
    }

    int position(long address) {
        return (int) (address - start);
    }

    @Override
    void freed() {
        var _ = pool.offer(bytes); // a full pool leaves it to the garbage collector
    }
}
