package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The items of a table by other keys. Holds the table's own items: what of them can be seen is
/// decided when they are read. Changed by one thread, read by any.
final class Index {
    private final IndexDefinition definition;
    private final KeySchema table;
    private final ConcurrentNavigableMap<Place, Item> items = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /// @param table the table's keys
    Index(IndexDefinition definition, KeySchema table) {
        this.definition = definition;
        this.table = table;
    }

    /// Where an item lies in an index: several may have the same keys there.
    record Place(ItemKey key, ItemKey item) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = key.compareTo(other.key);
            return order == 0 ? item.compareTo(other.item) : order;
        }
    }

    ConcurrentNavigableMap<Place, Item> items() {
        return items;
    }

    long count() {
        return count.get();
    }

    /// Bytes of what can be seen.
    long bytes() {
        return bytes.get();
    }

    void replace(
            ItemKey key,
            @Nullable Map<String, Value> before,
            @Nullable Map<String, Value> after,
            @Nullable Item item) {
        ItemKey from = before == null ? null : definition.keys().key(before);
        ItemKey to = after == null ? null : definition.keys().key(after);
        if (from != null && before != null) {
            if (to == null || !from.equals(to)) items.remove(new Place(from, key));
            count.decrementAndGet();
            bytes.addAndGet(-ItemSize.of(definition.projected(before, table)));
        }
        if (to != null && after != null && item != null) {
            items.put(new Place(to, key), item);
            count.incrementAndGet();
            bytes.addAndGet(ItemSize.of(definition.projected(after, table)));
        }
    }
}
