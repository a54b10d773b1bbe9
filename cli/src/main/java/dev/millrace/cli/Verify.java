package dev.millrace.cli;

import dev.millrace.log.FolderDisk;
import dev.millrace.log.Verification;
import dev.millrace.stream.StorageException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// Checks a stopped data folder.
@Command(
        name = "verify",
        description = {
            "Reads everything in the data folder of a stopped server, or in a backup, checks it and"
                    + " says what is there.",
            "",
            "Changes nothing. Exits with 1 if anything is not as it was written.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Verify implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DATA", description = "The data folder.")
    Path data = Path.of("data");

    @Override
    public Integer call() throws Failure.Refusal {
        // Looked for here: a FolderDisk would make it.
        if (!Files.isDirectory(data)) throw new Failure.Refusal(data + " is no folder");
        Verification.Report report;
        try {
            report = Verification.of(new FolderDisk(data));
        } catch (StorageException | IOException e) {
            throw new Failure.Refusal(data + ": " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        out.flush();
        return report.problems().isEmpty() ? 0 : 1;
    }
}
