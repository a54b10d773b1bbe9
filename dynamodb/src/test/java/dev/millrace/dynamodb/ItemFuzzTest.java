package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.Blob;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Commands of the ledger: what is read is written again with the same meaning, and all else is
/// refused.
class ItemFuzzTest extends ParserFuzzing {
    ItemFuzzTest() {
        super("table-commands", "\u0001\u0003", "\u0007\u0001", "\u0008", "\u00ff\u00ff\u00ff");
    }

    @Override
    protected List<byte[]> examples() {
        Map<String, Value> item =
                Map.of(
                        "n", new Value.Num(BigDecimal.valueOf(-15, 1)),
                        "l", new Value.ListOf(List.of(new Value.Bool(true), new Value.Null())),
                        "m", new Value.MapOf(Map.of("s", new Value.TextSet(Set.of("x")))),
                        "b", new Value.Binary(Blob.of(new byte[] {1, 2})));
        var key = new ItemKey(new byte[] {1}, new byte[] {2});
        return List.of(
                new TableCommand.Write(
                                List.of(
                                        new TableCommand.ItemChange(1, key, Item.of(item)),
                                        new TableCommand.ItemChange(2, key, null)),
                                new TransactionToken(
                                        TransactionToken.Digest.of("a", "r", "t"),
                                        TransactionToken.Digest.of(new byte[] {9}, 1),
                                        5))
                        .encode(),
                new TableCommand.Drop(7).encode());
    }

    @Override
    public void parse(byte[] input) {
        TableCommand command;
        try {
            command = TableCommand.decode(input);
            if (command instanceof TableCommand.Write(var changes, var _))
                for (TableCommand.ItemChange change : changes)
                    if (change.item() != null) change.item().attributes();
        } catch (IllegalArgumentException refused) {
            return;
        }
        byte[] again = command.encode();
        assertEquals(
                java.util.HexFormat.of().formatHex(again),
                java.util.HexFormat.of().formatHex(TableCommand.decode(again).encode()));
    }
}
