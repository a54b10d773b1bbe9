package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.server.ConfigException;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class FormerNamesTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `([A-Z_]+)` \\| `(MILLRACE_[A-Z_]+)` .*");

    @Test
    void theDocumentListsThemAll() throws Exception {
        Map<String, String> documented = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/migrating.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) documented.put(row.group(1), row.group(2));
        }
        assertEquals(FormerNames.SETTINGS, documented);
    }

    /// A name that is no setting would be refused as unknown, whatever its value.
    @Test
    void everyOneOfThemHasASetting() throws Exception {
        for (String setting : FormerNames.SETTINGS.values())
            try {
                MillraceConfig.reader().environment(Map.of(setting, "?")).read();
            } catch (ConfigException e) {
                assertEquals(
                        List.of(),
                        e.problems().stream()
                                .filter(it -> it.contains("no such setting"))
                                .toList());
            }
    }

    @Test
    void whatIsSetIsNamedWithWhatToSetInstead() {
        assertEquals(
                List.of(
                        "KINESIS_SHARD_LIMIT is set, and not read here; what it means is set by"
                            + " MILLRACE_KINESIS_QUOTAS_SHARDS_PER_ACCOUNT (docs/migrating.md)"),
                FormerNames.among(
                        Map.of(
                                "KINESIS_SHARD_LIMIT", "3",
                                "INITIALIZE_STREAMS", "a:1",
                                "MILLRACE_STREAMS", "a:1",
                                "KINESIS_LATENCY", "",
                                "HOME", "/")));
    }
}
