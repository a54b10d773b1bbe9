package dev.millrace.fuzzing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A search by Jazzer, which sees what code an input reaches and makes the next inputs of those
/// that reached more. What it finds becomes the corpus from which [ParserFuzzing] mutates blindly
/// and many times faster.
public final class CoverageHunt {
    private static ParserFuzzing family = new Nothing();

    private static final class Nothing extends ParserFuzzing {
        Nothing() {
            super("nothing");
        }

        @Override
        public void parse(byte[] input) {
            throw new IllegalStateException("name a family's class by --target_args");
        }
    }

    private CoverageHunt() {}

    /// Hunts in a process of its own, as Jazzer changes the classes that it watches.
    ///
    /// @param folder what reached new code is left in `found` there, what broke a promise beside it
    /// @return whether no promise was broken
    static boolean run(Class<?> family, List<byte[]> known, Path folder, long seconds)
            throws IOException, InterruptedException {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        Path found = Files.createDirectories(folder.resolve("found"));
        for (int i = 0; i < known.size(); i++)
            Files.write(seeds.resolve(Integer.toString(i)), known.get(i));
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+EnableDynamicAgentLoading",
                                "-cp",
                                classes,
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + CoverageHunt.class.getName(),
                                "--target_args=" + family.getName(),
                                "--instrumentation_includes=dev.millrace.**",
                                "--reproducer_path=" + folder,
                                "-artifact_prefix=" + folder + File.separator,
                                "-max_len=1024",
                                "-max_total_time=" + seconds,
                                found.toString(),
                                seeds.toString())
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }

    // ---- what Jazzer calls there

    /// Called once, before the first input.
    ///
    /// @param args the name of a family's class
    public static void fuzzerInitialize(String[] args) throws ReflectiveOperationException {
        var constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        family = (ParserFuzzing) constructor.newInstance();
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        family.parse(input);
    }
}
