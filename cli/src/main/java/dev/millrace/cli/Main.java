package dev.millrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The command `millrace`.
@Command(
        name = "millrace",
        description = {
            "The Kinesis you run yourself.",
            "",
            "Run `millrace serve`, then paste the line it prints into another terminal:",
            "AWS tools and SDKs there speak to it.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Options:%n",
        footer = {"", "`millrace COMMAND --help` says more about one."},
        subcommands = {
            Serve.class,
            Env.class,
            Cert.class,
            Put.class,
            Tail.class,
            Bench.class,
            Export.class,
            Import.class,
            Backup.class,
            Restore.class,
            Verify.class,
            Status.class,
        })
public final class Main implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    private Main() {}

    /// Runs one command.
    ///
    /// @return the process's exit code
    static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /// Says on standard error why a command could not be done.
    ///
    /// @return the process's exit code
    static int tell(Failure.Refusal refusal) {
        return Failure.tell(refusal, commandLine());
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(90)
                .setParameterExceptionHandler(new Misuse())
                .setExecutionExceptionHandler(new Failure());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"millrace " + version(), "Java " + Runtime.version()};
        }
    }

    /// The version in the jar's manifest of Maven, `development` when run from classes.
    static String version() {
        try (InputStream in =
                Main.class.getResourceAsStream("/META-INF/maven/dev.millrace/cli/pom.properties")) {
            if (in == null) return "development";
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
