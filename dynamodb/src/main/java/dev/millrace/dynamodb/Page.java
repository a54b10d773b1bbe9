package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.dynamodb.AttributeValue;
import dev.millrace.model.dynamodb.ConsumedCapacity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A page of a query or a scan: what is looked at until a limit or the largest page is reached, and
/// of it what passes the filter.
final class Page {
    /// Most bytes that are looked at for one page.
    private static final int MAX_BYTES = 1 << 20;

    private final Table table;
    private final @Nullable IndexDefinition index;
    private final PageRequest request;
    private final List<Map<String, AttributeValue>> items = new ArrayList<>();
    private int count;
    private int scanned;
    private long bytes;
    private double fetched; // units of looking items up in the table
    private @Nullable Map<String, Value> last; // key of the item looked at last, if more may follow

    /// @param index whose items are looked at, or null for the table's
    Page(Table table, @Nullable IndexDefinition index, PageRequest request) {
        this.table = table;
        this.index = index;
        this.request = request;
    }

    /// Looks at items until the page is full.
    ///
    /// @param range what belongs to it
    void fill(Iterator<Shelf.Step> steps, java.util.function.Predicate<ItemKey> range) {
        while (steps.hasNext()) {
            Shelf.Step step = steps.next();
            if (!range.test(step.key())) continue;
            Map<String, Value> whole = step.item().attributes();
            Map<String, Value> seen =
                    index == null ? whole : index.projected(whole, table.definition().keys());
            int size = index == null ? step.item().size() : ItemSize.of(seen);
            if (scanned > 0 && bytes + size > MAX_BYTES) return;
            bytes += size;
            scanned++;
            last = place(whole);
            if (request.filter().holds(seen)) {
                count++;
                show(step.item(), whole, seen);
            }
            if (scanned == request.limit()) return;
        }
        last = null;
    }

    private void show(Item item, Map<String, Value> whole, Map<String, Value> seen) {
        if (request.countsOnly()) return;
        if (request.fetches()) fetched += Units.ofRead(item.size(), request.consistent());
        items.add(
                WireValue.wire(
                        ItemOperations.shown(
                                request.fetches() ? whole : seen, request.projection())));
    }

    /// The keys by which the next page begins behind an item.
    private Map<String, Value> place(Map<String, Value> item) {
        Map<String, Value> place = new LinkedHashMap<>();
        if (index != null) place.putAll(index.keys().only(item));
        place.putAll(table.definition().keys().only(item));
        return place;
    }

    @Nullable List<Map<String, AttributeValue>> items() {
        return request.countsOnly() ? null : items;
    }

    int count() {
        return count;
    }

    int scanned() {
        return scanned;
    }

    @Nullable Map<String, AttributeValue> lastKey() {
        return last == null ? null : WireValue.wire(last);
    }

    @Nullable ConsumedCapacity capacity(@Nullable String wanted) {
        var units = new Units(table.definition());
        double read = Units.ofRead(bytes, request.consistent());
        if (index == null) units.read(read);
        else units.read(index, read);
        units.read(fetched);
        return units.shape(wanted);
    }

    /// Where a page begins: the keys of the item before it.
    ///
    /// @param here its key in the index, or in the table
    /// @param inTable its key in the table
    record Start(ItemKey here, ItemKey inTable) {}

    /// @throws ApiException if these are not the keys of an item
    static Start start(
            Map<String, Value> given, TableDefinition table, @Nullable IndexDefinition index)
            throws ApiException {
        KeySchema keys = index == null ? table.keys() : index.keys();
        var expected = new LinkedHashMap<String, Value>();
        for (KeySchema.Part part : keys.parts()) add(given, part.name(), expected);
        for (KeySchema.Part part : table.keys().parts()) add(given, part.name(), expected);
        ItemKey here = keys.key(expected);
        ItemKey inTable = table.keys().key(expected);
        if (here == null || inTable == null || expected.size() != given.size())
            throw ApiErrors.validation(
                    "The provided starting key is invalid"
                            + (index == null
                                    ? ": The provided key element does not match the schema"
                                    : ""));
        return new Start(here, inTable);
    }

    private static void add(Map<String, Value> from, String name, Map<String, Value> to) {
        Value value = from.get(name);
        if (value != null) to.put(name, value);
    }
}
