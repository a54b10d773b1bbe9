package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The AWS CLI over TLS, trusting the certificate that the server made itself.
class TlsTest {
    @TempDir Path folder;

    @Test
    void theCliTrustsWhatTheEnvironmentNames() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, "--tls");
                Shell shell =
                        Shell.open(
                                server.port(), "eu-west-1", "--tls", "--data", data.toString())) {
            Tools.cliVersion(shell);
            shell.run(
                            "aws",
                            "kinesis",
                            "create-stream",
                            "--stream-name",
                            "secret",
                            "--shard-count",
                            "1")
                    .succeeded();
            String streams = shell.run("aws", "kinesis", "list-streams").succeeded().out();
            assertTrue(streams.contains("\"secret\""), streams);
            String endpoint = shell.run("bash", "-c", "echo $AWS_ENDPOINT_URL").out().strip();
            assertEquals("https://127.0.0.1:" + server.port(), endpoint);
            assertEquals(0, server.terminate());
        }
    }
}
