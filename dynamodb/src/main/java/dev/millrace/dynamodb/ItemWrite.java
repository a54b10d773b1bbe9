package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a request would do to one item. Deciding touches nothing.
///
/// @param condition what has to be true of the item as it is, or of none
/// @param showsItem whether a refusal for the condition shows the item
record ItemWrite(Table table, ItemKey key, Condition condition, boolean showsItem, Change change) {
    /// What is done.
    sealed interface Change {
        record Put(Map<String, Value> item) implements Change {}

        record Delete() implements Change {}

        /// Some of its attributes change.
        ///
        /// @param key the attributes of the key, of which an item that is not there is made
        /// @param creates whether an item that is not there is made
        record Modify(Update update, Map<String, Value> key, boolean creates) implements Change {}

        /// Only the condition counts.
        record Check() implements Change {}
    }

    /// An item before and after; null if it is not there.
    record Outcome(@Nullable Map<String, Value> before, @Nullable Map<String, Value> after) {
        boolean changes() {
            return before == null ? after != null : !before.equals(after);
        }
    }

    ItemLocks.Name lock() {
        return new ItemLocks.Name(table.definition().number(), key);
    }

    /// @param stored the item as it is, or null
    /// @throws ApiException what the client is told, if it is not to be
    Outcome decide(@Nullable Item stored) throws ApiException {
        Map<String, Value> before = stored == null ? null : stored.attributes();
        if (!condition.holds(before == null ? Map.of() : before))
            throw ApiErrors.conditionFailed(showsItem ? before : null);
        return switch (change) {
            case Change.Put(var item) -> new Outcome(before, item);
            case Change.Delete() -> new Outcome(before, null);
            case Change.Check() -> new Outcome(before, before);
            case Change.Modify(var update, var itsKey, boolean creates) -> {
                if (stored == null && !creates) yield new Outcome(null, null);
                // One of its own, to be changed.
                Map<String, Value> after =
                        stored == null ? new LinkedHashMap<>(itsKey) : stored.attributes();
                update.apply(after);
                ItemRules.check(table.definition(), after);
                if (ItemSize.of(after) > ItemSize.MAX)
                    throw ApiErrors.validation(
                            "Item size to update has exceeded the maximum allowed size");
                yield new Outcome(before, after);
            }
        };
    }
}
