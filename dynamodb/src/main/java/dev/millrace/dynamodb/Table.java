package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// A table and its items, as far as they are durable. Changed by one thread, read by any.
final class Table {
    /// Memory that an item takes beside its bytes and its keys, more or less.
    private static final int OVERHEAD = 160;

    private volatile TableDefinition definition;
    private final ConcurrentNavigableMap<ItemKey, Item> items = new ConcurrentSkipListMap<>();
    private volatile Map<String, Index> indexes = Map.of();
    private volatile @Nullable Expiries expiries;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong memory;
    private long held; // of that, this table; of the thread that changes it

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

    @Nullable Index index(String name) {
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

    /// Memory that an item takes here, and for it the indexes.
    ///
    /// @param attributes the item's
    long memory(ItemKey key, Item item, Map<String, Value> attributes) {
        long taken =
                (long) OVERHEAD + key.partition().length + key.sort().length + item.bytes().length;
        for (Index index : indexes.values()) taken += index.memory(attributes);
        Expiries expiring = expiries;
        return expiring == null ? taken : taken + expiring.memory(attributes);
    }

    /// Memory that another index would take.
    long memory(IndexDefinition index) {
        long taken = 0;
        for (Item item : items.values()) taken += Index.memory(index, item.attributes());
        return taken;
    }

    private void hold(long more) {
        held += more;
        memory.addAndGet(more);
    }

    /// What the indexes and the expiries take.
    private long aside() {
        long taken = 0;
        for (Index index : indexes.values()) taken += index.memory();
        Expiries expiring = expiries;
        return expiring == null ? taken : taken + expiring.memory();
    }

    // ---- from the ledger

    void define(TableDefinition next) {
        long aside = aside();
        Map<String, Index> before = indexes;
        Map<String, Index> now = new LinkedHashMap<>();
        for (IndexDefinition index : next.indexes()) {
            Index known = before.get(index.name());
            boolean same = known != null && isSame(definition.index(index.name()), index);
            now.put(index.name(), same && known != null ? known : built(index, next.keys()));
        }
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
        hold(aside() - aside);
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
        Expiries expiring = expiries;
        boolean alone = indexes.isEmpty() && expiring == null;
        Map<String, Value> old = attributes(before, alone);
        Map<String, Value> now = attributes(after, alone);
        if (before != null && old != null) {
            count.decrementAndGet();
            bytes.addAndGet(-before.size());
            hold(-memory(key, before, old));
        }
        if (after != null && now != null) {
            count.incrementAndGet();
            bytes.addAndGet(after.size());
            hold(memory(key, after, now));
        }
        for (Index index : indexes.values()) index.replace(key, old, now, after);
        if (expiring != null) expiring.replace(key, old, now);
    }

    /// @param unread whether nobody looks at them
    private static @Nullable Map<String, Value> attributes(@Nullable Item item, boolean unread) {
        if (item == null) return null;
        return unread ? Map.of() : item.attributes();
    }

    /// Gives back what is counted: the table is gone.
    void forget() {
        hold(-held);
    }
}
