package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What `backup` and `restore` say, and what they refuse.
class BackupCommandTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path data = Path.of("");
    private Path backup = Path.of("");

    private int run(Object... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(Stream.of(words).map(String::valueOf).toArray(String[]::new));
    }

    private static Millrace serve(Path data) throws Exception {
        return Millrace.start(
                MillraceConfig.DEFAULT.withPort(0).withData(data).with("streams", "orders:3"));
    }

    @BeforeEach
    void aStoppedFolder() throws Exception {
        data = folder.resolve("data");
        backup = folder.resolve("backup");
        serve(data).close();
    }

    private void refused(String why, Object... words) {
        assertEquals(1, run(words), out.toString());
        assertTrue(err.toString().startsWith("millrace: "), err.toString());
        assertTrue(err.toString().contains(why), err.toString());
    }

    @Test
    void aBackupGoesThereAndBack() {
        assertEquals(0, run("backup", backup, "--data", data), err.toString());
        assertTrue(err.toString().startsWith("0 records, 0.0 kB in "), err.toString());
        assertTrue(err.toString().contains("; 100 %"), err.toString());
        assertTrue(out.toString().startsWith(backup + ": 3 shards, 0 segments"), out.toString());
        assertEquals(0, run("verify", backup), out.toString());
        Path restored = folder.resolve("restored");
        assertEquals(0, run("restore", backup, "--data", restored), err.toString());
        assertTrue(out.toString().startsWith(restored + ": 3 shards, "), out.toString());
        assertEquals(0, run("verify", restored), out.toString());
    }

    @Test
    void aFolderInUseIsBackedUpByItsServerOnly() throws Exception {
        try (Millrace running = serve(data)) {
            assertTrue(running.port() > 0);
            assertEquals(0, run("backup", backup, "--data", data), err.toString());
            Files.delete(data.resolve("backup.sock"));
            refused("is in use by", "backup", backup, "--data", data);
        }
    }

    @Test
    void whatCannotBeBackedUpIsRefused() throws Exception {
        Path absent = folder.resolve("absent");
        refused("absent is no data folder", "backup", backup, "--data", absent);
        refused("lie inside each other", "backup", data.resolve("seg/x"), "--data", data);
        refused("lie inside each other", "backup", folder, "--data", data);
        Path other = folder.resolve("other");
        serve(other).close();
        refused("it holds FORMAT but no BACKUP file", "backup", other, "--data", data);
        assertEquals(0, run("backup", backup, "--data", data));
        refused("a backup of another store", "backup", backup, "--data", other);
        Path file = Files.writeString(folder.resolve("file"), "");
        refused("file", "backup", file, "--data", data);
        assertFalse(Files.exists(absent));
    }

    @Test
    void whatCannotBeRestoredIsRefused() throws Exception {
        Path absent = folder.resolve("absent");
        refused("absent is no folder", "restore", absent, "--data", folder.resolve("to"));
        refused("it holds FORMAT but no BACKUP file", "restore", data, "--data", absent);
        assertEquals(0, run("backup", backup, "--data", data));
        refused("there is a data folder already", "restore", backup, "--data", data);
        refused("lie inside each other", "restore", backup, "--data", backup.resolve("to"));
        refused("it holds BACKUP but no FORMAT", "serve", "--port", 0, "--data", backup);
        assertFalse(Files.exists(folder.resolve("to")));
    }

    @Test
    void aPlaceMustBeGiven() {
        assertEquals(2, run("backup"));
        assertEquals(2, run("restore"));
    }
}
