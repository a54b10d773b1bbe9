package dev.millrace.compatibility.kcl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program in a JVM of its own, in an environment that holds nothing but what is given.
record JavaProcess(Process process, Path log) implements AutoCloseable {
    /// @param program a class of the class path, or a source file
    static JavaProcess start(
            Path folder, Map<String, String> environment, String program, String... words)
            throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program));
        command.addAll(List.of(words));
        Path log = Files.createTempFile(folder, "program", ".log");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String said() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM, and waits until it has ended.
    void terminate() throws InterruptedException, IOException {
        process.destroy();
        await();
    }

    /// Waits until it has ended.
    void await() throws InterruptedException, IOException {
        if (process.waitFor(120, TimeUnit.SECONDS)) return;
        kill();
        throw new AssertionError("it did not end:\n" + said());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
