package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Deletes what has expired, as any other writer would: an item that was given more time meanwhile
/// stays.
final class ItemExpiry {
    /// Most items in one command.
    private static final int BATCH = 100;

    private final Tables tables;
    private final ItemWrites writes;

    ItemExpiry(Tables tables, ItemWrites writes) {
        this.tables = tables;
        this.writes = writes;
    }

    /// Deletes some of what has expired.
    ///
    /// @return how many items
    int expire(long nowMs) throws ApiException, InterruptedException {
        int deleted = 0;
        for (Table table : tables.all().values()) {
            Expiries expiries = table.expiries();
            if (expiries == null) continue;
            List<ItemWrite> batch = new ArrayList<>();
            for (ItemKey key : expiries.due(nowMs, BATCH))
                batch.add(
                        new ItemWrite(
                                table,
                                key,
                                expired(expiries.attribute(), nowMs),
                                false,
                                new ItemWrite.Change.Delete()));
            if (!batch.isEmpty()) deleted += writes.carryOutPossible(batch);
        }
        return deleted;
    }

    private static Condition expired(String attribute, long nowMs) {
        BigDecimal second = BigDecimal.valueOf(nowMs / 1000).stripTrailingZeros();
        return new Condition.Compare(
                Condition.Comparator.LESS,
                new Operand.At(Path.of(attribute)),
                new Operand.Literal(new Value.Num(second)));
    }
}
