package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The script `./millrace`.
class LauncherTest {
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", ".idea", "data");

    @TempDir Path folder;

    private record Result(int code, String out, String err) {}

    private Process start(Path launcher, String name, Map<String, String> more, String... words)
            throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve(name + ".out").toFile())
                        .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("MILLRACE_"));
        builder.environment().putAll(more);
        return builder.start();
    }

    private Result end(Process process, String name) throws IOException, InterruptedException {
        int code = process.waitFor();
        return new Result(
                code,
                Files.readString(folder.resolve(name + ".out"), StandardCharsets.UTF_8),
                Files.readString(folder.resolve(name + ".err"), StandardCharsets.UTF_8));
    }

    private Result run(Path launcher, Map<String, String> more, String... words) throws Exception {
        return end(start(launcher, "run", more, words), "run");
    }

    @Test
    void aJdkThatIsToldIsUsedWhereverItIs() throws Exception {
        String home = System.getProperty("java.home");
        Result result =
                run(
                        Shell.PROJECT.resolve("millrace"),
                        Map.of("MILLRACE_JAVA_HOME", home),
                        "--print-java");
        assertEquals(home + "/bin/java\n", result.out(), result.err());
    }

    @Test
    void aJdkThatIsToldButTooOldIsRefused() throws Exception {
        Path old = folder.resolve("jdk-21");
        Files.createDirectories(old.resolve("bin"));
        for (String program : List.of("java", "javac"))
            assertTrue(
                    Files.createFile(old.resolve("bin").resolve(program))
                            .toFile()
                            .setExecutable(true));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"21.0.4\"\n");
        Path launcher = Shell.PROJECT.resolve("millrace");
        Result result = run(launcher, Map.of("MILLRACE_JAVA_HOME", old.toString()), "env");
        assertEquals(1, result.code());
        assertEquals(
                "millrace: MILLRACE_JAVA_HOME is " + old + ", which is no JDK 25 or later.\n",
                result.err());

        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"25\"\n");
        result = run(launcher, Map.of("MILLRACE_JAVA_HOME", old.toString()), "--print-java");
        assertEquals(old + "/bin/java\n", result.out(), result.err());
    }

    @Test
    void itIsFoundThroughALink() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, Shell.PROJECT.resolve("millrace"));
        assertEquals(0, run(link, Map.of(), "--print-java").code());
    }

    @Test
    @Tag("slow")
    void aFreshCloneBuildsOnceAndAgainOnlyWhenASourceChanges() throws Exception {
        Path clone = folder.resolve("a clone");
        copy(Shell.PROJECT, clone);
        Path launcher = clone.resolve("millrace");

        Process first = start(launcher, "first", Map.of(), "env");
        Process second = start(launcher, "second", Map.of(), "env");
        Result one = end(first, "first");
        Result two = end(second, "second");
        assertEquals(0, one.code(), one.err());
        assertEquals(0, two.code(), two.err());
        assertEquals(one.out(), two.out());
        assertTrue(one.out().startsWith("export AWS_ENDPOINT_URL="), one.out());
        String said = one.err() + two.err();
        assertEquals(2, said.split("built in", -1).length, said);

        assertEquals("", run(launcher, Map.of(), "env").err());

        Path source = clone.resolve("cli/src/main/java/dev/millrace/cli/Env.java");
        String text = Files.readString(source);
        Files.writeString(source, text.replace("export AWS_REGION=", "export CHANGED="));
        Result changed = run(launcher, Map.of(), "env");
        assertTrue(changed.err().contains("the sources have changed"), changed.err());
        assertTrue(changed.out().contains("export CHANGED="), changed.out());

        Files.writeString(source, text + "}");
        Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 1_000));
        Result broken = run(launcher, Map.of(), "env");
        assertEquals(1, broken.code());
        assertEquals("", broken.out());
        assertTrue(broken.err().contains("Env.java"), broken.err());
        assertTrue(broken.err().contains("the build failed"), broken.err());
        assertFalse(broken.err().contains("built in"), broken.err());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        if (NOT_COPIED.contains(String.valueOf(directory.getFileName())))
                            return FileVisitResult.SKIP_SUBTREE;
                        Files.createDirectories(to.resolve(from.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (!String.valueOf(file.getFileName()).equals(".git"))
                            Files.copy(
                                    file,
                                    to.resolve(from.relativize(file)),
                                    StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
