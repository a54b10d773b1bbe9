package dev.millrace.compatibility;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server with the certificate that `millrace cert` made, and the README's lines by which clients
/// trust it.
final class CertifiedServer implements AutoCloseable {
    private final Path folder;
    private final ServerProcess server;
    private final Shell shell;

    private CertifiedServer(Path folder, ServerProcess server, Shell shell) {
        this.folder = folder;
        this.server = server;
        this.shell = shell;
    }

    /// @param folder where the commands of the README are typed
    static CertifiedServer start(Path folder) throws IOException, InterruptedException {
        Process cert =
                new ProcessBuilder(Shell.millrace("cert"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(cert.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (cert.waitFor() != 0) throw new AssertionError(said);
        ServerProcess server = ServerProcess.start(folder.resolve("data"), "--tls");
        return new CertifiedServer(
                folder, server, Shell.open(server.port(), "eu-central-1", "--tls"));
    }

    /// What the README tells a client to do.
    static String line(String client) throws IOException {
        Matcher line =
                Pattern.compile("\\n\\| " + Pattern.quote(client) + " \\| `([^`]+)` \\|\\n")
                        .matcher(Files.readString(Shell.PROJECT.resolve("README.md")));
        if (!line.find()) throw new AssertionError("the README says nothing of " + client);
        return line.group(1);
    }

    /// Runs a client that has been told by the README's line, and nothing else.
    Shell.Result run(String client, String... command) throws IOException, InterruptedException {
        return after(line(client), command);
    }

    /// Runs a client that has been told nothing, and does not try again.
    Shell.Result untold(String... command) throws IOException, InterruptedException {
        return after("export AWS_MAX_ATTEMPTS=1", command);
    }

    private Shell.Result after(String line, String... command)
            throws IOException, InterruptedException {
        var words =
                new ArrayList<>(
                        List.of(
                                "bash",
                                "-euc",
                                "unset AWS_CA_BUNDLE; cd \"$FOLDER\"; " + line + "; exec \"$@\"",
                                "bash"));
        words.addAll(List.of(command));
        return shell.run(Map.of("FOLDER", folder.toString()), words.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        server.close();
        shell.close();
    }
}
