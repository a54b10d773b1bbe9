package dev.millrace.compatibility;

import java.util.Locale;
import java.util.concurrent.Callable;

/// Prints what steps cost a server, row by row: their time, and its memory afterwards.
final class CostTable {
    private final ServerProcess server;

    CostTable(ServerProcess server) {
        this.server = server;
        print(
                "%-40s %9s %9s %9s %9s",
                "first answer after %.2f s".formatted(server.startSeconds()),
                "s",
                "CPU s",
                "RSS MiB",
                "heap MiB");
    }

    /// Does a step, and prints what it cost.
    <T> T time(String step, Callable<T> work) throws Exception {
        double cpuBefore = server.cpuSeconds();
        long startNs = System.nanoTime();
        T result = work.call();
        double seconds = (System.nanoTime() - startNs) / 1e9;
        double cpu = server.cpuSeconds() - cpuBefore;
        long resident = server.residentMib();
        print("%-40s %9.2f %9.2f %9d %9d", step, seconds, cpu, resident, server.heapMib());
        return result;
    }

    /// Prints what it has now.
    void row(String state) throws Exception {
        long resident = server.residentMib();
        print("%-40s %9s %9s %9d %9d", state, "", "", resident, server.heapMib());
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
