package dev.millrace.dynamodb;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The items of a table or of an index in their order, to be walked along.
///
/// @param key by which key of the table or index an item lies
/// @param place where an item lies, by that key and the table's
record Shelf<P>(
        ConcurrentNavigableMap<P, Item> items,
        Function<P, ItemKey> key,
        Function<P, ItemKey> tableKey,
        BiFunction<ItemKey, ItemKey, P> place) {
    /// Beyond all sort keys, which are shorter.
    static final byte[] HIGHEST = new byte[2_049];

    static {
        Arrays.fill(HIGHEST, (byte) 0xff);
    }

    private static final ItemKey LOWEST_ITEM = ItemKey.ofHash(0);
    private static final ItemKey HIGHEST_ITEM = ItemKey.behindHash(-1);

    static Shelf<ItemKey> of(Table table) {
        return new Shelf<>(table.items(), key -> key, key -> key, (key, _) -> key);
    }

    static Shelf<Index.Place> of(Index index) {
        return new Shelf<>(index.items(), Index.Place::key, Index.Place::item, Index.Place::new);
    }

    /// An item that was come by.
    record Step(ItemKey key, ItemKey tableKey, Item item) {}

    /// Items from `low` to `high`, both included.
    Iterator<Step> walk(ItemKey low, ItemKey high, boolean forward) {
        return walk(
                items.subMap(
                        place.apply(low, LOWEST_ITEM), true, place.apply(high, HIGHEST_ITEM), true),
                forward);
    }

    /// The same, from behind an item on.
    ///
    /// @param after the item's key here, between `low` and `high`
    /// @param tableKey its key in the table
    Iterator<Step> walkOn(
            ItemKey after, ItemKey tableKey, ItemKey low, ItemKey high, boolean forward) {
        P start = place.apply(after, tableKey);
        return forward
                ? walk(items.subMap(start, false, place.apply(high, HIGHEST_ITEM), true), true)
                : walk(items.subMap(place.apply(low, LOWEST_ITEM), true, start, false), false);
    }

    private Iterator<Step> walk(ConcurrentNavigableMap<P, Item> part, boolean forward) {
        Iterator<Map.Entry<P, Item>> entries =
                (forward ? part : part.descendingMap()).entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Step next() {
                Map.Entry<P, Item> entry = entries.next();
                return new Step(
                        key.apply(entry.getKey()),
                        tableKey.apply(entry.getKey()),
                        entry.getValue());
            }
        };
    }
}
