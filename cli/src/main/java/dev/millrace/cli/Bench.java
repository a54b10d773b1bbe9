package dev.millrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Puts load on a service and says how long it took to answer.
@Command(
        name = "bench",
        description = {
            "Sends random records to a stream by PutRecords, and says how long the answers took.",
            "",
            "Without STREAM it creates one, and deletes it at the end. With --rate, requests are"
                    + " due at fixed moments, and one that comes late counts from when it was due."
                    + " What the service refuses is not sent again.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Bench implements Callable<Integer> {
    private static final int PROGRESS_MS = 100;

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "STREAM",
            arity = "0..1",
            defaultValue = "",
            description = "The stream's name (default: one of its own).")
    String stream = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Records a second (default: as many as the connections carry).")
    double rate;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "Bytes of data in a record (default: ${DEFAULT-VALUE}).")
    int size = 1_024;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Records in a request, 1 to 500 (default: ${DEFAULT-VALUE}).")
    int batch = 100;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Requests under way at once (default: ${DEFAULT-VALUE}).")
    int connections = 8;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "How long it is measured (default: ${DEFAULT-VALUE}).")
    double duration = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long it runs before that (default: ${DEFAULT-VALUE}).")
    double warmUp = 2;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Shards of a stream of its own (default: ${DEFAULT-VALUE}).")
    int shards = 4;

    @Mixin ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        check("--rate", rate, 0, Double.MAX_VALUE);
        check("--size", size, 1, 10 << 20);
        check("--batch", batch, 1, Sender.REQUEST_RECORDS);
        check("--connections", connections, 1, 10_000);
        check("--duration", duration, 0.1, 1e6);
        check("--warm-up", warmUp, 0, 1e6);
        check("--shards", shards, 1, 1_000_000);
        // Else the JDK keeps five, and opens a connection for every other request.
        System.setProperty("http.maxConnections", Integer.toString(connections));
        try (KinesisClient client = service.openWithoutRetries()) {
            if (!stream.isEmpty()) return measure(client, stream);
            try (var own = OwnStream.create(client, name(), shards)) {
                return measure(client, own.name());
            }
        } catch (SdkException e) {
            throw service.explained(e);
        }
    }

    private void check(String option, double value, double least, double most) {
        if (value < least || value > most)
            throw new ParameterException(
                    spec.commandLine(), option + " " + number(value) + " is out of bounds");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String name() {
        return "millrace-bench-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    private int measure(KinesisClient client, String name)
            throws Failure.Refusal, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        var plan = new BenchPlan(size, batch, rate / batch, seconds(warmUp), seconds(duration));
        var load =
                new BenchLoad(
                        entries ->
                                client.putRecords(
                                                request ->
                                                        request.streamName(name).records(entries))
                                        .records(),
                        plan,
                        System::nanoTime,
                        Thread::sleep);
        var progress = new Progress(err, Boolean.getBoolean("millrace.terminal"), load::measuredNs);
        try {
            run(load, progress);
        } catch (SdkException e) {
            progress.abandon();
            throw service.explained(e);
        }
        progress.finish(load);
        PrintWriter out = spec.commandLine().getOut();
        LatencyDrawing.lines(load.latencyNs()).forEach(out::println);
        out.flush();
        return load.records() > 0 && load.failed() == 0 ? 0 : 1;
    }

    private static long seconds(double value) {
        return Duration.ofMillis((long) (value * 1_000)).toNanos();
    }

    private void run(BenchLoad load, Progress progress) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < connections; i++)
                workers.add(
                        threads.submit(
                                () -> {
                                    load.work();
                                    return null;
                                }));
            threads.shutdown();
            while (!threads.awaitTermination(PROGRESS_MS, TimeUnit.MILLISECONDS))
                progress.update(load);
            for (Future<?> worker : workers) worker.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException refused) throw refused;
            throw new IllegalStateException(e.getCause());
        }
    }
}
