package dev.millrace.testkit;

import dev.millrace.stream.Clock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Time that stands still until a test moves it. Any thread.
public final class ManualClock implements Clock {
    private final AtomicLong wallMs;
    private final AtomicLong nanos = new AtomicLong();

    public ManualClock(long wallMs) {
        this.wallMs = new AtomicLong(wallMs);
    }

    /// Lets both clocks run on.
    public void advance(Duration by) {
        wallMs.addAndGet(by.toMillis());
        nanos.addAndGet(by.toNanos());
    }

    /// Sets the wall clock, as an administrator or a time server does.
    public void jump(Duration by) {
        wallMs.addAndGet(by.toMillis());
    }

    @Override
    public long wallMs() {
        return wallMs.get();
    }

    @Override
    public long nanos() {
        return nanos.get();
    }
}
