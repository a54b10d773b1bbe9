package dev.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// Why a server of its own costs a test so little: it is a few objects and threads of this JVM.
class FreshStateTest {
    /// Committer, checkpointer, filler, conductor, two event loops and what accepts connections.
    private static final int MOST_THREADS = 8;

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread.getName().startsWith("millrace-")
                                        || thread.getName().startsWith("http-"))
                .collect(Collectors.toSet());
    }

    private static void use(MillraceServer server) throws Exception {
        URI ready = server.endpoint().resolve("/health/ready");
        ready.toURL().openStream().close();
    }

    @Test
    void aServerIsNoProcessAndNoFile() throws Exception {
        try (MillraceServer server = MillraceServer.start("streams=orders:4")) {
            use(server);
            assertEquals(0, ProcessHandle.current().children().count());
            assertFalse(Files.exists(Path.of("data")));
        }
    }

    @Test
    void aServerIsAFewThreadsThatEndWithIt() throws Exception {
        Set<Thread> before = threads();
        for (int i = 0; i < 20; i++)
            try (MillraceServer server = MillraceServer.start()) {
                use(server);
                int more = threads().size() - before.size();
                assertTrue(more <= MOST_THREADS, "threads: " + more);
            }
        Set<Thread> after = threads();
        after.removeAll(before);
        for (Thread left : after) left.join(10_000);
        assertTrue(after.stream().noneMatch(Thread::isAlive), after::toString);
    }
}
