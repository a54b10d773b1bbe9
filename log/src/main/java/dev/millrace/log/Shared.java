package dev.millrace.log;

import java.util.concurrent.atomic.AtomicInteger;

/// Something that readers hold while they use it and that its owner gives up meanwhile: it is freed
/// when the last of them lets go.
abstract class Shared {
    private final AtomicInteger holders = new AtomicInteger(1);

    /// Takes hold, unless it is freed already.
    final boolean acquire() {
        while (true) {
            int count = holders.get();
            if (count == 0) return false;
            if (holders.compareAndSet(count, count + 1)) return true;
        }
    }

    /// Lets go; the owner does so once.
    final void release() {
        int left = holders.decrementAndGet();
        assert left >= 0;
        if (left == 0) freed();
    }

    /// Called once, by whoever let go last.
    abstract void freed();
}
