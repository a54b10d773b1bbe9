package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What the ledger `tables` holds. A command states results and asks nothing: whoever decided knew
/// what was there. Bytes: `docs/file-format.md`, "Ledger `tables`".
sealed interface TableCommand {
    int VERSION = 1;

    // Persisted: never reuse a number.
    int DEFINE = 1;
    int DROP = 2;
    int WRITE = 3;

    /// A table is this from now on, whether there was one of its number or not.
    record Define(TableDefinition definition) implements TableCommand {}

    /// A table is gone.
    record Drop(int number) implements TableCommand {}

    /// Items are put or deleted, all or none.
    ///
    /// @param token of the transaction that did it, or null
    record Write(List<ItemChange> changes, @Nullable TransactionToken token)
            implements TableCommand {}

    /// What became of one item.
    ///
    /// @param table its number
    /// @param item null if it is deleted
    record ItemChange(int table, ItemKey key, @Nullable Item item) {}

    default byte[] encode() {
        var out = new Packer().u8(VERSION);
        switch (this) {
            case Define(var definition) -> DefinitionCodec.put(out.u8(DEFINE), definition);
            case Drop(int number) -> out.u8(DROP).u32(number);
            case Write(var changes, var token) -> {
                out.u8(WRITE).count(changes.size());
                for (ItemChange change : changes) {
                    out.u32(change.table);
                    out.flag(change.item != null);
                    putItem(out, change.key, change.item);
                }
                out.flag(token != null);
                if (token != null) token.put(out);
            }
        }
        return out.packed();
    }

    static TableCommand decode(byte[] bytes) {
        var in = new Unpacker(bytes);
        int version = in.u8();
        if (version != VERSION) throw new IllegalArgumentException("tables version " + version);
        int kind = in.u8();
        TableCommand command =
                switch (kind) {
                    case DEFINE -> new Define(DefinitionCodec.definition(in));
                    case DROP -> new Drop(in.u32());
                    case WRITE -> write(in);
                    default -> throw new IllegalArgumentException("command of kind " + kind);
                };
        in.end();
        return command;
    }

    private static Write write(Unpacker in) {
        int count = in.count();
        List<ItemChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int table = in.u32();
            boolean put = in.flag();
            ItemKey key = key(in);
            changes.add(new ItemChange(table, key, put ? item(in) : null));
        }
        return new Write(changes, in.flag() ? TransactionToken.read(in) : null);
    }

    /// An item's key, and the item unless it is null.
    static void putItem(Packer out, ItemKey key, @Nullable Item item) {
        out.bytes(key.partition()).bytes(key.sort());
        if (item != null) out.u32(item.size()).bytes(item.bytes());
    }

    static ItemKey key(Unpacker in) {
        return new ItemKey(in.bytes(), in.bytes());
    }

    static Item item(Unpacker in) {
        int size = in.u32();
        return new Item(in.bytes(), size);
    }
}
