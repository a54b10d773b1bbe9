package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What is on users' disks: this must read the same for ever.
class CatalogSnapshotTest {
    private static final StreamName NAME = new StreamName("123456789012", "r", "s");

    private static final String NAME_BYTES = "000c313233343536373839303132" + "000172" + "000173";

    /// One active stream of one shard, created in second 1.
    private static final String BODY =
            "00023030"
                    + "00000001"
                    + "00000001"
                    + "00000001"
                    + "00000000"
                    + NAME_BYTES
                    + "00026964"
                    + "01"
                    + "00000000000003e8"
                    + "00000018"
                    + "0000000000000000"
                    + "00000400"
                    + "0000000100016b000176"
                    + "00000001"
                    + "00000001"
                    + "00000000"
                    + "00000000"
                    + "0000000000000001"
                    + "00000000000003e8"
                    + "00000000000000000000000000000000"
                    + "ffffffffffffffffffffffffffffffff"
                    + "ffffffff"
                    + "ffffffff"
                    + "7fffffffffffffff"
                    + "00"
                    + ("00000001" + NAME_BYTES + "0000000000000001")
                    + "00000000";

    private static final String SETTINGS =
            "00000001"
                    + "00000000"
                    + "00016b"
                    + "000000010000000000000005"
                    + "00000000"
                    + "41"
                    + "02"
                    + "00000007"
                    + "00000000";

    /// Consumer 4 of stream 0, being created.
    private static final String CONSUMERS =
            "00000005"
                    + "00000001"
                    + "00000004"
                    + "00000000"
                    + "000163"
                    + "00000000000003e9"
                    + "0000000100016b000176"
                    + "01"
                    + "00000000000003ea";

    private static final String POLICIES =
            "00000002" + "01" + "00000000" + "00027b7d" + "02" + "00000004" + "00025b5d";

    private static final String COMMITMENTS =
            "00000001" + "000161" + "000172" + "0000000000000007" + "7fffffffffffffff";

    private static CatalogState read(String hex) {
        return CatalogDecoder.snapshot(HexFormat.of().parseHex(hex));
    }

    private static String section(int code, String body) {
        return "%02x%08x%s".formatted(code, body.length() / 2, body);
    }

    private static String fault(String hex) {
        var fault = assertThrows(UncheckedIOException.class, () -> read(hex));
        return Objects.requireNonNull(fault.getCause()).toString();
    }

    @Test
    void aSnapshotOfTheFirstFormatIsStillRead() {
        CatalogState state = read("01" + BODY);
        Stream stream = state.streams().getFirst();
        assertEquals(NAME, stream.name());
        assertEquals(
                StreamSettings.plain(StreamMode.PROVISIONED, Map.of("k", "v"), 1024),
                stream.settings());
        assertEquals(1, stream.shards().open().size());
        assertEquals(Map.of(NAME, 1L), state.creationSeconds());
    }

    @Test
    void theSecondFormatAddsSections() {
        String snapshot =
                "02"
                        + BODY
                        + section(1, SETTINGS)
                        + section(2, CONSUMERS)
                        + section(3, POLICIES)
                        + section(5, COMMITMENTS);
        CatalogState state = read(snapshot);
        StreamSettings expected =
                new StreamSettings(
                        StreamMode.PROVISIONED,
                        Map.of("k", "v"),
                        1024,
                        new Encryption("k", new RollingDay(List.of(5L)), RollingDay.UNUSED),
                        Set.of(ShardMetric.IncomingBytes, ShardMetric.IteratorAgeMilliseconds),
                        RecordDistribution.AUTO,
                        7,
                        RollingDay.UNUSED);
        assertEquals(expected, state.streams().getFirst().settings());
        assertEquals(
                Map.of(
                        new RegionalAccount("a", "r"),
                        new BillingCommitment(7, BillingCommitment.OPEN)),
                state.commitments());
        assertEquals(snapshot, HexFormat.of().formatHex(CatalogEncoder.snapshot(state)));
    }

    @Test
    void consumersAndPoliciesHaveSections() {
        CatalogState state = read("02" + BODY + section(2, CONSUMERS) + section(3, POLICIES));
        assertEquals(5, state.nextConsumer());
        assertEquals(
                List.of(
                        new Consumer(
                                4, 0, "c", 1001, Map.of("k", "v"), ConsumerStatus.CREATING, 1002)),
                state.consumers());
        assertEquals(
                List.of(
                        new HeldPolicy(new PolicyHolder.OfStream(0), "{}"),
                        new HeldPolicy(new PolicyHolder.OfConsumer(4), "[]")),
                state.policies());
        assertEquals(
                "java.io.IOException: policy holder of kind 3",
                fault("02" + BODY + section(3, "00000001" + "03" + "00000000" + "0000")));
    }

    @Test
    void aSectionThatIsMissingHoldsNothing() {
        assertEquals(read("01" + BODY), read("02" + BODY));
    }

    @Test
    void whatNobodyCanHaveWrittenIsRefused() {
        assertEquals("java.io.IOException: catalog version 3", fault("03" + BODY));
        assertEquals("java.io.IOException: catalog version 0", fault("00" + BODY));
        assertEquals("java.io.IOException: section 200", fault("02" + BODY + section(200, "00")));
        assertEquals(
                "java.io.IOException: section 1 behind 1",
                fault("02" + BODY + section(1, SETTINGS) + section(1, SETTINGS)));
        assertEquals(
                "java.io.IOException: more bytes than expected",
                fault("02" + BODY + section(1, SETTINGS + "00")));
        assertEquals(
                "java.io.IOException: section 1 of 4 bytes", fault("02" + BODY + "0100000004"));
        assertEquals(
                "java.io.IOException: section 1 behind 5",
                fault("02" + BODY + section(5, COMMITMENTS) + section(1, SETTINGS)));
        assertEquals("java.io.EOFException", fault("02" + BODY + section(1, "00")));
        assertEquals(
                "java.io.IOException: more bytes than expected",
                fault("01" + BODY + section(1, SETTINGS)));
    }
}
