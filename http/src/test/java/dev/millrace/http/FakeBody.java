package dev.millrace.http;

import dev.millrace.gateway.Pieces;
import dev.millrace.model.Blob;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A body whose pieces a test gives one by one.
final class FakeBody implements Pieces {
    private final BlockingQueue<Sink> asked = new LinkedBlockingQueue<>();
    final AtomicInteger askedCount = new AtomicInteger();
    final AtomicInteger goneCount = new AtomicInteger();
    final CountDownLatch finished = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public void next(Sink sink) {
        askedCount.incrementAndGet();
        asked.add(sink);
    }

    @Override
    public void finish() {
        finished.countDown();
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }

    /// Gives a piece once the client has room for it.
    void give(String piece, boolean last) throws InterruptedException {
        Sink sink = asked.poll(20, TimeUnit.SECONDS);
        if (sink == null) throw new AssertionError("no piece was asked for");
        sink.give(
                Blob.of(piece.getBytes(StandardCharsets.ISO_8859_1)),
                last,
                goneCount::incrementAndGet);
    }

    boolean isAsked() {
        return !asked.isEmpty();
    }

    void awaitFinish() throws InterruptedException {
        if (!finished.await(20, TimeUnit.SECONDS)) throw new AssertionError("not finished");
    }

    void awaitCancel() throws InterruptedException {
        if (!cancelled.await(20, TimeUnit.SECONDS)) throw new AssertionError("not cancelled");
    }
}
