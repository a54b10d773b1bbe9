package dev.millrace.dynamodb;

import dev.millrace.model.dynamodb.Capacity;
import dev.millrace.model.dynamodb.ConsumedCapacity;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/// Capacity units that a request takes of one table and its indexes. Source: the developer guide,
/// "Read and write capacity". They are counted exactly and not limited.
final class Units {
    private static final int READ_BYTES = 4 << 10;
    private static final int WRITE_BYTES = 1 << 10;

    private final TableDefinition table;
    private double ofTable;
    private final Map<String, Double> ofLocal = new TreeMap<>();
    private final Map<String, Double> ofGlobal = new TreeMap<>();

    Units(TableDefinition table) {
        this.table = table;
    }

    /// Of reading so many bytes at once: nothing counts as the least there is.
    static double ofRead(long bytes, boolean consistent) {
        double units = Math.max(1, (bytes + READ_BYTES - 1) / READ_BYTES);
        return consistent ? units : units / 2;
    }

    private static double ofWrite(long bytes) {
        return Math.max(1, (bytes + WRITE_BYTES - 1) / WRITE_BYTES);
    }

    void read(double units) {
        ofTable += units;
    }

    void read(IndexDefinition index, double units) {
        (index.local() ? ofLocal : ofGlobal).merge(index.name(), units, Double::sum);
    }

    /// An item that is written; null is one that is not there.
    ///
    /// @param times how often it counts
    void write(@Nullable Map<String, Value> before, @Nullable Map<String, Value> after, int times) {
        int old = before == null ? 0 : ItemSize.of(before);
        int now = after == null ? 0 : ItemSize.of(after);
        ofTable += times * ofWrite(Math.max(old, now));
        for (IndexDefinition index : table.indexes()) {
            double units = times * ofIndex(index, before, after);
            if (units > 0) read(index, units);
        }
    }

    private double ofIndex(
            IndexDefinition index,
            @Nullable Map<String, Value> before,
            @Nullable Map<String, Value> after) {
        ItemKey from = before == null ? null : index.keys().key(before);
        ItemKey to = after == null ? null : index.keys().key(after);
        var old = from == null || before == null ? null : index.projected(before, table.keys());
        var now = to == null || after == null ? null : index.projected(after, table.keys());
        if (old == null || from == null) return now == null ? 0 : ofWrite(ItemSize.of(now));
        if (now == null || to == null) return ofWrite(ItemSize.of(old));
        if (!from.equals(to)) return ofWrite(ItemSize.of(old)) + ofWrite(ItemSize.of(now));
        return old.equals(now) ? 0 : ofWrite(Math.max(ItemSize.of(old), ItemSize.of(now)));
    }

    private double all() {
        double all = ofTable;
        for (double units : ofLocal.values()) all += units;
        for (double units : ofGlobal.values()) all += units;
        return all;
    }

    /// @param wanted `TOTAL`, `INDEXES` or what asks for nothing
    @Nullable ConsumedCapacity shape(@Nullable String wanted) {
        return shape(wanted, false, false);
    }

    /// @param reads whether the units are named as read ones too, as transactions do; or written
    ///     ones
    @Nullable ConsumedCapacity shape(@Nullable String wanted, boolean reads, boolean writes) {
        if (wanted == null || wanted.equals("NONE")) return null;
        boolean detailed = wanted.equals("INDEXES");
        return ConsumedCapacity.builder()
                .tableName(table.name().name())
                .capacityUnits(all())
                .readCapacityUnits(reads ? all() : null)
                .writeCapacityUnits(writes ? all() : null)
                .table(detailed ? capacity(ofTable, reads, writes) : null)
                .localSecondaryIndexes(detailed ? capacities(ofLocal, reads, writes) : null)
                .globalSecondaryIndexes(detailed ? capacities(ofGlobal, reads, writes) : null)
                .build();
    }

    private static Capacity capacity(double units, boolean reads, boolean writes) {
        return Capacity.builder()
                .capacityUnits(units)
                .readCapacityUnits(reads ? units : null)
                .writeCapacityUnits(writes ? units : null)
                .build();
    }

    private static @Nullable Map<String, Capacity> capacities(
            Map<String, Double> units, boolean reads, boolean writes) {
        if (units.isEmpty()) return null;
        Map<String, Capacity> capacities = new TreeMap<>();
        units.forEach((index, all) -> capacities.put(index, capacity(all, reads, writes)));
        return capacities;
    }
}
