package dev.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class OptionsTest {
    private static Row row(Group group, String subject, String name) {
        return new Row(group, subject, name, (_, _, _) -> {});
    }

    @Test
    void callsAreMeasuredWhenNoGroupIsNamed() throws Exception {
        Options options = Options.parse("--seconds", "6", "JSON");
        assertEquals(6, options.seconds());
        assertEquals(Set.of(Group.CALLS), options.groups());
        assertTrue(options.wants(row(Group.CALLS, "Millrace", "PutRecords JSON")));
        assertFalse(options.wants(row(Group.CALLS, "Millrace", "PutRecords CBOR")));
        assertFalse(options.wants(row(Group.PEERS, "Millrace", "PutRecords JSON")));
    }

    @Test
    void aWordIsLookedForInNamesAndSubjectsInWhateverCase() throws Exception {
        Options options = Options.parse("peers", "kafka", "xadd");
        assertTrue(options.wants(row(Group.PEERS, "Kafka, flushing", "Produce")));
        assertTrue(options.wants(row(Group.PEERS, "Redis", "XADD 1 x 100 B")));
        assertFalse(options.wants(row(Group.PEERS, "moto", "PutRecords")));
    }

    @Test
    void allNamesEveryGroup() throws Exception {
        assertEquals(Set.of(Group.values()), Options.parse("all").groups());
    }

    @Test
    void sizesHaveUnits() throws Exception {
        Options options = Options.parse("--retained", "512MiB,10GiB", "--backlog", "1000");
        assertEquals(List.of(512L << 20, 10L << 30), options.retainedBytes());
        assertEquals(1000, options.backlogBytes());
    }

    @Test
    void thePageIsWhereItWasAskedForOrBesideTheProject() throws Exception {
        assertEquals(
                Path.of("/p/benchmarks/target/report.md"),
                Options.parse("--launcher", "/p/millrace").page());
        assertEquals(Path.of("/p/x.md"), Options.parse("--page", "/p/x.md").page());
    }

    @ParameterizedTest
    @CsvSource({
        "--second, 4, there is no option --second",
        "--seconds, x, --seconds x: expected a number",
        "--seconds, -1, --seconds -1: expected a number",
        "--backlog, 4GB, 4GB: expected a size such as 4GiB",
        "--retained, '1GiB,', ': expected a size such as 4GiB'",
        "JSON, --folder, --folder needs a value"
    })
    void whatIsNotUnderstoodIsRefused(String one, String other, String reason) {
        var misuse = assertThrows(Options.Misuse.class, () -> Options.parse(one, other));
        assertEquals(reason.strip(), String.valueOf(misuse.getMessage()).strip());
    }
}
