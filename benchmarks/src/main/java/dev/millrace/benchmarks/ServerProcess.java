package dev.millrace.benchmarks;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server in a process of its own, on a data folder of its own that goes with it.
final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    /// Ticks a second of `/proc`: 100 on every Linux that Java runs on.
    private static final double TICKS = 100;

    private final Process process;
    private final Path folder;
    private final int port;
    private final double startSeconds;

    private ServerProcess(Process process, Path folder, int port, double startSeconds) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.startSeconds = startSeconds;
    }

    /// Starts `./millrace serve` and waits until it answers.
    ///
    /// @param launcher the launcher script
    /// @param parent where the data folder goes; it decides which disk is measured
    static ServerProcess start(Path launcher, Path parent, List<String> flags)
            throws IOException, InterruptedException {
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "benchmark-");
        Path output = folder.resolve("output.log");
        var command =
                new ProcessBuilder(
                        Stream.concat(
                                        Stream.of(
                                                launcher.toString(),
                                                "serve",
                                                "--port",
                                                "0",
                                                "--data",
                                                folder.resolve("data").toString()),
                                        flags.stream())
                                .toList());
        command.redirectErrorStream(true).redirectOutput(output.toFile());
        long startNs = System.nanoTime();
        Process process = command.start();
        while (System.nanoTime() - startNs < START_LIMIT_NS) {
            if (!process.isAlive()) break;
            Matcher matcher = ADDRESS.matcher(Files.readString(output));
            if (matcher.find()) {
                int port = Integer.parseInt(matcher.group(1));
                if (answers(port)) {
                    double seconds = (System.nanoTime() - startNs) / 1e9;
                    return new ServerProcess(process, folder, port, seconds);
                }
            }
            Thread.sleep(2);
        }
        process.destroyForcibly();
        throw new IOException("the server did not start:\n" + Files.readString(output));
    }

    private static boolean answers(int port) throws IOException {
        try (var connection = new Connection(port)) {
            return connection.get("/health/ready") == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /// From the command to the first answer.
    double startSeconds() {
        return startSeconds;
    }

    /// CPU-seconds used so far, user and system, all threads.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // Behind the command in brackets: fields 3 and on; utime is field 14, stime 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /// Resident memory, MiB.
    long residentMiB() throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")))
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
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
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
