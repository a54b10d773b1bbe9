package dev.millrace.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Many minutes at full load: does memory stay what it is?
///
/// Two streams take turns, and the one that had its turn is deleted with all its records, so that
/// the disk needs not hold everything that was ever written.
final class SoakRow {
    private static final int SAMPLES = 20;

    /// Memory that grows by more, from the second quarter to the last, is not flat.
    private static final double FLAT = 0.05;

    private static final int TURN_SAMPLES = 2;

    private SoakRow() {}

    static List<Row> rows() {
        return List.of(
                new Row(
                        Group.SOAK,
                        MillraceServer.NAME,
                        "PutRecords JSON 500 x 100 B, in all",
                        SoakRow::run));
    }

    private static void run(Options options, Result row, Row.Report report) throws Exception {
        double sampleSeconds = options.minutes() * 60 / SAMPLES;
        try (ServerProcess server = MillraceServer.start(options);
                var one = BenchmarkStream.create(server.port(), "soak-1", 4);
                var other = BenchmarkStream.create(server.port(), "soak-2", 4)) {
            var streams = List.of(one, other);
            var calls = new ArrayList<Load.Calls>();
            for (BenchmarkStream stream : streams)
                calls.add(
                        PutCall.of(
                                server.port(),
                                new Bodies().putRecords(Request.JSON, stream.name(), 100),
                                Bodies.BATCH));
            LatencyRows.fullRate(options, server, calls.getFirst()); // warm
            var samples = new double[SAMPLES];
            long records = 0;
            double cpu = 0;
            var all = Load.histogram();
            for (int i = 0; i < SAMPLES; i++) {
                int turn = i / TURN_SAMPLES % 2;
                if (i > 0 && i % TURN_SAMPLES == 0) streams.get(1 - turn).empty(4);
                Window window = Window.from(0, sampleSeconds);
                Load load =
                        Load.begin(window, Pace.free(), KinesisCalls.CONNECTIONS, calls.get(turn));
                double used = window.cpuSeconds(server);
                Load.Outcome outcome = load.join();
                records += outcome.records();
                cpu += used;
                all.add(outcome.latencyNs());
                double minutes = (i + 1) * sampleSeconds / 60;
                Result sample = sample(row, i, minutes, server);
                samples[i] = sample.figure(Figure.RESIDENT);
                report.add(sample.load(outcome, window.seconds(), used));
            }
            report.add(
                    row.load(new Load.Outcome(records, all), options.minutes() * 60, cpu)
                            .server(server)
                            .remark(verdict(samples, options.minutes())));
        }
    }

    private static Result sample(Result row, int i, double minutes, ServerProcess server)
            throws IOException {
        return row.named("%d %% of the time".formatted((i + 1) * 100 / SAMPLES))
                .server(server)
                .with(Figure.X, minutes);
    }

    /// Whether resident memory grew, leaving out the first quarter.
    ///
    /// @param samples in the order of time, MiB
    static String verdict(double[] samples, double minutes) {
        int quarter = samples.length / 4;
        double before = median(Arrays.copyOfRange(samples, quarter, 2 * quarter));
        double after =
                median(Arrays.copyOfRange(samples, samples.length - quarter, samples.length));
        return String.format(
                Locale.ROOT,
                "%s: RSS %.0f MiB in the second quarter of %.0f minutes, %.0f MiB in the last",
                after <= before * (1 + FLAT) ? "flat" : "not flat",
                before,
                minutes,
                after);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
