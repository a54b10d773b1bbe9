package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import java.util.Map;

/// What an item may be, besides having a key.
final class ItemRules {
    private ItemRules() {}

    /// Refuses an item that one of the table's indexes could not hold.
    static void check(TableDefinition table, Map<String, Value> item) throws ApiException {
        for (IndexDefinition index : table.indexes()) index.keys().checkIndexed(index.name(), item);
    }

    /// Refuses what cannot be put into a table.
    ///
    /// @return the item's key
    static ItemKey checkPut(TableDefinition table, Map<String, Value> item) throws ApiException {
        ItemKey key = table.keys().ofItem(item);
        check(table, item);
        if (ItemSize.of(item) > ItemSize.MAX)
            throw ApiErrors.validation("Item size has exceeded the maximum allowed size");
        return key;
    }

    /// Refuses an update of what the item is found by.
    static void checkUpdate(TableDefinition table, Update update) throws ApiException {
        for (Path path : update.paths())
            if (table.keys().has(path.attribute()))
                throw ApiErrors.validation(
                        "One or more parameter values were invalid: Cannot update attribute "
                                + path.attribute()
                                + ". This attribute is part of the key");
    }
}
