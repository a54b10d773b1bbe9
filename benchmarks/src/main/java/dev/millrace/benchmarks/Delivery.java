package dev.millrace.benchmarks;

import dev.millrace.model.kinesis.GetRecordsInput;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long a record takes from being sent to being in a consumer's hands: one producer at a steady
/// rate, one shard, one consumer. Runs from its making to the end of its window.
final class Delivery implements AutoCloseable {
    static final double PER_SECOND = 100;

    /// The name of the stream of one shard that is used.
    static final String STREAM = "stamped";

    private static final String CONSUMER = "follower";

    /// How long a record may be on its way behind the window's end.
    private static final long GRACE_NS = 2_000_000_000;

    /// How a consumer comes by its records.
    enum Way {
        /// GetRecords again as soon as it is answered.
        POLL(0),
        /// As often as the service's limit of five reads a second and shard allows.
        POLL_AT_THE_LIMIT(200),
        /// An event for each change, over HTTP/2.
        SUBSCRIBE(0);

        private final long pauseMs;

        Way(long pauseMs) {
            this.pauseMs = pauseMs;
        }
    }

    private final Window window;
    private final Stamps stamps;
    private final ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<Histogram> read;
    private final Load puts;

    /// @param stream of one shard, for nothing else
    Delivery(ServerProcess server, BenchmarkStream stream, Window window, Way way)
            throws IOException, InterruptedException {
        this.window = window;
        stamps = new Stamps(window);
        if (way == Way.SUBSCRIBE) {
            String consumer = stream.consumer(CONSUMER);
            var subscription = Subscription.to(server.port(), consumer, 0);
            read = reader.submit(() -> follow(subscription));
        } else {
            String iterator = stream.iterator(0, "LATEST");
            read = reader.submit(() -> poll(server.port(), iterator, way.pauseMs));
        }
        puts =
                Load.begin(
                        window, Pace.of(PER_SECOND), 1, stamps.puts(server.port(), stream.name()));
    }

    /// Waits for the end.
    Histogram join() throws IOException, InterruptedException {
        puts.join();
        long sent = stamps.sent();
        Histogram seen;
        try {
            seen = read.get();
        } catch (ExecutionException e) {
            throw new IOException("the consumer failed", e.getCause());
        }
        if (seen.getTotalCount() < sent)
            throw new IOException(sent + " records sent, " + seen.getTotalCount() + " read");
        return seen;
    }

    private Histogram poll(int port, String first, long pauseMs)
            throws IOException, InterruptedException {
        String iterator = first;
        try (var connection = new Connection(port)) {
            while (System.nanoTime() < window.endNs() + GRACE_NS) {
                connection.require(
                        Request.JSON.of(
                                "GetRecords",
                                GetRecordsInput.builder().shardIterator(iterator).build()));
                String answer = connection.text();
                stamps.read(answer);
                iterator = JsonText.value(answer, "NextShardIterator");
                if (pauseMs > 0) Thread.sleep(pauseMs);
            }
        }
        return stamps.histogram();
    }

    private Histogram follow(Subscription subscription) throws IOException {
        Thread.startVirtualThread(
                () -> {
                    try (subscription) {
                        Window.sleepUntil(window.endNs() + GRACE_NS);
                    } catch (InterruptedException | IOException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        subscription.read(stamps::read);
        return stamps.histogram();
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
