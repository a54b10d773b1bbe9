package dev.millrace.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `millrace serve` in a process of its own, which can be killed.
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("https?://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final int port;
    private final StringBuilder said;
    private final Thread listener;

    private ServerProcess(Process process, int port, StringBuilder said, Thread listener) {
        this.process = process;
        this.port = port;
        this.said = said;
        this.listener = listener;
    }

    /// Starts a server on any free port, and returns once it said that it serves.
    static ServerProcess start(Path data, String... flags) throws IOException {
        var command =
                new ArrayList<>(Shell.millrace("serve", "--port", "0", "--data", data.toString()));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            Matcher matcher = ADDRESS.matcher(line);
            if (!matcher.find()) continue;
            // What it says later must not fill the pipe and stop it.
            Thread listener =
                    Thread.ofVirtual()
                            .start(() -> out.lines().forEach(l -> said.append(l).append('\n')));
            return new ServerProcess(process, Integer.parseInt(matcher.group(1)), said, listener);
        }
        throw new AssertionError("the server did not start:\n" + said);
    }

    int port() {
        return port;
    }

    /// Everything it has said, once it has ended.
    String said() throws InterruptedException {
        listener.join();
        return said.toString();
    }

    /// `kill -9`; returns when it is dead.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM.
    ///
    /// @return the exit code
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the server did not end within a minute of SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
