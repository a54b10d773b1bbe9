package dev.millrace.cli;

import dev.millrace.stream.HashKey;
import dev.millrace.stream.HashKeyRange;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Sends records by PutRecord so that every shard gets its own in the order in which they are
/// added: one request under way a shard, for all shards at once. PutRecords would not do: of the
/// records of one request some may be refused, and come after others when they are sent again.
///
/// A virtual thread a shard; added to by one thread.
final class OrderedSender implements Tally, AutoCloseable {
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /// Bytes of records added and not yet taken; in units, of which a record takes at least one.
    private static final int UNIT = 1 << 10;

    private static final int MOST_UNITS = 32 << 10;

    /// Requests under way at the same time.
    private static final int REQUESTS = 64;

    interface Destination {
        /// Puts one record.
        ///
        /// @param after the number of the record before it in its shard; null if there is none
        /// @return its sequence number
        String put(StreamRecord record, @Nullable String after);
    }

    private record Numbered(long number, StreamRecord record) {}

    /// Wakes a lane up to see that nothing is to be sent any more.
    private static final Numbered END =
            new Numbered(
                    Long.MAX_VALUE,
                    new StreamRecord("", "", null, "", null, SdkBytes.fromByteArray(new byte[0])));

    private final Destination destination;
    private final Sender.Pause pause;
    private final RandomGenerator random;
    private final TreeMap<HashKey, Lane> lanes = new TreeMap<>(); // by their lowest hash key
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore units = new Semaphore(MOST_UNITS);
    private final Semaphore requests = new Semaphore(REQUESTS);
    private final ConcurrentSkipListSet<Long> waiting = new ConcurrentSkipListSet<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicLong added = new AtomicLong();
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    /// @param shards the hash keys of the open shards, which together are all there are
    OrderedSender(
            Destination destination,
            Sender.Pause pause,
            RandomGenerator random,
            List<HashKeyRange> shards) {
        this.destination = destination;
        this.pause = pause;
        this.random = random;
        for (HashKeyRange shard : shards) lanes.put(shard.first(), new Lane());
        if (!lanes.containsKey(HashKey.MIN)) throw new IllegalArgumentException("shards missing");
    }

    /// Takes a record on its way, and waits while too many are.
    ///
    /// @throws RuntimeException the SDK's, if an earlier record could not be sent
    void add(StreamRecord record) throws InterruptedException {
        while (!units.tryAcquire(units(record), 100, TimeUnit.MILLISECONDS)) rethrow();
        rethrow();
        long number = added.get();
        waiting.add(number);
        lanes.floorEntry(record.hashKey()).getValue().add(new Numbered(number, record));
        added.set(number + 1);
    }

    /// Returns when everything added has been taken.
    ///
    /// @throws RuntimeException the SDK's, if a record could not be sent
    void flush() throws InterruptedException {
        while (!units.tryAcquire(MOST_UNITS, 100, TimeUnit.MILLISECONDS)) rethrow();
        units.release(MOST_UNITS);
        rethrow();
    }

    private void rethrow() {
        RuntimeException failed = failure;
        if (failed != null) throw failed;
    }

    private static int units(StreamRecord record) {
        return Math.min(MOST_UNITS, 1 + record.bytes() / UNIT);
    }

    /// The records of one shard.
    private final class Lane {
        private final BlockingQueue<Numbered> queue = new LinkedBlockingQueue<>();
        private boolean running; // of the thread that adds

        void add(Numbered record) {
            queue.add(record);
            if (running) return;
            running = true;
            threads.execute(this::run);
        }

        private void run() {
            String after = null;
            try {
                while (true) {
                    Numbered next = queue.take();
                    if (stopped) return;
                    after = put(next.record, after);
                    waiting.remove(next.number);
                    sent.incrementAndGet();
                    sentBytes.addAndGet(next.record.bytes());
                    units.release(units(next.record));
                }
            } catch (InterruptedException | CancellationException closed) {
                // Nothing is to be sent any more.
            } catch (RuntimeException e) {
                fail(e);
            } catch (Error e) {
                fail(new IllegalStateException(e));
                throw e;
            }
        }
    }

    /// Until it is taken, however often a shard refuses it for being at its limit.
    private String put(StreamRecord record, @Nullable String after) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            requests.acquire();
            try {
                return destination.put(record, after);
            } catch (KinesisException e) {
                if (!e.isThrottlingException()) throw e;
            } finally {
                requests.release();
            }
            if (stopped) throw new CancellationException();
            retried.incrementAndGet();
            long pauseMs = Math.min(FIRST_PAUSE_MS << Math.min(attempt, 10), LONGEST_PAUSE_MS);
            pause.sleep(Duration.ofMillis(pauseMs / 2 + random.nextLong(pauseMs / 2)));
        }
    }

    private synchronized void fail(RuntimeException e) {
        if (failure == null) failure = e;
        stopped = true;
    }

    /// How many records, counted from the first added, have all been taken. Never steps back; any
    /// thread.
    long settled() {
        // In this order: what is added in between is not counted.
        long all = added.get();
        Long first = waiting.ceiling(0L);
        return first == null ? all : Math.min(all, first);
    }

    @Override
    public long records() {
        return sent.get();
    }

    @Override
    public long bytes() {
        return sentBytes.get();
    }

    @Override
    public long retried() {
        return retried.get();
    }

    /// Begins no more requests; returns when those under way have ended.
    @Override
    public void close() {
        stopped = true;
        for (Lane lane : lanes.values()) lane.queue.add(END);
        threads.close();
    }
}
