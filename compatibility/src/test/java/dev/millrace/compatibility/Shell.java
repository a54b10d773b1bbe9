package dev.millrace.compatibility;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs clients as a newcomer would: in an environment that holds nothing but a path, an empty home
/// and what `millrace env` prints.
final class Shell implements AutoCloseable {
    /// Root of the project.
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final long LIMIT_SECONDS = 120;

    private final Path home;
    private final String environment;
    private final int port;
    private final String region;

    private Shell(Path home, String environment, int port, String region) {
        this.home = home;
        this.environment = environment;
        this.port = port;
        this.region = region;
    }

    /// @param flags further ones of `millrace env`
    static Shell open(int port, String region, String... flags) {
        try {
            Path home = Files.createTempDirectory("millrace-home");
            var command = new ArrayList<>(millrace("env", "--port", "" + port, "--region", region));
            command.addAll(List.of(flags));
            Result environment = run(home, builder(home, Map.of(), command));
            return new Shell(home, environment.succeeded().out(), port, region);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One that knows of no server.
    static Shell bare() throws IOException {
        return new Shell(Files.createTempDirectory("millrace-home"), "", 0, "");
    }

    int port() {
        return port;
    }

    String region() {
        return region;
    }

    /// The words that run the `millrace` command on this JVM's classes.
    static List<String> millrace(String... words) {
        var command =
                new ArrayList<String>(
                        List.of(
                                java(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-ea",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.millrace.cli.Launch"));
        command.addAll(List.of(words));
        return command;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// Runs a command whose program must be there.
    Result run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    /// Runs a command with further variables.
    Result run(Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        return run(home, builder(home, withSetup(variables), afterSetup(command)));
    }

    /// Starts a command that goes on, with its errors among what it says; to be ended by the
    /// caller.
    Process start(String... command) throws IOException {
        return builder(home, withSetup(Map.of()), afterSetup(command))
                .redirectErrorStream(true)
                .start();
    }

    /// Installs a client in the environment of the machine's user, which says where packages come
    /// from and whose certificates to trust.
    Result install(String... command) throws IOException, InterruptedException {
        return run(home, new ProcessBuilder(command));
    }

    private static List<String> afterSetup(String... command) {
        var words =
                new ArrayList<String>(
                        List.of("bash", "-c", "eval \"$SETUP\"; exec \"$@\"", "bash"));
        words.addAll(List.of(command));
        return words;
    }

    private Map<String, String> withSetup(Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.put("SETUP", environment);
        return all;
    }

    /// Runs a program of `examples/seeds` by a program such as python3.
    Result seed(String program, String seed, String... arguments)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(program);
        words.add(PROJECT.resolve("examples/seeds").resolve(seed).toString());
        words.addAll(List.of(arguments));
        return run(words.toArray(String[]::new));
    }

    private static Result run(Path home, ProcessBuilder builder)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", ".txt");
        Path err = Files.createTempFile(home, "err", ".txt");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        List<String> command = builder.command();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(command + " did not end in " + LIMIT_SECONDS + " s");
        }
        return new Result(command, process.exitValue(), read(out), read(err));
    }

    private static ProcessBuilder builder(
            Path home, Map<String, String> variables, List<String> command) {
        var builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        String path = System.getenv("PATH");
        environment.clear();
        environment.put("PATH", path);
        environment.put("HOME", home.toString());
        environment.putAll(variables);
        return builder;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        SharedServer.delete(home);
    }

    /// What a command left behind.
    record Result(List<String> command, int code, String out, String err) {
        /// This, or a failure that shows everything the command said.
        Result succeeded() {
            if (code != 0)
                throw new AssertionError(
                        "%s ended with %d%n%s%n%s".formatted(command, code, out, err));
            return this;
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }
}
