package dev.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

class ExampleTest {
    private static final Path EXAMPLE = Path.of("../examples/junit/OrdersTest.java");

    @TempDir Path classes;

    private static TestExecutionSummary run(Class<?> test) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build();
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        return summary.getSummary();
    }

    private static String failures(TestExecutionSummary summary) {
        var text = new StringWriter();
        summary.printFailuresTo(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void theExampleRuns() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var said = new StringWriter();
            assertTrue(
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    List.of("-proc:none", "-d", classes.toString()),
                                    null,
                                    files.getJavaFileObjects(EXAMPLE))
                            .call(),
                    said::toString);
        }
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            TestExecutionSummary summary = run(loader.loadClass("OrdersTest"));
            assertEquals(3, summary.getTestsSucceededCount(), () -> failures(summary));
            assertEquals(0, summary.getTotalFailureCount(), () -> failures(summary));
        }
    }

    /// Run by the test below only, as what it is not named after.
    @MillraceTest
    static class AskingTooEarly {
        private static @Nullable URI asked;

        @BeforeAll
        static void ask(URI endpoint) {
            asked = endpoint;
        }

        @Test
        void isNeverReached() {
            assertEquals(null, asked);
        }
    }

    @Test
    void whoAsksBeforeAnyTestIsToldWhatToDo() {
        TestExecutionSummary summary = run(AskingTooEarly.class);
        assertEquals(0, summary.getTestsSucceededCount());
        assertTrue(
                failures(summary).contains("see @MillraceTest(lifetime = CLASS)"),
                () -> failures(summary));
    }
}
