package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What of a JVM's heap is taken, asked from outside by the JDK's `jstat`.
final class JavaHeap {
    private static final List<String> USED = List.of("S0U", "S1U", "EU", "OU");

    private JavaHeap() {}

    /// Garbage included, MiB; NaN if the process is no JVM.
    static double usedMiB(long pid) throws IOException {
        Process jstat =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                                "-gc",
                                Long.toString(pid))
                        .redirectErrorStream(true)
                        .start();
        try (var out = jstat.getInputStream()) {
            return used(new String(out.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// @param table two lines: names of columns and their values, KiB
    static double used(String table) {
        List<String> lines = table.lines().toList();
        if (lines.size() != 2) return Double.NaN;
        List<String> names = Arrays.asList(lines.getFirst().strip().split("\\s+", -1));
        String[] values = lines.getLast().strip().split("\\s+", -1);
        double sum = 0;
        for (String name : USED) {
            int column = names.indexOf(name);
            if (column < 0 || column >= values.length) return Double.NaN;
            // A collector without such a space shows a dash.
            if (!values[column].equals("-")) sum += Double.parseDouble(values[column]);
        }
        return sum / 1024;
    }
}
