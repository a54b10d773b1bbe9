package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of all settings in `docs/operations.md` pins every name, every default and every kind
/// of value.
class SettingsTableTest {
    private static final Path DOCUMENT = Path.of("../docs/operations.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z.-]+)` \\| ?(?:`([^`]*)` )?\\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern SHORT_NAME =
            Pattern.compile("\\| `([a-z-]+)` \\| `([a-z.-]+)` \\|");

    private record Row(String key, String fallback, String kind) {}

    private static List<String> lines() throws Exception {
        return Files.readAllLines(DOCUMENT);
    }

    @Test
    void theDocumentListsEverySettingWithItsDefault() throws Exception {
        var documented = new ArrayList<Row>();
        for (String line : lines()) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) continue;
            documented.add(
                    new Row(
                            row.group(1),
                            row.group(2) == null ? "" : row.group(2),
                            row.group(3).strip()));
            assertTrue(row.group(4).strip().length() > 10, () -> "says nothing: " + line);
        }
        List<Row> actual =
                Setting.of(MillraceConfig.DEFAULT).stream()
                        .map(s -> new Row(s.key(), s.print(), s.kind()))
                        .toList();
        assertEquals(lines(actual), lines(documented));
    }

    private static String lines(List<Row> rows) {
        return String.join("\n", rows.stream().map(Row::toString).toList());
    }

    @Test
    void theDocumentListsEveryShortName() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        for (String line : lines()) {
            Matcher row = SHORT_NAME.matcher(line);
            if (row.matches()) documented.put(row.group(1), row.group(2));
        }
        assertEquals(new TreeMap<>(MillraceConfig.SHORT_NAMES), documented);
    }

    @Test
    void everyDefaultIsReadBackAsItIsPrinted() throws Exception {
        ConfigReader<MillraceConfig> reader = MillraceConfig.reader();
        for (Setting setting : Setting.of(MillraceConfig.DEFAULT))
            reader.set(setting.key(), setting.print(), setting.key());
        assertEquals(MillraceConfig.DEFAULT, reader.read());
    }
}
