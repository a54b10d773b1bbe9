package dev.millrace.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long a request takes at half of what the server can carry, and how long a record is on its
/// way to a consumer.
final class LatencyRows {
    /// Enough that a request seldom waits for a connection.
    private static final int CONNECTIONS = 32;

    /// How long the server's full rate is looked for.
    private static final double FULL_SECONDS = 4;

    private LatencyRows() {}

    static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (Request format : Request.values())
            for (int bytes : new int[] {100, 1024})
                rows.add(
                        row(
                                "PutRecords %s 500 x %d B at half load".formatted(format, bytes),
                                (options, row, report) ->
                                        putRecords(options, format, bytes, row, report)));
        rows.add(row("PutRecord JSON 1024 B at half load", LatencyRows::putRecord));
        for (boolean loaded : new boolean[] {false, true})
            for (Delivery.Way way : Delivery.Way.values())
                rows.add(
                        row(
                                name(way) + (loaded ? ", beside half load" : ""),
                                (options, row, report) ->
                                        deliver(options, way, loaded, row, report)));
        return rows;
    }

    private static Row row(String name, Row.Measurement measurement) {
        return new Row(Group.LATENCY, MillraceServer.NAME, name, measurement);
    }

    private static String name(Delivery.Way way) {
        return switch (way) {
            case POLL -> "put to GetRecords, polling without pause";
            case POLL_AT_THE_LIMIT -> "put to GetRecords, polling every 200 ms";
            case SUBSCRIBE -> "put to SubscribeToShard event";
        };
    }

    private static void putRecords(
            Options options, Request format, int bytes, Result row, Row.Report report)
            throws Exception {
        try (ServerProcess server = MillraceServer.start(options);
                var stream = BenchmarkStream.create(server.port(), KinesisCalls.STREAM, 4)) {
            List<byte[]> requests = new Bodies().putRecords(format, stream.name(), bytes);
            report.add(
                    half(options, server, PutCall.of(server.port(), requests, Bodies.BATCH), row));
        }
    }

    private static void putRecord(Options options, Result row, Row.Report report) throws Exception {
        try (ServerProcess server = MillraceServer.start(options);
                var stream = BenchmarkStream.create(server.port(), KinesisCalls.STREAM, 4)) {
            List<byte[]> requests = new Bodies().putRecord(stream.name(), 1024);
            report.add(half(options, server, PutCall.of(server.port(), requests, 1), row));
        }
    }

    private static Result half(Options options, ServerProcess server, Load.Calls calls, Result row)
            throws IOException, InterruptedException {
        double perSecond = fullRate(options, server, calls) / 2;
        Window window = Window.from(Math.min(2, options.warmSeconds()), options.seconds());
        Load load = Load.begin(window, Pace.of(perSecond), CONNECTIONS, calls);
        double cpu = window.cpuSeconds(server);
        return row.load(load.join(), window.seconds(), cpu)
                .server(server)
                .remark(requests(perSecond));
    }

    static String requests(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f requests/s, each timed from when due", perSecond);
    }

    /// Requests a second with as many as the connections carry.
    static double fullRate(Options options, ServerProcess server, Load.Calls calls)
            throws IOException, InterruptedException {
        Window window = Window.from(options.warmSeconds(), FULL_SECONDS);
        Load load = Load.begin(window, Pace.free(), KinesisCalls.CONNECTIONS, calls);
        return load.join().latencyNs().getTotalCount() / window.seconds();
    }

    private static void deliver(
            Options options, Delivery.Way way, boolean loaded, Result row, Row.Report report)
            throws Exception {
        try (ServerProcess server = MillraceServer.start(options);
                var stream = BenchmarkStream.create(server.port(), KinesisCalls.STREAM, 4)) {
            List<byte[]> requests = new Bodies().putRecords(Request.JSON, stream.name(), 100);
            Load.Calls calls = PutCall.of(server.port(), requests, Bodies.BATCH);
            double perSecond = loaded ? fullRate(options, server, calls) / 2 : 0;
            Window window = Window.from(options.warmSeconds(), options.seconds());
            try (var stamped = BenchmarkStream.create(server.port(), Delivery.STREAM, 1);
                    var delivery = new Delivery(server, stamped, window, way)) {
                if (loaded) Load.begin(window, Pace.of(perSecond), CONNECTIONS, calls).join();
                report.add(
                        row.latency(delivery.join())
                                .with(Figure.RECORDS_PER_SECOND, Delivery.PER_SECOND)
                                .server(server)
                                .remark(
                                        loaded
                                                ? "beside PutRecords 500 x 100 B, "
                                                        + requests(perSecond)
                                                : ""));
            }
        }
    }
}
