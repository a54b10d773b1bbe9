package dev.millrace.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Millrace, started as users start it.
final class MillraceServer {
    static final String NAME = "Millrace";

    private MillraceServer() {}

    static ServerProcess start(Options options) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        return ServerProcess.start(
                options.folder(),
                folder ->
                        new ServerProcess.Launch(
                                List.of(
                                        options.launcher().toString(),
                                        "serve",
                                        "--port",
                                        Integer.toString(port),
                                        "--data",
                                        folder.resolve("data").toString(),
                                        "--set",
                                        "limits=off"),
                                folder,
                                Map.of(),
                                port,
                                MillraceServer::answers));
    }

    private static boolean answers(int port) throws IOException {
        try (var connection = new Connection(port)) {
            return connection.get("/health/ready") == 200;
        }
    }
}
