package dev.millrace.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.StringWrapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The conventions that this project chose, as tests. `./mvnw -pl tidy test -Dtidy=fix` formats.
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final boolean FIX = "fix".equals(System.getProperty("tidy"));
    private static final Pattern VAGUE =
            Pattern.compile("\\w*(Util|Utils|Manager|Helper|Common|Impl)\\.java");

    @Test
    void everyJavaFileIsFormatted() throws Exception {
        var formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        var unformatted = new ArrayList<Path>();
        List<Path> files = javaFiles();
        assertFalse(files.isEmpty());
        for (Path file : files) {
            String source = Files.readString(file);
            String formatted =
                    StringWrapper.wrap(formatter.formatSourceAndFixImports(source), formatter);
            if (formatted.equals(source)) continue;
            if (FIX) Files.writeString(file, formatted);
            else unformatted.add(ROOT.relativize(file));
        }
        assertEquals(List.of(), unformatted, "run ./mvnw -pl tidy test -Dtidy=fix");
    }

    /// A `///` line over the limit is wrapped by the formatter into `//`, which cuts the Javadoc
    /// off.
    @Test
    void noLineIsOverlong() throws Exception {
        var overlong = new ArrayList<String>();
        for (Path file : javaFiles()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++)
                if ((lines.get(i).length() > 100 && !mayBeLong(lines.get(i)))
                        || (i > 0
                                && lines.get(i - 1).strip().startsWith("/// ")
                                && lines.get(i).strip().startsWith("// ")))
                    overlong.add(ROOT.relativize(file) + ":" + (i + 1));
        }
        assertEquals(List.of(), overlong);
    }

    /// An address or one of the service's literal texts stays in one piece, to be searched for.
    private static boolean mayBeLong(String line) {
        return line.contains("http") || line.strip().startsWith("\"");
    }

    @Test
    void noFileIsNamedAfterNothing() throws Exception {
        assertEquals(
                List.of(),
                javaFiles().stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> VAGUE.matcher(name).matches())
                        .toList());
    }

    @Test
    void everyMainPackageIsNullMarkedAndHasADoorPlate() throws Exception {
        var missing = new ArrayList<Path>();
        for (Path file : javaFiles()) {
            if (!file.toString().contains("/src/main/java/")) continue;
            Path plate = file.resolveSibling("package-info.java");
            if (!Files.exists(plate) || !Files.readString(plate).contains("@NullMarked"))
                missing.add(ROOT.relativize(file.getParent()));
        }
        assertEquals(List.of(), missing.stream().distinct().toList());
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
