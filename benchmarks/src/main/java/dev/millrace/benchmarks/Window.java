package dev.millrace.benchmarks;

import java.io.IOException;

/// The time in which something is measured, after a time in which it only warms up.
///
/// @param measureNs when measuring begins, by [System#nanoTime]
/// @param endNs when all ends
record Window(long measureNs, long endNs) {
    static Window from(double warmSeconds, double seconds) {
        long measureNs = System.nanoTime() + (long) (warmSeconds * 1e9);
        return new Window(measureNs, measureNs + (long) (seconds * 1e9));
    }

    double seconds() {
        return (endNs - measureNs) / 1e9;
    }

    /// Waits for the end; what the server used while it was measured.
    double cpuSeconds(ServerProcess server) throws IOException, InterruptedException {
        sleepUntil(measureNs);
        double before = server.cpuSeconds();
        sleepUntil(endNs);
        return server.cpuSeconds() - before;
    }

    static void sleepUntil(long ns) throws InterruptedException {
        long left = ns - System.nanoTime();
        if (left > 0) Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
}
