package dev.millrace.dynamodb;

import dev.millrace.model.dynamodb.ItemCollectionMetrics;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The items of one partition key, which matter to local indexes: how large they are together.
final class ItemCollection {
    private static final double GIB = 1 << 30;

    private ItemCollection() {}

    /// How large a collection is, in whole GiB.
    ///
    /// @param attributes some that hold the key
    /// @param wanted `SIZE`, or what asks for nothing
    /// @return null if it was not asked for, or the table has no local indexes
    static @Nullable ItemCollectionMetrics metrics(
            Table table, ItemKey key, Map<String, Value> attributes, @Nullable String wanted) {
        if (!"SIZE".equals(wanted) || table.definition().indexes(true).isEmpty()) return null;
        long bytes = 0;
        var from = ItemKey.ofPartition(key.partition());
        for (var entry : table.items().tailMap(from).entrySet()) {
            if (!entry.getKey().isInPartitionOf(from)) break;
            bytes += entry.getValue().size();
        }
        double low = Math.floor(bytes / GIB);
        var partition = new KeySchema(table.definition().keys().partition(), null);
        return new ItemCollectionMetrics(
                WireValue.wire(partition.only(attributes)), List.of(low, low + 1));
    }
}
