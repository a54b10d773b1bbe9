package dev.millrace.cli;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Requests of random records, from now on until a plan is fulfilled, and how long they took. Any
/// number of threads work on it.
///
/// At a rate, a request is timed from when it was due, so that a service that stalls is not spared
/// the requests that could not be sent meanwhile.
final class BenchLoad implements Tally {
    private static final long LONGEST_NS = 600_000_000_000L;

    private final Sender.Destination destination;
    private final BenchPlan plan;
    private final LongSupplier nanos;
    private final Sender.Pause pause;
    private final long startNs;
    private final AtomicLong handedOut = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Histogram latencyNs = new SynchronizedHistogram(LONGEST_NS, 3);
    private volatile String lastError = "";
    private volatile boolean ended;

    /// @param nanos a monotonic clock
    BenchLoad(
            Sender.Destination destination,
            BenchPlan plan,
            LongSupplier nanos,
            Sender.Pause pause) {
        this.destination = destination;
        this.plan = plan;
        this.nanos = nanos;
        this.pause = pause;
        startNs = nanos.getAsLong();
    }

    /// Sends one request after the other until the plan is fulfilled, or another worker failed.
    void work() throws InterruptedException {
        List<PutRecordsRequestEntry> entries = entries();
        try {
            while (!ended) {
                long due = due();
                if (Math.max(due, nanos.getAsLong()) >= endNs()) return;
                long late = nanos.getAsLong() - due;
                if (late < 0) pause.sleep(Duration.ofNanos(-late));
                count(attempt(entries), due);
            }
        } catch (RuntimeException e) {
            ended = true;
            throw e;
        }
    }

    private long due() {
        if (plan.requestsPerSecond() == 0) return nanos.getAsLong();
        return startNs + (long) (handedOut.getAndIncrement() * 1e9 / plan.requestsPerSecond());
    }

    private long measureNs() {
        return startNs + plan.warmUpNs();
    }

    private long endNs() {
        return measureNs() + plan.durationNs();
    }

    /// @return how many records were refused
    private int attempt(List<PutRecordsRequestEntry> entries) {
        List<PutRecordsResultEntry> results;
        try {
            results = destination.put(entries);
        } catch (KinesisException e) {
            if (!e.isThrottlingException()) throw e;
            lastError = e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
            return entries.size();
        }
        int failed = 0;
        for (PutRecordsResultEntry result : results)
            if (result.errorCode() != null) {
                failed++;
                lastError = result.errorCode() + ": " + result.errorMessage();
            }
        return failed;
    }

    private void count(int failed, long due) {
        long now = nanos.getAsLong();
        if (now < measureNs() || now > endNs()) return;
        taken.addAndGet(plan.batch() - failed);
        refused.addAndGet(failed);
        latencyNs.recordValue(Math.clamp(now - due, 0, LONGEST_NS));
    }

    /// Keys at random, so that they spread over all shards; data that cannot be compressed.
    private List<PutRecordsRequestEntry> entries() {
        var random = ThreadLocalRandom.current();
        var entries = new ArrayList<PutRecordsRequestEntry>(plan.batch());
        for (int i = 0; i < plan.batch(); i++) {
            byte[] data = new byte[plan.size()];
            random.nextBytes(data);
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey(Long.toHexString(random.nextLong()))
                            .data(SdkBytes.fromByteArrayUnsafe(data))
                            .build());
        }
        return entries;
    }

    /// Of each request answered in the measured time.
    Histogram latencyNs() {
        return latencyNs;
    }

    /// How much of the measured time has passed.
    long measuredNs() {
        return Math.clamp(nanos.getAsLong() - measureNs(), 0, plan.durationNs());
    }

    @Override
    public long records() {
        return taken.get();
    }

    @Override
    public long bytes() {
        return taken.get() * plan.size();
    }

    @Override
    public long failed() {
        return refused.get();
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public double fraction() {
        double all = plan.warmUpNs() + plan.durationNs();
        return Math.clamp((nanos.getAsLong() - startNs) / all, 0, 1);
    }
}
