package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// Sends one kind of request over many connections, each waiting for its answer before the next.
final class Load {
    /// What one connection does again and again.
    interface Call {
        /// Sends one request and reads its answer.
        ///
        /// @return records that the answer accounts for
        int once(Connection connection) throws IOException;
    }

    /// Gives each connection its own call.
    interface Calls {
        Call of(int connection);
    }

    /// What came of it.
    ///
    /// @param records in the measured time
    /// @param seconds of measured time
    /// @param cpuSeconds the server's, in the measured time
    /// @param latencyNs of each request
    record Result(long records, double seconds, double cpuSeconds, Histogram latencyNs) {
        double recordsPerSecond() {
            return records / seconds;
        }

        double cpuSecondsPerMillion() {
            return cpuSeconds / records * 1e6;
        }
    }

    private Load() {}

    static Result run(
            ServerProcess server, int connections, double warmSeconds, double seconds, Calls calls)
            throws IOException, InterruptedException {
        var records = new LongAdder();
        var failure = new AtomicReference<Throwable>();
        var histograms = new ArrayList<Histogram>();
        var threads = new ArrayList<Thread>();
        long startNs = System.nanoTime();
        long measureNs = startNs + (long) (warmSeconds * 1e9);
        long endNs = measureNs + (long) (seconds * 1e9);
        for (int i = 0; i < connections; i++) {
            var histogram = new Histogram(60_000_000_000L, 3);
            histograms.add(histogram);
            Call call = calls.of(i);
            threads.add(
                    Thread.ofPlatform()
                            .name("connection-" + i)
                            .start(
                                    () -> {
                                        try (var connection = new Connection(server.port())) {
                                            long now = System.nanoTime();
                                            while (now < endNs) {
                                                int done = call.once(connection);
                                                long then = now;
                                                now = System.nanoTime();
                                                if (then < measureNs || now > endNs) continue;
                                                records.add(done);
                                                histogram.recordValue(now - then);
                                            }
                                        } catch (IOException | RuntimeException e) {
                                            failure.compareAndSet(null, e);
                                        }
                                    }));
        }
        sleepUntil(measureNs);
        double cpuBefore = server.cpuSeconds();
        sleepUntil(endNs);
        double cpu = server.cpuSeconds() - cpuBefore;
        for (Thread thread : threads) thread.join();
        if (failure.get() != null) throw new IOException("a connection failed", failure.get());
        var all = new Histogram(60_000_000_000L, 3);
        histograms.forEach(all::add);
        return new Result(records.sum(), seconds, cpu, all);
    }

    private static void sleepUntil(long ns) throws InterruptedException {
        long left = ns - System.nanoTime();
        if (left > 0) Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }

    /// Gives each connection its share of prepared requests, sent in turn.
    static Calls inTurn(List<byte[]> requests, int recordsEach, String mustNotAnswer) {
        return connection ->
                new Call() {
                    private int next = connection * 7;

                    @Override
                    public int once(Connection to) throws IOException {
                        byte[] request = requests.get(next++ % requests.size());
                        int status = to.send(request);
                        if (status != 200
                                || (!mustNotAnswer.isEmpty() && next % 64 == 0 && failed(to)))
                            throw new IOException(status + " " + new String(to.body(), UTF_8));
                        return recordsEach;
                    }

                    private boolean failed(Connection to) {
                        return new String(to.body(), UTF_8).contains(mustNotAnswer);
                    }
                };
    }
}
