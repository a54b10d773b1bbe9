package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// A table and its items, as far as they are durable. Changed by one thread, read by any.
final class Table {
    /// Memory that an item takes beside its bytes, in the table and in each index, more or less.
    private static final int OVERHEAD = 160;

    private volatile TableDefinition definition;
    private final ConcurrentNavigableMap<ItemKey, Item> items = new ConcurrentSkipListMap<>();
    private volatile Map<String, Index> indexes = Map.of();
    private volatile @Nullable Expiries expiries;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong memory;

    /// @param memory of all tables together; counted here
    Table(TableDefinition definition, AtomicLong memory) {
        this.definition = definition;
        this.memory = memory;
        define(definition);
    }

    TableDefinition definition() {
        return definition;
    }

    @Nullable Item get(ItemKey key) {
        return items.get(key);
    }

    ConcurrentNavigableMap<ItemKey, Item> items() {
        return items;
    }

    Index index(String name) {
        Index index = indexes.get(name);
        if (index == null) throw new IllegalStateException("no index " + name);
        return index;
    }

    @Nullable Index indexIfAny(String name) {
        return indexes.get(name);
    }

    /// The items that expire, or null if none do.
    @Nullable Expiries expiries() {
        return expiries;
    }

    long count() {
        return count.get();
    }

    /// Bytes as they are counted, see [ItemSize].
    long bytes() {
        return bytes.get();
    }

    /// Memory that an item takes here.
    long memory(ItemKey key, Item item) {
        return item.bytes().length
                + key.partition().length
                + key.sort().length
                + (long) OVERHEAD * (1 + indexes.size());
    }

    // ---- from the ledger

    void define(TableDefinition next) {
        Map<String, Index> before = indexes;
        Map<String, Index> now = new LinkedHashMap<>();
        for (IndexDefinition index : next.indexes()) {
            Index known = before.get(index.name());
            boolean same = known != null && isSame(definition.index(index.name()), index);
            now.put(index.name(), same && known != null ? known : built(index, next.keys()));
        }
        long indexesMore = (long) now.size() - before.size();
        memory.addAndGet(count.get() * OVERHEAD * indexesMore);
        String attribute = next.settings().expiryAttribute();
        Expiries known = expiries;
        if (attribute == null) expiries = null;
        else if (known == null || !known.attribute().equals(attribute)) {
            var made = new Expiries(attribute);
            items.forEach((key, item) -> made.replace(key, null, item.attributes()));
            expiries = made;
        }
        definition = next;
        indexes = now;
    }

    /// Whether an index of that name has not been deleted and made again.
    private static boolean isSame(@Nullable IndexDefinition before, IndexDefinition now) {
        return before != null
                && before.keys().equals(now.keys())
                && before.projection() == now.projection()
                && before.attributes().equals(now.attributes());
    }

    private Index built(IndexDefinition index, KeySchema keys) {
        var built = new Index(index, keys);
        items.forEach((key, item) -> built.replace(key, null, item.attributes(), item));
        return built;
    }

    void put(ItemKey key, Item item) {
        Item before = items.put(key, item);
        replaced(key, before, item);
    }

    void remove(ItemKey key) {
        Item before = items.remove(key);
        if (before != null) replaced(key, before, null);
    }

    private void replaced(ItemKey key, @Nullable Item before, @Nullable Item after) {
        if (before != null) {
            count.decrementAndGet();
            bytes.addAndGet(-before.size());
            memory.addAndGet(-memory(key, before));
        }
        if (after != null) {
            count.incrementAndGet();
            bytes.addAndGet(after.size());
            memory.addAndGet(memory(key, after));
        }
        Expiries expiring = expiries;
        if (indexes.isEmpty() && expiring == null) return;
        Map<String, Value> old = before == null ? null : before.attributes();
        Map<String, Value> now = after == null ? null : after.attributes();
        for (Index index : indexes.values()) index.replace(key, old, now, after);
        if (expiring != null) expiring.replace(key, old, now);
    }

    /// Gives back what is counted: the table is gone.
    void forget() {
        items.forEach((key, item) -> memory.addAndGet(-memory(key, item)));
    }
}
