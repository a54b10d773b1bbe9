package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a running server has moved from its journal into segments.
final class SegmentFolder {
    private static final long LIMIT_NS = 120_000_000_000L;

    private SegmentFolder() {}

    /// Returns once a data folder holds so many segments.
    static void awaitSegments(Path data, int count) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        long found = 0;
        while (found < count) {
            assertTrue(System.nanoTime() - startNs < LIMIT_NS, "segments: " + found);
            Thread.sleep(20);
            try (var files = Files.walk(data.resolve("seg"))) {
                found = files.filter(file -> file.toString().endsWith(".seg")).count();
            }
        }
    }
}
