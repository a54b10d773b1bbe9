package dev.millrace.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.List;
import java.util.Locale;

/// The stages of a request, measured by JMH in JVMs of their own.
final class StageRows {
    private static final int ITERATIONS = 3;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private StageRows() {}

    static List<Row> rows() {
        return List.of(
                stage("decode PutRecords JSON", Stages.class, "decodePutRecordsJson"),
                stage("decode PutRecords CBOR", Stages.class, "decodePutRecordsCbor"),
                stage("Base64 alone, as in JSON", Stages.class, "base64"),
                stage("MD5 of the key, its shard of 100", Stages.class, "hashAndRoute"),
                stage("log: number, frame, check, write", LogStage.class, "append"),
                stage("CRC-32C alone, as in the log", Stages.class, "checksum"),
                stage("print a sequence number", Stages.class, "sequenceNumbers"),
                stage("encode the answer, JSON", Stages.class, "encodePutRecordsJson"),
                stage("encode the answer, CBOR", Stages.class, "encodePutRecordsCbor"),
                stage("encode GetRecords JSON", Stages.class, "encodeGetRecordsJson"),
                stage("encode GetRecords CBOR", Stages.class, "encodeGetRecordsCbor"));
    }

    private static Row stage(String name, Class<?> stages, String method) {
        return new Row(
                Group.STAGES,
                MillraceServer.NAME,
                name,
                (options, row, report) -> {
                    var jmh =
                            new OptionsBuilder()
                                    .include(stages.getName() + "\\." + method + "$")
                                    .addProfiler(GCProfiler.class)
                                    .warmupIterations(ITERATIONS)
                                    .warmupTime(part(options.warmSeconds()))
                                    .measurementIterations(ITERATIONS)
                                    .measurementTime(part(options.seconds()))
                                    .verbosity(VerboseMode.SILENT)
                                    .jvmArgsAppend(
                                            "-Xms1g",
                                            "-Xmx1g",
                                            "-XX:+UseSerialGC",
                                            "-XX:+UseCompactObjectHeaders",
                                            "--sun-misc-unsafe-memory-access=allow")
                                    .shouldFailOnError(true)
                                    .build();
                    for (RunResult run : new Runner(jmh).run()) report.add(result(row, run));
                });
    }

    private static TimeValue part(double seconds) {
        return TimeValue.milliseconds((long) Math.max(100, seconds * 1000 / ITERATIONS));
    }

    private static Result result(Result row, RunResult run) {
        String bytes = run.getParams().getParam("bytes");
        var allocated = run.getSecondaryResults().get(ALLOCATED);
        double spread = run.getPrimaryResult().getScoreError();
        return row.named("%s, %s B".formatted(row.row(), bytes))
                .with(Figure.NANOSECONDS, run.getPrimaryResult().getScore())
                .with(Figure.ALLOCATED, allocated == null ? Double.NaN : allocated.getScore())
                .remark(
                        Double.isFinite(spread)
                                ? String.format(Locale.ROOT, "± %.1f ns", spread)
                                : "");
    }
}
