package dev.millrace.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server in a process of its own, on a folder of its own that goes with it.
final class ServerProcess implements AutoCloseable {
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(120);

    /// Ticks a second of `/proc`: 100 on every Linux that Java runs on.
    private static final double TICKS = 100;

    /// How a server is started.
    ///
    /// @param command and its arguments; it must become the server, not start it
    /// @param directory it is run in
    /// @param port that it will listen on
    /// @param probe asks it for a first answer
    record Launch(
            List<String> command,
            Path directory,
            Map<String, String> variables,
            int port,
            Probe probe) {}

    interface Probe {
        /// Whether the server answers already.
        ///
        /// @throws IOException if nothing listens yet
        boolean answers(int port) throws IOException;
    }

    /// What is needed for a launch, once its folder is there.
    interface Preparation {
        Launch in(Path folder) throws IOException, InterruptedException;
    }

    private final Path folder;
    private final Launch launch;
    private Process process;
    private double startSeconds;

    private ServerProcess(Path folder, Launch launch) throws IOException, InterruptedException {
        this.folder = folder;
        this.launch = launch;
        process = begin();
    }

    /// Starts a server and waits until it answers.
    ///
    /// @param parent where its folder goes; it decides which disk is measured
    static ServerProcess start(Path parent, Preparation preparation)
            throws IOException, InterruptedException {
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "benchmark-");
        try {
            return new ServerProcess(folder, preparation.in(folder));
        } catch (IOException | InterruptedException e) {
            delete(folder);
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private Process begin() throws IOException, InterruptedException {
        Path output = folder.resolve("output.log");
        var builder = new ProcessBuilder(launch.command()).directory(launch.directory().toFile());
        builder.environment().putAll(launch.variables());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        long startNs = System.nanoTime();
        Process begun = builder.start();
        while (begun.isAlive() && System.nanoTime() - startNs < START_LIMIT_NS) {
            if (answers()) {
                startSeconds = (System.nanoTime() - startNs) / 1e9;
                return begun;
            }
            Thread.sleep(2);
        }
        begun.destroyForcibly();
        throw new IOException("the server did not start:\n" + Files.readString(output));
    }

    private boolean answers() {
        try {
            return launch.probe().answers(launch.port());
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Ends the process as a power cut would, and starts another on the same folder.
    void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly();
        if (!ended(30)) throw new IOException("the server does not end");
        process = begin();
    }

    /// A port that is free now.
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return launch.port();
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return folder;
    }

    /// From the last start's command to its first answer.
    double startSeconds() {
        return startSeconds;
    }

    /// CPU-seconds used so far, user and system, all threads.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
        // Behind the command in brackets: fields 3 and on; utime is field 14, stime 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /// Resident memory, MiB.
    long residentMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        throw new IOException("no VmRSS");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        if (!ended(30)) {
            process.destroyForcibly();
            if (!ended(30)) throw new IOException("the server does not end");
        }
        delete(folder);
    }

    private boolean ended(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
