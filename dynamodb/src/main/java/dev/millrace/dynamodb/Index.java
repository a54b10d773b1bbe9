package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The items of a table by other keys. Holds the table's own items: what of them can be seen is
/// decided when they are read. Changed by one thread, read by any.
final class Index {
    /// Memory that an item takes here beside its keys, more or less.
    private static final int OVERHEAD = 160;

    private final IndexDefinition definition;
    private final KeySchema table;
    private final ConcurrentNavigableMap<Place, Item> items = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private long memory; // of the thread that changes it

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

    /// Memory that the index takes for an item.
    static long memory(IndexDefinition index, Map<String, Value> item) {
        return memory(index.keys().key(item));
    }

    private static long memory(@Nullable ItemKey key) {
        return key == null ? 0 : (long) OVERHEAD + key.partition().length + key.sort().length;
    }

    long memory(Map<String, Value> item) {
        return memory(definition, item);
    }

    /// Memory that the index takes for all items.
    long memory() {
        return memory;
    }

    void replace(
            ItemKey key,
            @Nullable Map<String, Value> before,
            @Nullable Map<String, Value> after,
            @Nullable Item item) {
        ItemKey from = before == null ? null : definition.keys().key(before);
        ItemKey to = after == null ? null : definition.keys().key(after);
        memory += memory(to) - memory(from);
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
