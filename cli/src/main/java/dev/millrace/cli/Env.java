package dev.millrace.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;

/// Prints what a shell has to know so that AWS tools speak to a Millrace. Needs no running server.
@Command(
        name = "env",
        description = {
            "Prints the environment that points AWS tools and SDKs at a local Millrace.",
            "",
            "  eval \"$(./millrace env)\"",
            "",
            "Sets the endpoint, a region and keys, and removes what would override them: a profile,"
                    + " a session token, an endpoint of Kinesis alone.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Env implements Runnable {
    static final int DEFAULT_PORT = 4567;

    private static final int MOST_PORT = 65_535;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The server's port (default: ${DEFAULT-VALUE}).")
    int port = DEFAULT_PORT;

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description =
                    "The region to work in; every region is a name space of its own (default:"
                            + " ${DEFAULT-VALUE}).")
    String region = "us-east-1";

    @Option(
            names = "--tls",
            description =
                    "The server was started with --tls: use https, and trust the certificate in its"
                            + " data folder.")
    boolean tls;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "With --tls: the server's data folder (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Override
    public void run() {
        if (port < 1 || port > MOST_PORT)
            throw new ParameterException(
                    spec.commandLine(), "--port %d: expected 1 to %d".formatted(port, MOST_PORT));
        var out = spec.commandLine().getOut();
        out.println("export AWS_ENDPOINT_URL=" + endpoint(tls, port));
        out.println("export AWS_REGION=" + quoted(region));
        out.println("export AWS_DEFAULT_REGION=" + quoted(region));
        // Millrace asks for a well-formed signature, by whichever key.
        out.println("export AWS_ACCESS_KEY_ID=millrace");
        out.println("export AWS_SECRET_ACCESS_KEY=millrace");
        if (tls)
            out.println(
                    "export AWS_CA_BUNDLE="
                            + quoted(data.toAbsolutePath().normalize() + "/tls/ca.pem"));
        out.println(
                "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_KINESIS"
                        + " AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        out.flush();
    }

    static String endpoint(boolean tls, int port) {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /// A word for a POSIX shell.
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
