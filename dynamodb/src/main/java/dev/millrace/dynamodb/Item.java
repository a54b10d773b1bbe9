package dev.millrace.dynamodb;

import java.util.Map;

/// An item as it is kept: in bytes, which is a fraction of what its attributes take as objects.
/// Immutable.
final class Item {
    private final byte[] bytes;
    private final int size;

    /// @param size see [ItemSize]
    Item(byte[] bytes, int size) {
        this.bytes = bytes;
        this.size = size;
    }

    static Item of(Map<String, Value> attributes) {
        return new Item(ItemCodec.encode(attributes), ItemSize.of(attributes));
    }

    /// A map of the reader's own.
    Map<String, Value> attributes() {
        return ItemCodec.decode(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }
}
