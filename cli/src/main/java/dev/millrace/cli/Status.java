package dev.millrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Says how a running server is doing.
@Command(
        name = "status",
        description = {
            "Says how a running server is doing: its streams and what goes through them, who is"
                    + " furthest behind, and for how long the disk lasts.",
            "",
            "Rates are of the seconds that the command watches.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Status implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double MILLIS = 1_000;
    private static final int MOST_SECONDS = 3_600;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The server's port (default: ${DEFAULT-VALUE}).")
    int port = Env.DEFAULT_PORT;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            description = "How long to watch for rates (default: ${DEFAULT-VALUE}).")
    double watchSeconds = 2;

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        if (watchSeconds <= 0 || watchSeconds > MOST_SECONDS)
            throw new ParameterException(
                    spec.commandLine(), "--watch: expected more than 0, at most " + MOST_SECONDS);
        StatusReport report;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            long beganNs = System.nanoTime();
            Exposition before = look(client);
            Thread.sleep((long) (watchSeconds * MILLIS));
            Exposition now = look(client);
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            report = StatusReport.of(before, now, seconds);
        }
        var out = spec.commandLine().getOut();
        out.println(json ? report.json() : report.text());
        out.flush();
        return 0;
    }

    private Exposition look(HttpClient client) throws Failure.Refusal, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200)
                throw new Failure.Refusal(uri + " answered " + response.statusCode());
            return Exposition.parse(response.body());
        } catch (IOException e) {
            throw new Failure.Refusal("no server answers at " + uri + ": " + e);
        }
    }
}
