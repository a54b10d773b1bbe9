package dev.millrace.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What is measured of any server that speaks Kinesis's API, at full load.
final class KinesisCalls {
    static final String STREAM = "benchmark";
    static final int CONNECTIONS = 16;

    /// At most so much is put before it is read, so that what is read is partly in Millrace's cache
    /// and partly on its disk; and for so long, as other servers are slower.
    private static final int READ_BYTES = 64 << 20;

    private static final long FILL_NS = 15_000_000_000L;

    private KinesisCalls() {}

    static Row.Measurement putRecords(
            Row.Start start, Request format, int bytes, int shards, int connections) {
        return (options, row, report) -> {
            try (ServerProcess server = start.of(options);
                    var stream = BenchmarkStream.create(server.port(), STREAM, shards)) {
                List<byte[]> requests = new Bodies().putRecords(format, stream.name(), bytes);
                Load.Calls calls = PutCall.of(server.port(), requests, Bodies.BATCH);
                report.add(full(options, server, connections, calls, row));
            }
        };
    }

    static Row.Measurement putRecord(Row.Start start, int bytes, int connections) {
        return (options, row, report) -> {
            try (ServerProcess server = start.of(options);
                    var stream = BenchmarkStream.create(server.port(), STREAM, 4)) {
                List<byte[]> requests = new Bodies().putRecord(stream.name(), bytes);
                Load.Calls calls = PutCall.of(server.port(), requests, 1);
                report.add(full(options, server, connections, calls, row));
            }
        };
    }

    /// Fills four shards, then lets four connections read one each from its start, again and again.
    static Row.Measurement getRecords(Row.Start start, Request format, int bytes) {
        return (options, row, report) -> {
            int shards = 4;
            try (ServerProcess server = start.of(options);
                    var stream = BenchmarkStream.create(server.port(), STREAM, shards)) {
                long records = fill(stream, bytes);
                int most = bytes <= 100 ? 10_000 : 2_000;
                // Keys spread the records a little unevenly.
                int perCall = (int) Math.min(most, records / shards * 9 / 10);
                var iterators = new ArrayList<String>();
                for (int i = 0; i < shards; i++) iterators.add(stream.iterator(i, "TRIM_HORIZON"));
                Load.Calls calls =
                        connection ->
                                new ReadCall(
                                        new Connection(server.port()),
                                        format,
                                        iterators.get(connection),
                                        perCall,
                                        bytes);
                report.add(full(options, server, shards, calls, row));
            }
        };
    }

    private static long fill(BenchmarkStream stream, int bytes) throws IOException {
        List<byte[]> requests = new Bodies().putRecords(Request.JSON, stream.name(), bytes);
        long endNs = System.nanoTime() + FILL_NS;
        int rounds = READ_BYTES / (Bodies.BATCH * bytes);
        int done = 0;
        while (done < rounds && System.nanoTime() < endNs)
            stream.put(requests.get(done++ % requests.size()));
        return (long) done * Bodies.BATCH;
    }

    /// As many requests as the connections carry.
    static Result full(
            Options options, ServerProcess server, int connections, Load.Calls calls, Result row)
            throws IOException, InterruptedException {
        Window window = Window.from(options.warmSeconds(), options.seconds());
        Load load = Load.begin(window, Pace.free(), connections, calls);
        double cpu = window.cpuSeconds(server);
        return row.load(load.join(), window.seconds(), cpu).server(server);
    }
}
