package dev.millrace.cli;

import dev.millrace.log.BackupFolder;
import dev.millrace.log.FolderDisk;
import dev.millrace.server.BackupSource;
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

/// Copies a data folder, whether a server runs on it or not.
@Command(
        name = "backup",
        description = {
            "Copies a data folder to another place, while a server runs on it or not.",
            "",
            "The backup holds every record acknowledged before this was called. One that is there"
                    + " already is brought up to date: only what is new is copied. It stays whole"
                    + " until the new one is. `millrace verify DEST` checks it, `millrace restore`"
                    + " makes a data folder of it.",
            ""
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "Options:%n")
final class Backup implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "DEST",
            description = "The backup's folder: empty, absent, or a backup of the same store.")
    Path backup = Path.of("backup");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Override
    public Integer call() throws Failure.Refusal, InterruptedException {
        apart(data, backup);
        var out = spec.commandLine();
        var progress =
                new Progress(
                        out.getErr(), Boolean.getBoolean("millrace.terminal"), System::nanoTime);
        var tally = new CopyTally(progress);
        BackupFolder.Contents contents;
        try (BackupSource source = BackupSource.open(data)) {
            contents =
                    BackupFolder.update(
                            source.disk(), source.snapshot(), new FolderDisk(backup), tally);
        } catch (StorageException e) {
            progress.abandon();
            throw new Failure.Refusal("no backup to " + backup + ": " + e.getMessage());
        } catch (IOException e) {
            progress.abandon();
            throw new Failure.Refusal("no backup to " + backup + ": " + e);
        }
        progress.finish(tally);
        out.getOut().println(backup + ": " + CopyTally.line(contents));
        out.getOut().flush();
        return 0;
    }

    /// What lies in a data folder is the server's to delete.
    static void apart(Path one, Path other) throws Failure.Refusal {
        Path a = real(one);
        Path b = real(other);
        if (a.startsWith(b) || b.startsWith(a))
            throw new Failure.Refusal(one + " and " + other + " lie inside each other");
    }

    /// As the file system knows it, as far as it is there.
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent())
            if (Files.exists(there)) {
                try {
                    return there.toRealPath().resolve(there.relativize(whole)).normalize();
                } catch (IOException unreadable) {
                    return whole;
                }
            }
        return whole;
    }
}
