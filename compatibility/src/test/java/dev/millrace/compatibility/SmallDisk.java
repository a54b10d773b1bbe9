package dev.millrace.compatibility;

import org.junit.jupiter.api.Assumptions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file system of a few MiB, in memory, mounted in a namespace of its own: what runs [#inside]
/// sees it, nobody else does, and no rights are needed. It is gone when this is closed.
final class SmallDisk implements AutoCloseable {
    private final Process holder;
    private final Path at;

    private SmallDisk(Process holder, Path at) {
        this.holder = holder;
        this.at = at;
    }

    /// Mounts it over a folder. Where the system lets nobody do so, the test is skipped, and says
    /// so.
    static SmallDisk mount(Path folder, int mib) throws IOException, InterruptedException {
        Path at = Files.createDirectories(folder);
        Process holder;
        String said;
        try {
            holder =
                    new ProcessBuilder(
                                    "unshare",
                                    "-rm",
                                    "bash",
                                    "-c",
                                    "mount -t tmpfs -o size="
                                            + mib
                                            + "m tmpfs \"$1\" && echo mounted && exec cat",
                                    "bash",
                                    at.toString())
                            .redirectErrorStream(true)
                            .start();
            said =
                    new BufferedReader(
                                    new InputStreamReader(
                                            holder.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
        } catch (IOException e) {
            throw skipped("unshare does not run: " + e.getMessage());
        }
        if (!"mounted".equals(said)) {
            holder.destroyForcibly().waitFor();
            throw skipped("no file system can be mounted in a user namespace: " + said);
        }
        return new SmallDisk(holder, at);
    }

    private static RuntimeException skipped(String why) {
        System.err.println("NOT TESTED: full and read-only disks, because " + why);
        return Assumptions.abort(why);
    }

    /// The command that runs another one where the disk is.
    List<String> inside(List<String> command) {
        var words =
                new ArrayList<String>(
                        List.of(
                                "nsenter",
                                "--target",
                                "" + holder.pid(),
                                "--user",
                                "--mount",
                                "--preserve-credentials"));
        words.addAll(command);
        return words;
    }

    /// Where the server keeps its data, as it sees it.
    Path data() {
        return at.resolve("data");
    }

    /// Makes it read-only or writable again, while nobody writes to it.
    ///
    /// @param mode `ro` or `rw`
    void remount(String mode) throws IOException, InterruptedException {
        Process mount =
                new ProcessBuilder(inside(List.of("mount", "-o", "remount," + mode, at.toString())))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (mount.waitFor() != 0) throw new AssertionError(said);
    }

    /// The same disk as this process sees it.
    private Path ballast() {
        return Path.of("/proc/" + holder.pid() + "/root" + at, "ballast");
    }

    /// Lets somebody else use up all the space there is.
    void fill() throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) out.write(page);
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) throw full;
        }
    }

    /// Gives that space back.
    void empty() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
