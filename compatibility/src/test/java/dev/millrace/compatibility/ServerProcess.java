package dev.millrace.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `millrace serve` in a process of its own, which can be killed.
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("https?://127\\.0\\.0\\.1:(\\d+)");

    /// Of the serial collector's generations, not of the classes.
    private static final Pattern USED =
            Pattern.compile("(?:DefNew|Tenured) +total \\d+K, used (\\d+)K");

    private final Process process;
    private final int port;
    private final StringBuilder said;
    private final Thread listener;
    private final double startSeconds;

    private ServerProcess(
            Process process, int port, StringBuilder said, Thread listener, double startSeconds) {
        this.process = process;
        this.port = port;
        this.said = said;
        this.listener = listener;
        this.startSeconds = startSeconds;
    }

    /// Starts a server on any free port, and returns once it said that it serves.
    static ServerProcess start(Path data, String... flags) throws IOException {
        return start(Shell.millrace("serve"), data, flags);
    }

    /// Likewise, on a disk of its own.
    static ServerProcess start(SmallDisk disk, String... flags) throws IOException {
        return start(disk.inside(Shell.millrace("serve")), disk.data(), flags);
    }

    /// Likewise, where the system lets it have no more files and connections open than this.
    static ServerProcess startWith(int files, Path data, String... flags) throws IOException {
        var command =
                new ArrayList<>(
                        List.of("bash", "-c", "ulimit -n " + files + "; exec \"$@\"", "bash"));
        command.addAll(Shell.millrace("serve"));
        return start(command, data, flags);
    }

    /// Likewise, as `./millrace serve` does: with the memory that it gives a server. Builds it if
    /// need be.
    static ServerProcess launch(Path data, String... flags)
            throws IOException, InterruptedException {
        String launcher = Shell.PROJECT.resolve("millrace").toString();
        Process build = new ProcessBuilder(launcher, "--version").redirectErrorStream(true).start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (build.waitFor() != 0) throw new AssertionError(said);
        return start(List.of(launcher, "serve"), data, flags);
    }

    /// Starts a server and kills it, whatever it has come to by then.
    static void killedAfter(long ms, Path data, String... flags)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(Shell.millrace("serve"));
        command.addAll(List.of("--port", "0", "--data", data.toString()));
        command.addAll(List.of(flags));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.waitFor(ms, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    private static ServerProcess start(List<String> serve, Path data, String... flags)
            throws IOException {
        var command = new ArrayList<>(serve);
        command.addAll(List.of("--port", "0", "--data", data.toString()));
        command.addAll(List.of(flags));
        long startNs = System.nanoTime();
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
            Thread listener = Thread.ofVirtual().start(() -> listen(out, said));
            double seconds = (System.nanoTime() - startNs) / 1e9;
            return new ServerProcess(
                    process, Integer.parseInt(matcher.group(1)), said, listener, seconds);
        }
        throw new AssertionError("the server did not start:\n" + said);
    }

    /// Until the server has ended: what it says is then closed from either side.
    private static void listen(BufferedReader out, StringBuilder said) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine())
                said.append(line).append('\n');
        } catch (IOException ended) {
            return;
        }
    }

    int port() {
        return port;
    }

    /// From the command to the line that says that it serves.
    double startSeconds() {
        return startSeconds;
    }

    /// CPU-seconds used so far, user and system, all threads.
    double cpuSeconds() {
        return process.info().totalCpuDuration().map(used -> used.toMillis() / 1e3).orElse(0.0);
    }

    /// Resident memory, MiB; 0 where the system has no `/proc`.
    long residentMib() throws IOException {
        Path status = Path.of("/proc", "" + process.pid(), "status");
        if (!Files.exists(status)) return 0;
        for (String line : Files.readAllLines(status))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        throw new IOException("no VmRSS");
    }

    /// What is alive on its heap, MiB.
    long heapMib() throws IOException, InterruptedException {
        jcmd("GC.run");
        long kib = 0;
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        while (used.find()) kib += Long.parseLong(used.group(1));
        return kib / 1024;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked =
                new ProcessBuilder(jcmd.toString(), "" + process.pid(), command)
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) throw new AssertionError(answer);
        return answer;
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

    /// Sends it a signal.
    ///
    /// @param name such as `STOP`
    void signal(String name) throws IOException, InterruptedException {
        run("kill", "-" + name, "" + process.pid());
    }

    /// From now on every write to a file fails: no file may be longer than nothing.
    void refuseWrites() throws IOException, InterruptedException {
        run("prlimit", "--pid", "" + process.pid(), "--fsize=1:1");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process ran = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ran.waitFor() != 0) throw new AssertionError(List.of(command) + ": " + said);
    }

    /// Status and body of what it answers to a GET.
    String get(String path) throws IOException {
        var connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        int status = connection.getResponseCode();
        try (InputStream in =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Once it has ended: fails unless it said that.
    void assertSaid(String words) throws InterruptedException {
        String all = said();
        if (!all.contains(words)) throw new AssertionError("nothing of " + words + ":\n" + all);
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
