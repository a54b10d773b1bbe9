package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the README shows, run. Starting the launcher itself is [LauncherTest]'s.
@ExtendWith(SharedServer.class)
class ReadmeTest {
    private static final Path README = Shell.PROJECT.resolve("README.md");

    private static List<String> blocks(String language) throws Exception {
        Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
        Matcher matcher = block.matcher(Files.readString(README));
        var blocks = new ArrayList<String>();
        while (matcher.find()) blocks.add(matcher.group(1));
        return blocks;
    }

    @Test
    void itBeginsWithTheTwoCommandsAndTheLineToPaste() throws Exception {
        List<String> shell = blocks("sh");
        assertEquals("./millrace serve\n", shell.get(0));
        assertTrue(shell.get(1).startsWith("eval \"$(./millrace env)\"\n"), shell.get(1));
        assertEquals("./mvnw verify\n", shell.get(2));
    }

    /// The environment is set up already, as that of a server on another port than the usual one.
    @Test
    void itsCommandsOfTheAwsCliWork(Shell shell) throws Exception {
        String commands = blocks("sh").get(1).replaceFirst(".*\n", "");
        Shell.Result result = shell.run("bash", "-euc", commands).succeeded();
        assertTrue(result.out().contains("shardId-000000000000"), result.out());
    }

    @Test
    void itsProgramRuns(Shell shell) throws Exception {
        String program =
                """
                import dev.millrace.server.*;
                void main() throws Exception {
                %s}
                """
                        .formatted(blocks("java").getFirst());
        Shell.Result result =
                shell.run(
                        "bash",
                        "-euc",
                        "cd \"$HOME\"; printf %s \"$1\" >Main.java; \"$2\" -cp \"$3\" Main.java",
                        "bash",
                        program,
                        Shell.java(),
                        System.getProperty("java.class.path"));
        assertTrue(result.succeeded().out().startsWith("http://127.0.0.1:"), result.out());
    }
}
