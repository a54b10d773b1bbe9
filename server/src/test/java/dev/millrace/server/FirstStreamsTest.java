package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.log.FileLog;
import dev.millrace.log.LogConfig;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.CatalogCommand;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.StreamStatus;
import dev.millrace.testkit.FaultyDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a server finds and makes at its start, over one disk after another's end.
class FirstStreamsTest {
    private static final Logger LOGGER = Logger.getLogger(FirstStreams.class.getName());

    private final FaultyDisk disk = new FaultyDisk(1);
    private final List<String> warnings = new ArrayList<>();
    private final Handler listener =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    if (record.getLevel().equals(Level.WARNING))
                        warnings.add(
                                MessageFormat.format(record.getMessage(), record.getParameters()));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(listener);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(listener);
    }

    private static MillraceConfig config(String toml) throws Exception {
        Path file = Files.createTempFile("millrace", ".toml");
        try {
            Files.writeString(file, toml);
            return MillraceConfig.reader().set("port=0").set("drain-timeout=0").file(file).read();
        } finally {
            Files.delete(file);
        }
    }

    /// What is there after a start with this configuration.
    private Catalog start(String toml) throws Exception {
        var catalog = new Catalog();
        Millrace.start(config(toml), Clock.SYSTEM, disk).close();
        FileLog.open(disk, Clock.SYSTEM, LogConfig.DEFAULT, Map.of(Catalog.LEDGER, catalog))
                .close();
        return catalog;
    }

    private static Stream stream(Catalog catalog, String account, String region, String name) {
        Stream stream = catalog.find(new StreamName(account, region, name));
        if (stream == null) throw new AssertionError(name + " is not in " + catalog.streams());
        return stream;
    }

    @Test
    void aStreamIsMadeAsItIsDescribed() throws Exception {
        Catalog catalog =
                start(
                        """
                        region = "eu-central-1"
                        transition-delay = "10ms"

                        [[streams]]
                        name = "orders"
                        shards = 3
                        retention-hours = 48
                        tags = {team = "checkout"}

                        [[streams]]
                        name = "clicks"
                        region = "us-west-2"
                        account = "111122223333"
                        """);
        Stream orders = stream(catalog, "000000000000", "eu-central-1", "orders");
        assertEquals(3, orders.openShards());
        assertEquals(48, orders.retentionHours());
        assertEquals(Map.of("team", "checkout"), orders.tags());
        assertEquals(StreamStatus.ACTIVE, orders.status());
        Stream clicks = stream(catalog, "111122223333", "us-west-2", "clicks");
        assertEquals(StreamMode.ON_DEMAND, clicks.mode());
        assertEquals(24, clicks.retentionHours());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aSecondStartChangesNothing() throws Exception {
        String toml =
                """
                [[streams]]
                name = "orders"
                shards = 3
                retention-hours = 48
                tags = {team = "checkout"}
                """;
        Catalog first = start(toml);
        Catalog second = start(toml);
        assertEquals(
                stream(first, "000000000000", "us-east-1", "orders"),
                stream(second, "000000000000", "us-east-1", "orders"));
        assertEquals(List.of(), warnings);
    }

    @Test
    void whatIsThereStaysAndTheLogTellsTheDifference() throws Exception {
        start("streams = \"orders:1,clicks\"");
        Catalog catalog =
                start(
                        """
                        [[streams]]
                        name = "orders"
                        shards = 3
                        retention-hours = 48
                        tags = {team = "checkout"}

                        [[streams]]
                        name = "clicks"
                        shards = 4
                        """);
        assertEquals(1, stream(catalog, "000000000000", "us-east-1", "orders").openShards());
        assertEquals(2, warnings.size(), warnings::toString);
        assertEquals(
                "is there and is left as it is, though it has 1 open shards instead of 3, a"
                        + " retention of 24 hours instead of 48, tags {}",
                warnings.getFirst().replaceFirst("^.*?\\) ", ""));
        assertEquals(
                "is there and is left as it is, though it has mode on-demand",
                warnings.getLast().replaceFirst("^.*?\\) ", ""));
    }

    @Test
    void moreStreamsAndConsumersAreMadeThanAClientMayMakeInASecond() throws Exception {
        String consumers = "consumers = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]\n";
        var toml = new StringBuilder("transition-delay = \"10ms\"\n");
        for (int i = 0; i < 12; i++)
            toml.append("[[streams]]\nname = \"s%d\"\nshards = 1\n".formatted(i))
                    .append("retention-hours = 48\n")
                    .append(consumers);
        Catalog catalog = start(toml.toString());
        assertEquals(12, catalog.streams().size());
        assertEquals(12 * 7, catalog.consumers().count());
    }

    @Test
    void aStreamThatIsBeingDeletedIsMadeAnew() throws Exception {
        String toml = "transition-delay = \"50ms\"\nstreams = \"s:1\"";
        int first = stream(start(toml), "000000000000", "us-east-1", "s").number();
        var catalog = new Catalog();
        try (var log =
                FileLog.open(
                        disk, Clock.SYSTEM, LogConfig.DEFAULT, Map.of(Catalog.LEDGER, catalog))) {
            var delete = new CatalogCommand.Delete(first, Clock.SYSTEM.wallMs() + 50);
            log.ledger(Catalog.LEDGER).submit(delete.encode(), List.of());
        }
        Stream second = stream(start(toml), "000000000000", "us-east-1", "s");
        assertEquals(StreamStatus.ACTIVE, second.status());
        assertNotEquals(first, second.number());
    }

    @Test
    void aTagThatTheServiceRefusesKeepsTheServerFromStarting() throws Exception {
        MillraceConfig config =
                config("[[streams]]\nname = \"s\"\nshards = 1\ntags = {\"a\" = \"<>\"}");
        String refusal =
                String.valueOf(
                        assertThrows(
                                        StartException.class,
                                        () -> Millrace.start(config, Clock.SYSTEM, disk))
                                .getMessage());
        assertEquals("streams: s: InvalidArgumentException", refusal.replaceFirst("n: .*", "n"));
    }
}
