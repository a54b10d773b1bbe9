package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// The lines of the README by which real clients trust what `millrace cert` made. Node is
/// [JavaScriptTest]'s, the KPL that of `compatibility-kcl`.
class CertTest {
    @TempDir static Path folder;

    private static CertifiedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = CertifiedServer.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void onlyWhoIsTold(String client, String distrust, String... command)
            throws Exception {
        Shell.Result untold = server.untold(command);
        assertNotEquals(0, untold.code(), untold.out());
        assertTrue((untold.out() + untold.err()).contains(distrust), untold::err);
        assertEquals("[]", server.run(client, command).succeeded().out().strip());
    }

    @Test
    void theCli() throws Exception {
        onlyWhoIsTold(
                "AWS CLI",
                "CERTIFICATE_VERIFY_FAILED",
                "aws",
                "kinesis",
                "list-streams",
                "--query",
                "StreamNames");
    }

    @Test
    void python() throws Exception {
        onlyWhoIsTold(
                "Python (boto3)",
                "CERTIFICATE_VERIFY_FAILED",
                "python3",
                "-c",
                "import boto3; print(boto3.client('kinesis').list_streams()['StreamNames'])");
    }

    /// Both clients of the SDK, over HTTP/1.1 and HTTP/2.
    @Test
    void java() throws Exception {
        Path program = folder.resolve("Trust.java");
        Files.writeString(
                program,
                """
                import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
                import software.amazon.awssdk.services.kinesis.*;

                void main() {
                    var http = UrlConnectionHttpClient.builder();
                    try (var sync = KinesisClient.builder().httpClientBuilder(http).build();
                            var async = KinesisAsyncClient.create()) {
                        var names = sync.listStreams().streamNames();
                        if (!async.listStreams().join().streamNames().equals(names))
                            throw new IllegalStateException("not the same");
                        IO.println(names);
                    }
                }
                """);
        onlyWhoIsTold(
                "Java: the SDKs, KCL",
                "unable to find valid certification path",
                Shell.java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.toString());
    }
}
