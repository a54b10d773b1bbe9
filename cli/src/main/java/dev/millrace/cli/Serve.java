package dev.millrace.cli;

import dev.millrace.server.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

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

    @Mixin ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        try {
            options.serve();
            return 0;
        } catch (ConfigException e) {
            throw new ParameterException(
                    spec.commandLine(), String.join("\n          ", e.problems()));
        }
    }
}
