package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The AWS SDK for JavaScript 3 over its handler of HTTP/2, as npm installs it.
@ExtendWith(SharedServer.class)
@Tag("slow") // installs from the registry
class JavaScriptTest {
    private static final String PROGRAM = "put_get_subscribe.mjs";

    private static final Path FOLDER =
            Shell.PROJECT.resolve("compatibility/target/js").toAbsolutePath();

    /// Installs exactly what the lock file names.
    @BeforeAll
    static void install(Shell shell) throws Exception {
        Tools.needNode(shell);
        Files.createDirectories(FOLDER);
        for (String file : new String[] {"package.json", "package-lock.json", PROGRAM})
            Files.copy(
                    TestFiles.of("js/" + file),
                    FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        shell.install("npm", "ci", "--no-audit", "--no-fund", "--prefix", FOLDER.toString())
                .succeeded();
    }

    @Test
    void putsGetsAndSubscribes(Shell shell) throws Exception {
        walk(shell, "plain");
    }

    @Test
    void theSameInsideTls(@OverTls Shell shell) throws Exception {
        walk(shell, "tls");
    }

    @Test
    void theLineOfTheReadmeIsEnoughToTrustACertificate(@TempDir Path folder) throws Exception {
        try (var server = CertifiedServer.start(folder)) {
            String[] node = {"node", FOLDER.resolve(PROGRAM).toString(), "trusted"};
            assertNotEquals(0, server.untold(node).code());
            assertEquals("end", server.run("Node", node).succeeded().lines().getLast());
        }
    }

    private static void walk(Shell shell, String stream) throws Exception {
        assertEquals(
                List.of(
                        "NodeHttp2Handler",
                        "failed 0",
                        "got one two three",
                        "arrived true",
                        "true Stream none under account 000000000000 not found.",
                        "event one",
                        "event two",
                        "event three",
                        "event four",
                        "child shardId-000000000001",
                        "child shardId-000000000002",
                        "end"),
                shell.run(
                                "bash",
                                "-c",
                                "NODE_EXTRA_CA_CERTS=${AWS_CA_BUNDLE:-} exec node \"$@\"",
                                "bash",
                                FOLDER.resolve(PROGRAM).toString(),
                                stream)
                        .succeeded()
                        .lines());
    }
}
