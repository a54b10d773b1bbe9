package dev.millrace.cli;

import dev.millrace.gateway.GatewayConfig;
import dev.millrace.http.Tls;
import dev.millrace.server.ConfigException;
import dev.millrace.server.ConfigReader;
import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;
import dev.millrace.server.StartException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// Runs a server until the process is told to end.
@Command(
        name = "serve",
        description = {
            "Runs the server until SIGTERM or Ctrl-C, then finishes what it has begun.",
            "",
            "Everything can be set in a file (--config), by variables (MILLRACE_LOG_JOURNAL_BYTES"
                + " is log.journal-bytes) and by --set; the later of these wins. docs/operations.md"
                + " lists all settings.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Serve implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "N",
            description =
                    "Port on the loopback addresses; 0 takes any that is free (default: 4567).")
    @Nullable String port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the data; made if absent (default: ./data).")
    @Nullable String data;

    @Option(names = "--config", paramLabel = "FILE", description = "A TOML file of settings.")
    @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "One setting, for example limits=off or transition-delay=500ms. May be"
                            + " repeated.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "Region of requests whose signature names none (default: us-east-1).")
    @Nullable String region;

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Account of all requests, twelve digits (default: 000000000000).")
    @Nullable String account;

    @Option(
            names = "--tls",
            description =
                    "Serve TLS too, with a certificate that the server makes itself and keeps in"
                            + " the data folder.")
    boolean tls;

    @Option(
            names = "--salvage",
            description =
                    "Open a damaged data folder by giving up what is damaged. Start without it"
                            + " first: the refusal says what would be lost.")
    boolean salvage;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How the log is written to standard error: text or json (default: text).")
    LogFormat logFormat = LogFormat.TEXT;

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        System.setProperty(LogSetup.FORMAT, logFormat.name());
        MillraceConfig read = configuration();
        System.Logger log = System.getLogger(Serve.class.getName());
        for (String sentence : FormerNames.among(System.getenv()))
            log.log(System.Logger.Level.WARNING, sentence);
        Millrace millrace;
        try {
            millrace = Millrace.start(read);
        } catch (StartException e) {
            throw new Failure.Refusal(String.valueOf(e.getMessage()));
        }
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    millrace.close();
                                    // The JVM would end with the signal's number, though what
                                    // was asked for has been done.
                                    Runtime.getRuntime().halt(0);
                                },
                                "shutdown"));
        announce(read, millrace.port());
        new CountDownLatch(1).await();
        return 0;
    }

    private MillraceConfig configuration() {
        ConfigReader<MillraceConfig> reader = MillraceConfig.reader();
        if (config != null) reader.file(config);
        reader.environment(System.getenv());
        flag(reader, "port", port);
        flag(reader, "data", data);
        flag(reader, "region", region);
        flag(reader, "account", account);
        if (tls) reader.set("http.tls", "self-made", "--tls");
        if (salvage) reader.set("log.salvage", "true", "--salvage");
        for (String setting : settings) reader.set(setting);
        try {
            return reader.read();
        } catch (ConfigException e) {
            throw new ParameterException(
                    spec.commandLine(), String.join("\n          ", e.problems()));
        }
    }

    private static void flag(
            ConfigReader<MillraceConfig> reader, String key, @Nullable String value) {
        if (value != null) reader.set(key, value, "--" + key + " " + value);
    }

    /// Says what is served and where, and what to paste into another terminal.
    private void announce(MillraceConfig read, int actualPort) {
        boolean https = read.http().tls() != Tls.OFF;
        var words =
                new StringBuilder(System.getProperty("millrace.command", "millrace"))
                        .append(" env");
        if (actualPort != Env.DEFAULT_PORT) words.append(" --port ").append(actualPort);
        if (!read.gateway().region().equals(GatewayConfig.DEFAULT.region()))
            words.append(" --region ").append(Env.quoted(read.gateway().region()));
        if (read.http().tls() == Tls.SELF_MADE) {
            words.append(" --tls");
            if (!read.data().equals(MillraceConfig.DEFAULT.data()))
                words.append(" --data ").append(Env.quoted(read.data().toString()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                """
                Millrace %s serves Kinesis on %s, data in %s
                In another terminal:  eval "$(%s)"
                """
                        .formatted(
                                Main.version(),
                                Env.endpoint(https, actualPort),
                                read.data().toAbsolutePath().normalize(),
                                words));
        out.flush();
    }
}
