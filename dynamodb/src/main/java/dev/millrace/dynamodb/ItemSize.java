package dev.millrace.dynamodb;

import dev.millrace.model.Blob;

import java.math.BigDecimal;
import java.util.Map;

/// How many bytes an item counts for, against limits and in capacity. Source: the developer guide,
/// "Item sizes and formats".
final class ItemSize {
    /// Largest size of an item.
    static final int MAX = 400 << 10;

    /// Of a list or a map, before its contents, and of each element of it.
    private static final int COLLECTION = 3;

    private static final int ELEMENT = 1;

    private ItemSize() {}

    static int of(Map<String, Value> attributes) {
        long size = 0;
        for (var attribute : attributes.entrySet())
            size += utf8(attribute.getKey()) + (long) of(attribute.getValue());
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    static int of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> utf8(text);
            case Value.Num(BigDecimal number) -> ExactNumber.size(number);
            case Value.Binary(Blob bytes) -> bytes.length();
            case Value.TextSet(var texts) -> texts.stream().mapToInt(ItemSize::utf8).sum();
            case Value.NumSet(var numbers) -> numbers.stream().mapToInt(ExactNumber::size).sum();
            case Value.BinarySet(var blobs) -> blobs.stream().mapToInt(Blob::length).sum();
            case Value.MapOf(var entries) -> COLLECTION + ELEMENT * entries.size() + of(entries);
            case Value.ListOf(var elements) ->
                    COLLECTION
                            + ELEMENT * elements.size()
                            + elements.stream().mapToInt(ItemSize::of).sum();
            case Value.Bool _, Value.Null _ -> 1;
        };
    }

    /// Length in UTF-8.
    static int utf8(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }
}
