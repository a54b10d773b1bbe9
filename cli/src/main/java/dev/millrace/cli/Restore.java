package dev.millrace.cli;

import dev.millrace.log.BackupFolder;
import dev.millrace.log.FolderDisk;
import dev.millrace.stream.StorageException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// Makes a data folder of a backup.
@Command(
        name = "restore",
        description = {
            "Makes a data folder of a backup, checking every record on the way.",
            "",
            "Every record has its sequence number, so that what consumers remember still holds."
                    + " The backup is left as it is.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Restore implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SOURCE", description = "The backup's folder.")
    Path backup = Path.of("backup");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder to make, empty or absent (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Override
    public Integer call() throws Failure.Refusal {
        // Looked for here: a FolderDisk would make it.
        if (!Files.isDirectory(backup)) throw new Failure.Refusal(backup + " is no folder");
        Backup.apart(backup, data);
        var out = spec.commandLine();
        var progress =
                new Progress(
                        out.getErr(), Boolean.getBoolean("millrace.terminal"), System::nanoTime);
        var tally = new CopyTally(progress);
        BackupFolder.Contents contents;
        try {
            contents = BackupFolder.restore(new FolderDisk(backup), new FolderDisk(data), tally);
        } catch (StorageException e) {
            progress.abandon();
            throw new Failure.Refusal(
                    "%s is not restored to %s: %s".formatted(backup, data, e.getMessage()));
        } catch (IOException e) {
            progress.abandon();
            throw new Failure.Refusal("%s is not restored to %s: %s".formatted(backup, data, e));
        }
        progress.finish(tally);
        out.getOut().println(data + ": " + CopyTally.line(contents));
        out.getOut().flush();
        return 0;
    }
}
