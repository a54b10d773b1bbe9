package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Every subcommand of `aws kinesis` by the real AWS CLI, in `src/test/sh/every_subcommand.sh`.
@ExtendWith(SharedServer.class)
class CliSubcommandsTest {
    /// Those of the operations that the server has, as the CLI spells them, and `wait`. The CLI has
    /// none for SubscribeToShard.
    private static Set<String> subcommands() throws Exception {
        var subcommands = new TreeSet<String>(List.of("wait"));
        for (String line : Files.readAllLines(TestFiles.MODELS.resolve("kinesis.operations")))
            if (!line.startsWith("#") && !line.equals("SubscribeToShard"))
                subcommands.add(
                        line.replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                .toLowerCase(java.util.Locale.ROOT));
        return subcommands;
    }

    @Test
    void everyOneAnswersAsTheServicesDoes(Shell shell, @TempDir Path models) throws Exception {
        Tools.cliVersion(shell);
        Map<String, String> newer = Map.of("MODEL", TestFiles.forBotocore(models));
        Shell.Result walk =
                shell.run(newer, "bash", TestFiles.of("sh/every_subcommand.sh").toString());
        assertEquals(subcommands(), new TreeSet<>(walk.succeeded().lines()));
    }
}
