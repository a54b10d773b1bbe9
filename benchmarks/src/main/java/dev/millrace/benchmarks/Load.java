package dev.millrace.benchmarks;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// One kind of request sent over many connections, a thread each, from now to a window's end.
final class Load {
    private static final long LONGEST_NS = 120_000_000_000L;

    /// What one connection does again and again.
    interface Call extends AutoCloseable {
        /// Sends one request and reads its answer.
        ///
        /// @return records that the answer accounts for
        int once() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// Gives each connection its own call.
    interface Calls {
        Call open(int connection) throws IOException;
    }

    /// What came of it.
    ///
    /// @param records answered in the measured time
    /// @param latencyNs of each request answered in it
    record Outcome(long records, Histogram latencyNs) {}

    private final Window window;
    private final Pace pace;
    private final LongAdder records = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Histogram> histograms = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Load(Window window, Pace pace) {
        this.window = window;
        this.pace = pace;
    }

    static Load begin(Window window, Pace pace, int connections, Calls calls) {
        var load = new Load(window, pace);
        for (int i = 0; i < connections; i++) {
            int connection = i;
            Histogram histogram = histogram();
            load.histograms.add(histogram);
            load.threads.add(
                    Thread.ofPlatform()
                            .name("connection-" + i)
                            .start(() -> load.run(calls, connection, histogram)));
        }
        return load;
    }

    static Histogram histogram() {
        return new Histogram(LONGEST_NS, 3);
    }

    private void run(Calls calls, int connection, Histogram histogram) {
        try (Call call = calls.open(connection)) {
            while (true) {
                long due = pace.next();
                if (Math.max(due, System.nanoTime()) >= window.endNs()) return;
                int done = call.once();
                long now = System.nanoTime();
                if (now < window.measureNs() || now > window.endNs()) continue;
                records.add(done);
                histogram.recordValue(Math.clamp(now - due, 0, LONGEST_NS));
            }
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /// Waits for the end.
    Outcome join() throws IOException, InterruptedException {
        for (Thread thread : threads) thread.join();
        if (failure.get() != null) throw new IOException("a connection failed", failure.get());
        Histogram all = histogram();
        histograms.forEach(all::add);
        return new Outcome(records.sum(), all);
    }
}
