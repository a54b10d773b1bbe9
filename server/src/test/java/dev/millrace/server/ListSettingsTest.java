package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ListSettingsTest {
    @TempDir Path folder;

    private MillraceConfig read(String toml) throws Exception {
        Path file = Files.writeString(folder.resolve("millrace.toml"), toml);
        return MillraceConfig.reader().file(file).read();
    }

    private String refusal(String toml) {
        ConfigException refusal = assertThrows(ConfigException.class, () -> read(toml));
        return refusal.problems().getFirst().replace(folder + "/", "");
    }

    @Test
    void streamsAreReadFromTables() throws Exception {
        MillraceConfig config =
                read(
                        """
                        [[streams]]
                        name = "orders"
                        shards = 4
                        retention-hours = 48
                        tags = {team = "checkout"}
                        consumers = ["audit", "search"]

                        [[streams]]
                        name = "clicks"
                        mode = "on-demand"
                        region = "eu-central-1"
                        account = "111122223333"
                        """);
        assertEquals(
                List.of(
                        new InitialStream(
                                "orders",
                                InitialStream.Mode.PROVISIONED,
                                4,
                                48,
                                "",
                                "",
                                Map.of("team", "checkout"),
                                List.of("audit", "search")),
                        new InitialStream(
                                "clicks",
                                InitialStream.Mode.ON_DEMAND,
                                0,
                                24,
                                "eu-central-1",
                                "111122223333",
                                Map.of(),
                                List.of())),
                config.streams().streams());
    }

    @Test
    void streamsAreReadFromALineOfAVariableOrAFlag() throws Exception {
        String line = "orders:4, clicks,eu:2:eu-west-1,wide::us-west-2,";
        InitialStreams streams =
                MillraceConfig.reader()
                        .environment(Map.of("MILLRACE_STREAMS", line))
                        .read()
                        .streams();
        assertEquals(
                "orders:4,clicks:on-demand,eu:2:eu-west-1,wide:on-demand:us-west-2",
                streams.toString());
        assertEquals(streams, MillraceConfig.reader().set("streams=" + line).read().streams());
        assertEquals(streams, InitialStreams.parse(streams.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name = \"a b\" | name: 1 to 128 letters, digits, '_', '.' and '-': a b",
                "shards = 1 | name: 1 to 128 letters, digits, '_', '.' and '-': ",
                "name = \"s\"; shards = -1 | shards: expected a whole number",
                "name = \"s\"; shards = 0; mode = \"provisioned\" | shards: at least 1",
                "name = \"s\"; shards = 1; mode = \"on-demand\" | shards: not for a stream in mode"
                        + " on-demand",
                "name = \"s\"; mode = \"demand\" | mode: expected one of provisioned, on-demand",
                "name = \"s\"; retention-hours = 8761 | retention-hours: 24 to 8760",
                "name = \"s\"; retention-hours = 23 | retention-hours: 24 to 8760",
                "name = \"s\"; account = \"1\" | account: twelve digits",
                "name = \"s\"; region = \"a b\" | region: 1 to 32 letters, digits and hyphens",
                "name = \"s\"; consumers = \"c\" | consumers: expected a list such as [\"a\","
                        + " \"b\"]",
                "name = \"s\"; consumers = [\"\"] | consumers: 1 to 128 letters, digits, '_', '.'"
                        + " and '-': ",
                "name = \"s\"; tags = \"c\" | tags: expected a table such as {team = \"a\"}",
                "name = \"s\"; tags = {a = 1} | tags.a: expected a text",
                "name = \"s\"; shard = 1 | shard: no such setting; did you mean shards?",
            })
    void aStreamThatCannotBeIsRefusedByItsKey(String lines, String expected) {
        String toml = "[[streams]]\nname = \"first\"\n[[streams]]\n" + lines.replace("; ", "\n");
        assertEquals(
                "millrace.toml: streams: [2]: "
                        + (expected.endsWith("-':") ? expected + " " : expected),
                refusal(toml));
    }

    @Test
    void aNameIsThereOnceInARegionAndAccount() throws Exception {
        assertEquals(
                "--set streams=a:1,a:2: name: twice: a",
                assertThrows(
                                ConfigException.class,
                                () -> MillraceConfig.reader().set("streams=a:1,a:2").read())
                        .getMessage());
        assertEquals(
                2,
                MillraceConfig.reader()
                        .set("streams=a:1,a:1:eu-west-1")
                        .read()
                        .streams()
                        .streams()
                        .size());
    }

    @Test
    void whatIsNoTableIsRefused() {
        assertEquals("millrace.toml: streams: a list is no value", refusal("streams = [\"a\"]"));
        assertEquals("millrace.toml: port: a list is no value", refusal("[[port]]\na = 1"));
    }

    @Test
    void faultsAreReadFromTablesAndFromALine() throws Exception {
        FaultsConfig tables =
                read("""
                [faults]
                seed = 7

                [[faults.rules]]
                operation = "PutRecords"
                stream = "orders"
                throttle = 0.2
                latency = "50ms"
                latency-rate = 0.5

                [[faults.rules]]
                drop = 0.01
                lose-answer = 1
                internal-failure = "0.5"
                """)
                        .faults();
        assertEquals(
                List.of(
                        new FaultRule(
                                "PutRecords", "orders", 0.2, 0, 0, 0, Duration.ofMillis(50), 0.5),
                        new FaultRule("", "", 0, 0.5, 0.01, 1, Duration.ZERO, 1)),
                tables.rules().rules());
        String line =
                "PutRecords@orders:throttle=0.2:latency=50ms:latency-rate=0.5,"
                        + "*:internal-failure=0.5:drop=0.01:lose-answer=1.0";
        assertEquals(line, tables.rules().toString());
        assertEquals(
                tables,
                MillraceConfig.reader()
                        .set("faults.rules=" + line)
                        .set("faults.seed=7")
                        .read()
                        .faults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*:throttle=1.5 | [1]: throttle: 0 to 1",
                "*:drop=-1 | [1]: drop: expected a number such as 0.05",
                "*:latency=1h | [1]: latency: 0 to 10 minutes",
                "*:latency=fast | [1]: latency: expected a duration such as 500ms",
                "*,*:dorp=1 | [2]: dorp: no such setting; did you mean drop?",
                "*:drop | *:drop: expected a fault such as drop=0.01",
            })
    void aFaultThatCannotBeIsRefusedByItsKey(String row) {
        String[] parts = row.split(" \\| ", -1);
        String flag = "faults.rules=" + parts[0];
        ConfigException refusal =
                assertThrows(ConfigException.class, () -> MillraceConfig.reader().set(flag).read());
        assertEquals(
                "--set " + flag + ": " + parts[1],
                String.valueOf(refusal.getMessage()).replaceAll(" \\(units.*", ""));
    }
}
