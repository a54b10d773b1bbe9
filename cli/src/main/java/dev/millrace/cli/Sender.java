package dev.millrace.cli;

import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Gathers records into requests of PutRecords, and sends those that were refused again until they
/// are taken or nothing moves any more. Not for several threads.
final class Sender implements Tally {
    /// Most records a request may have.
    static final int REQUEST_RECORDS = 500;

    /// Most bytes of data and keys put into a request; services of before 2025 take 5 MB.
    static final int REQUEST_BYTES = 4 << 20;

    /// How often a request may be refused altogether before its records count as failed.
    static final int FRUITLESS_ATTEMPTS = 10;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /// One request of PutRecords.
    interface Destination {
        /// One result an entry, in their order.
        List<PutRecordsResultEntry> put(List<PutRecordsRequestEntry> entries);
    }

    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final Destination destination;
    private final Pause pause;
    private final RandomGenerator random;

    private final List<PutRecordsRequestEntry> batch = new ArrayList<>();
    private int batchBytes;
    private final AtomicLong settled = new AtomicLong();
    private long sent;
    private long sentBytes;
    private long failed;
    private long retried;
    private String lastError = "";

    Sender(Destination destination, Pause pause, RandomGenerator random) {
        this.destination = destination;
        this.pause = pause;
        this.random = random;
    }

    /// Adds a record, and sends those before it if the request would grow too large.
    void add(PutRecordsRequestEntry entry) throws InterruptedException {
        int bytes = bytes(entry);
        if (batch.size() == REQUEST_RECORDS || batchBytes + bytes > REQUEST_BYTES) flush();
        batch.add(entry);
        batchBytes += bytes;
    }

    /// Sends what was added, and returns when each record was taken or given up.
    void flush() throws InterruptedException {
        List<PutRecordsRequestEntry> all = List.copyOf(batch);
        batch.clear();
        batchBytes = 0;
        send(all);
        settled.addAndGet(all.size());
    }

    private void send(List<PutRecordsRequestEntry> all) throws InterruptedException {
        List<PutRecordsRequestEntry> left = all;
        int fruitless = 0;
        while (!left.isEmpty()) {
            List<PutRecordsRequestEntry> refused = attempt(left);
            if (refused.isEmpty()) return;
            fruitless = refused.size() == left.size() ? fruitless + 1 : 0;
            if (fruitless == FRUITLESS_ATTEMPTS) {
                failed += refused.size();
                return;
            }
            retried += refused.size();
            long pauseMs = Math.min(FIRST_PAUSE_MS << fruitless, LONGEST_PAUSE_MS);
            pause.sleep(Duration.ofMillis(pauseMs / 2 + random.nextLong(pauseMs / 2)));
            left = refused;
        }
    }

    private List<PutRecordsRequestEntry> attempt(List<PutRecordsRequestEntry> entries) {
        List<PutRecordsResultEntry> results;
        try {
            results = destination.put(entries);
        } catch (KinesisException e) {
            if (!e.isThrottlingException()) throw e;
            lastError = e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
            return entries;
        }
        var refused = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < entries.size(); i++) {
            if (results.get(i).errorCode() == null) {
                sent++;
                sentBytes += entries.get(i).data().asByteArrayUnsafe().length;
            } else {
                refused.add(entries.get(i));
                lastError = results.get(i).errorCode() + ": " + results.get(i).errorMessage();
            }
        }
        return refused;
    }

    private static int bytes(PutRecordsRequestEntry entry) {
        return entry.data().asByteArrayUnsafe().length + 3 * entry.partitionKey().length();
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    /// How many records, counted from the first added, have all been taken or given up. Any thread.
    long settled() {
        return settled.get();
    }

    @Override
    public long records() {
        return sent;
    }

    @Override
    public long bytes() {
        return sentBytes;
    }

    @Override
    public long failed() {
        return failed;
    }

    @Override
    public long retried() {
        return retried;
    }

    @Override
    public String lastError() {
        return lastError;
    }
}
