package dev.millrace.junit;

import dev.millrace.stream.Clock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A server's time. It runs like the machine's, ahead of it by what a test has added: past a
/// stream's retention, an iterator's five minutes, a subscription's five minutes. Any thread.
public final class MillraceClock {
    private final AtomicLong aheadMs = new AtomicLong();
    private volatile Follower follower = () -> {};

    /// What has to catch up with the time.
    interface Follower {
        void catchUp() throws InterruptedException;
    }

    MillraceClock() {}

    void followedBy(Follower server) {
        follower = server;
    }

    /// Lets time pass at once. When this returns, what has become due has happened: streams have
    /// become active, expired shards are forgotten.
    ///
    /// @param by not negative; milliseconds are the smallest part that counts
    public void advance(Duration by) throws InterruptedException {
        if (by.isNegative()) throw new IllegalArgumentException("time does not go back: " + by);
        aheadMs.addAndGet(by.toMillis());
        follower.catchUp();
    }

    /// The server's present.
    public Instant now() {
        return Instant.ofEpochMilli(clock().wallMs());
    }

    Clock clock() {
        return new Clock() {
            @Override
            public long wallMs() {
                return System.currentTimeMillis() + aheadMs.get();
            }

            @Override
            public long nanos() {
                return System.nanoTime() + aheadMs.get() * 1_000_000;
            }
        };
    }
}
