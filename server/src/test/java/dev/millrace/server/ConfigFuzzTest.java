package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.millrace.fuzzing.ParserFuzzing;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/// Configurations: read, or refused with all that is wrong. An input's first character says whether
/// the rest is a TOML file, assignments of `--set`, or variables, a line each.
class ConfigFuzzTest extends ParserFuzzing {
    ConfigFuzzTest() {
        super(
                "config",
                "\n",
                "=",
                " = ",
                "[",
                "]",
                "[[",
                "]]",
                "[[streams]]",
                "[[faults.rules]]",
                "[http]",
                "[log]",
                "{",
                "}",
                ",",
                ".",
                "\"",
                "'",
                "\"\"\"",
                "'''",
                "\\",
                "\\u0041",
                "\\U0001F600",
                "#",
                "port",
                "data",
                "limits",
                "streams",
                "name",
                "shards",
                "tags",
                "operation",
                "throttle",
                "true",
                "0x",
                "0b1",
                "1_000",
                "1e3",
                "+inf",
                "nan",
                "64MiB",
                "500ms",
                "0.5",
                "1979-05-27T07:32:00Z",
                "1979-05-27",
                "07:32:00",
                "*@orders:throttle=0.2:latency=50ms",
                "orders:4:eu-west-1",
                "MILLRACE_PORT=1",
                "MILLRACE_STREAMS=a",
                "http.body-bytes",
                hex("c3a9"),
                hex("00"));
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                utf8(
                        """
                        Tport = 4567
                        data = "d"
                        limits = 'off'
                        [http]
                        body-bytes = "64MiB"
                        [[streams]]
                        name = "orders"
                        shards = 4
                        tags = { team = "a" }
                        consumers = ["c"]
                        [[faults.rules]]
                        operation = "PutRecords"
                        throttle = 0.2
                        """),
                utf8(
                        """
                        Sport=1
                        streams=orders:4,clicks,eu:2:eu-west-1
                        faults.rules=PutRecords@orders:throttle=0.2:latency=50ms,*:drop=0.01
                        log.journal-bytes=1_000MiB
                        """),
                utf8(
                        """
                        VMILLRACE_PORT=1
                        MILLRACE_HTTP_BODY_BYTES=1MiB
                        """));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected int longest() {
        return 1 << 10;
    }

    /// A configuration is read once in a server's life. A suggestion compares a name with that of
    /// every setting, letter by letter.
    @Override
    protected long mostBytes(int length) {
        return (4 << 20) + (64L << 10) * length;
    }

    @Override
    protected long everyBuild() {
        return 1_000;
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.isEmpty()) return;
        String rest = text.substring(1);
        ConfigReader<MillraceConfig> reader = MillraceConfig.reader();
        switch (text.charAt(0)) {
            case 'T' -> reader.file(Path.of("millrace.toml"), new StringReader(rest));
            case 'S' -> rest.lines().forEach(reader::set);
            default -> {
                var variables = new HashMap<String, String>();
                for (String line : rest.lines().toList()) {
                    int equals = line.indexOf('=');
                    if (equals > 0)
                        variables.put(line.substring(0, equals), line.substring(equals + 1));
                }
                reader.environment(variables);
            }
        }
        try {
            assertNotNull(reader.read());
        } catch (ConfigException refused) {
            assertFalse(refused.problems().isEmpty());
        }
    }
}
