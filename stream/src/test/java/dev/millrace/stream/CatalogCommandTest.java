package dev.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

class CatalogCommandTest {
    @Property(tries = 1_000)
    void aCommandReadsAsItWasWritten(@ForAll long seed) {
        CatalogCommand command = new RandomCommands(seed).next();
        byte[] bytes = command.encode();
        assertEquals(command, CatalogDecoder.command(bytes));
        assertArrayEquals(bytes, CatalogDecoder.command(bytes).encode());
    }

    @Property(tries = 300)
    void aCutOrLengthenedCommandIsRefused(@ForAll long seed) {
        byte[] bytes = new RandomCommands(seed).next().encode();
        assertThrows(
                UncheckedIOException.class,
                () -> CatalogDecoder.command(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThrows(
                UncheckedIOException.class,
                () -> CatalogDecoder.command(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    /// What is on users' disks: this must read the same for ever.
    @Test
    void theBytesOfTheFirstFormatStay() {
        var create =
                new CatalogCommand.Create(
                        7,
                        new StreamName("123456789012", "eu-central-1", "s"),
                        "id",
                        StreamMode.ON_DEMAND,
                        4,
                        Map.of("k", "v"),
                        1024,
                        1,
                        2);
        var split = new CatalogCommand.Split(7, 1, new HashKey(1, -1), 5);
        var settle = new CatalogCommand.Settle(7, 1, 2, 3);
        var together = new CatalogCommand.Together(List.of(create, split, settle));
        assertEquals(
                "01"
                        + "0900000003"
                        + "0200000007000c313233343536373839303132000c65752d63656e7472616c2d31000173"
                        + "000269640200000004000000010001"
                        + "6b0001760000040000000000000000010000000000000002"
                        + "0300000007000000010000000000000001ffffffffffffffff0000000000000005"
                        + "06000000070000000000000001000000000000000200000003",
                HexFormat.of().formatHex(together.encode()));
    }

    @Test
    void theBytesOfConsumersAndPoliciesStay() {
        var register = new CatalogCommand.Register(1, 7, "c", Map.of("k", "v"), 1, 2);
        var together =
                new CatalogCommand.Together(
                        List.of(
                                register,
                                new CatalogCommand.Deregister(1, 3),
                                new CatalogCommand.SettleConsumer(1),
                                new CatalogCommand.TagConsumer(1, Map.of("k", "w")),
                                new CatalogCommand.PutPolicy(new PolicyHolder.OfStream(7), "{}"),
                                new CatalogCommand.DeletePolicy(new PolicyHolder.OfConsumer(1))));
        assertEquals(
                "01"
                        + "0900000006"
                        + "28000000010000000700016300000001"
                        + "00016b00017600000000000000010000000000000002"
                        + "29000000010000000000000003"
                        + "2a00000001"
                        + "2b000000010000000100016b000177"
                        + "2c010000000700027b7d"
                        + "2d0200000001",
                HexFormat.of().formatHex(together.encode()));
    }

    @Test
    void theBytesOfAScalingStay() {
        var scale =
                new CatalogCommand.Scale(
                        7,
                        List.of(
                                new ShardStep.Split(1, new HashKey(1, -1)),
                                new ShardStep.Merge(2, 3)),
                        true,
                        4,
                        5);
        String bytes =
                "01"
                        + "3c"
                        + "00000007"
                        + "00000002"
                        + "01000000010000000000000001ffffffffffffffff"
                        + "020000000200000003"
                        + "01"
                        + "0000000000000004"
                        + "0000000000000005";
        assertEquals(bytes, HexFormat.of().formatHex(scale.encode()));
        assertEquals(scale, CatalogDecoder.command(HexFormat.of().parseHex(bytes)));
    }

    @Test
    void aNewerFormatIsRefusedByName() {
        byte[] bytes = new CatalogCommand.Delete(1, 2).encode();
        bytes[0] = 2;
        var refusal = assertThrows(UncheckedIOException.class, () -> CatalogDecoder.command(bytes));
        assertEquals("java.io.IOException: catalog version 2", String.valueOf(refusal.getCause()));
    }
}
