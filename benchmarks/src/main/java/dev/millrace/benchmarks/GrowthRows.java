package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The same requests while something grows: the shards, the connections, the data retained.
final class GrowthRows {
    /// Well below what any number of shards can carry, so that the wait for a commit is seen and
    /// not that for others.
    private static final double STEADY_REQUESTS = 200;

    private GrowthRows() {}

    static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (int shards : new int[] {1, 10, 100, 1_000, 10_000})
            rows.add(
                    row(
                            Group.SHARDS,
                            "PutRecords JSON 500 x 100 B, %,d shards".formatted(shards),
                            shards,
                            KinesisCalls.putRecords(
                                    MillraceServer::start,
                                    Request.JSON,
                                    100,
                                    shards,
                                    KinesisCalls.CONNECTIONS)));
        for (int shards : new int[] {1, 10, 100, 1_000, 10_000})
            rows.add(
                    row(
                            Group.SHARDS,
                            "the same at %,.0f records/s, %,d shards"
                                    .formatted(STEADY_REQUESTS * Bodies.BATCH, shards),
                            shards,
                            (options, row, report) -> steady(options, shards, row, report)));
        for (int connections : new int[] {1, 10, 100, 1_000})
            rows.add(
                    row(
                            Group.CONNECTIONS,
                            "PutRecords JSON 500 x 100 B, %,d connections".formatted(connections),
                            connections,
                            KinesisCalls.putRecords(
                                    MillraceServer::start, Request.JSON, 100, 4, connections)));
        for (int connections : new int[] {1, 10, 100, 1_000})
            rows.add(
                    row(
                            Group.CONNECTIONS,
                            "PutRecord JSON 1024 B, %,d connections".formatted(connections),
                            connections,
                            KinesisCalls.putRecord(MillraceServer::start, 1024, connections)));
        return rows;
    }

    /// The amounts of data are the caller's to choose.
    static List<Row> retained(Options options) {
        var rows = new ArrayList<Row>();
        for (long bytes : options.retainedBytes()) {
            double gib = bytes / (double) (1 << 30);
            rows.add(
                    row(
                            Group.RETAINED,
                            "PutRecords JSON 500 x 100 B, %s GiB retained".formatted(number(gib)),
                            gib,
                            (given, row, report) -> retained(given, bytes, row, report)));
        }
        return rows;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static Row row(Group group, String name, double x, Row.Measurement measurement) {
        return new Row(
                group,
                MillraceServer.NAME,
                name,
                (options, row, report) -> measurement.run(options, row.with(Figure.X, x), report));
    }

    private static void steady(Options options, int shards, Result row, Row.Report report)
            throws Exception {
        try (ServerProcess server = MillraceServer.start(options);
                var stream = BenchmarkStream.create(server.port(), KinesisCalls.STREAM, shards)) {
            List<byte[]> requests = new Bodies().putRecords(Request.JSON, stream.name(), 100);
            Window window = Window.from(options.warmSeconds(), options.seconds());
            Load load =
                    Load.begin(
                            window,
                            Pace.of(STEADY_REQUESTS),
                            KinesisCalls.CONNECTIONS,
                            PutCall.of(server.port(), requests, Bodies.BATCH));
            double cpu = window.cpuSeconds(server);
            report.add(row.load(load.join(), window.seconds(), cpu).server(server));
        }
    }

    /// Fills, measures, then kills the server while it is written to and starts it again.
    private static void retained(Options options, long bytes, Result row, Row.Report report)
            throws Exception {
        try (ServerProcess server = MillraceServer.start(options);
                var old = BenchmarkStream.create(server.port(), "retained", 4);
                var stream = BenchmarkStream.create(server.port(), KinesisCalls.STREAM, 4)) {
            BacklogRow.fill(server, old, bytes);
            List<byte[]> requests = new Bodies().putRecords(Request.JSON, stream.name(), 100);
            Load.Calls calls = PutCall.of(server.port(), requests, Bodies.BATCH);
            Result result =
                    KinesisCalls.full(options, server, KinesisCalls.CONNECTIONS, calls, row);
            server.killAndRestart();
            report.add(
                    result.with(Figure.START, server.startSeconds())
                            .remark("start: from kill -9 under that load to the first answer"));
        }
    }
}
