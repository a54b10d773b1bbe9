package dev.millrace.cli;

import dev.millrace.gateway.GatewayConfig;
import dev.millrace.http.Tls;
import dev.millrace.server.ConfigException;
import dev.millrace.server.ConfigReader;
import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;
import dev.millrace.server.StartException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// How a server is to run, and running it. Needs nothing of picocli to run, see [#plain].
final class ServeOptions {
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

    /// Reads plain options as picocli would, which alone takes a third of a start: it makes its
    /// model of annotations anew each time.
    ///
    /// @param words behind `serve`
    /// @return null if there is anything that picocli had better look at, help or an error
    static @Nullable ServeOptions plain(List<String> words) {
        var options = new ServeOptions();
        Set<String> seen = new HashSet<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            if (!seen.add(option) && !option.equals("--set")) return null;
            switch (option) {
                case "--tls" -> options.tls = true;
                case "--salvage" -> options.salvage = true;
                default -> {
                    if (!rest.hasNext() || !options.take(option, rest.next())) return null;
                }
            }
        }
        return options;
    }

    private boolean take(String option, String value) {
        if (value.isEmpty() || value.startsWith("-") || value.startsWith("@")) return false;
        switch (option) {
            case "--port" -> port = value;
            case "--data" -> data = value;
            case "--config" -> config = Path.of(value);
            case "--set" -> settings.add(value);
            case "--region" -> region = value;
            case "--account" -> account = value;
            case "--log-format" -> {
                if (!value.equals("json")) return false;
                logFormat = LogFormat.JSON;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Serves until the process is told to end.
    ///
    /// @throws ConfigException if the settings make no sense; nothing was begun
    void serve() throws ConfigException, Failure.Refusal, InterruptedException {
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
    }

    MillraceConfig configuration() throws ConfigException {
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
        return reader.read();
    }

    private static void flag(
            ConfigReader<MillraceConfig> reader, String key, @Nullable String value) {
        if (value != null) reader.set(key, value, "--" + key + " " + value);
    }

    /// Says what is served and where, and what to paste into another terminal.
    private static void announce(MillraceConfig read, int actualPort) {
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
        System.out.print(
                """
                Millrace %s serves Kinesis on %s, data in %s
                In another terminal:  eval "$(%s)"
                """
                        .formatted(
                                Main.version(),
                                Env.endpoint(https, actualPort),
                                read.data().toAbsolutePath().normalize(),
                                words));
        System.out.flush();
    }
}
