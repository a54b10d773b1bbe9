package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.dynamodb.Placeholders.Given;
import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.JsonWriter;
import dev.millrace.model.dynamodb.AttributeValue;
import dev.millrace.model.dynamodb.ConsumedCapacity;
import dev.millrace.model.dynamodb.ItemResponse;
import dev.millrace.model.dynamodb.TransactGetItem;
import dev.millrace.model.dynamodb.TransactGetItemsInput;
import dev.millrace.model.dynamodb.TransactGetItemsOutput;
import dev.millrace.model.dynamodb.TransactWriteItem;
import dev.millrace.model.dynamodb.TransactWriteItemsInput;
import dev.millrace.model.dynamodb.TransactWriteItemsOutput;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// All or nothing: TransactWriteItems and TransactGetItems.
final class TransactionOperations {
    private static final String CONDITION = "ConditionExpression";
    private static final String UPDATE = "UpdateExpression";
    private static final long MAX_BYTES = 4 << 20;

    /// Each item counts twice: preparing and committing.
    private static final int TIMES = 2;

    private final Tables tables;
    private final TableDirectory directory;
    private final ItemWrites writes;

    TransactionOperations(Tables tables, TableDirectory directory, ItemWrites writes) {
        this.tables = tables;
        this.directory = directory;
        this.writes = writes;
    }

    /// One item that is read.
    private record Get(String name, Table table, ItemKey key, @Nullable Projection projection) {}

    TransactGetItemsOutput get(Caller caller, TransactGetItemsInput input) throws ApiException {
        List<Get> gets = new ArrayList<>();
        Set<ItemLocks.Name> seen = new HashSet<>();
        for (TransactGetItem wanted : requireNonNull(input.transactItems())) {
            var get = requireNonNull(wanted.get());
            var selected = new Given(Placeholders.PROJECTION, get.projectionExpression());
            var placeholders = Placeholders.of(get.expressionAttributeNames(), null, selected);
            Projection projection =
                    ItemOperations.projection(null, get.projectionExpression(), placeholders);
            placeholders.requireAllUsed();
            Table table = directory.usable(caller, get.tableName());
            ItemKey key = key(table, get.key());
            gets.add(new Get(requireNonNull(get.tableName()), table, key, projection));
            if (!seen.add(new ItemLocks.Name(table.definition().number(), key)))
                throw multipleOperations();
        }
        List<@Nullable Item> items =
                tables.atomically(
                        () -> {
                            List<@Nullable Item> found = new ArrayList<>();
                            for (Get get : gets) found.add(get.table.get(get.key));
                            return found;
                        });
        long bytes = 0;
        for (Item item : items) if (item != null) bytes += item.size();
        if (bytes > MAX_BYTES)
            throw ApiErrors.validation("The items of a TransactGetItems call exceed 4 MB");
        List<ItemResponse> responses = new ArrayList<>();
        Map<String, Units> units = new LinkedHashMap<>();
        for (int i = 0; i < gets.size(); i++) {
            Get get = gets.get(i);
            Item item = items.get(i);
            responses.add(
                    new ItemResponse(
                            item == null
                                    ? null
                                    : WireValue.wire(
                                            ItemOperations.shown(
                                                    item.attributes(), get.projection))));
            units.computeIfAbsent(get.name, _ -> new Units(get.table.definition()))
                    .read(TIMES * Units.ofRead(item == null ? 0 : item.size(), true));
        }
        List<ConsumedCapacity> capacities = new ArrayList<>();
        for (Units each : units.values()) {
            ConsumedCapacity capacity = each.shape(input.returnConsumedCapacity(), true, false);
            if (capacity != null) capacities.add(capacity);
        }
        return new TransactGetItemsOutput(capacities.isEmpty() ? null : capacities, responses);
    }

    private static ApiException multipleOperations() {
        return ApiErrors.validation(
                "Transaction request cannot include multiple operations on one item");
    }

    private static ItemKey key(Table table, @Nullable Map<String, AttributeValue> key)
            throws ApiException {
        return table.definition()
                .keys()
                .parse(WireValue.attributes(WireValue.nullable(requireNonNull(key))));
    }

    TransactWriteItemsOutput write(Caller caller, TransactWriteItemsInput input)
            throws ApiException, InterruptedException {
        List<ItemWrite> all = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<ItemLocks.Name> seen = new HashSet<>();
        long bytes = 0;
        for (TransactWriteItem wanted : requireNonNull(input.transactItems())) {
            ItemWrite write = write(caller, wanted, names);
            if (!seen.add(write.lock())) throw multipleOperations();
            if (write.change() instanceof ItemWrite.Change.Put(var item))
                bytes += ItemSize.of(item);
            all.add(write);
        }
        if (bytes > MAX_BYTES)
            throw ApiErrors.validation("The items of a TransactWriteItems call exceed 4 MB");
        List<ItemWrite.Outcome> outcomes = writes.transact(all, token(caller, input));
        Map<String, Units> units = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            ItemWrite write = all.get(i);
            Units each =
                    units.computeIfAbsent(names.get(i), _ -> new Units(write.table().definition()));
            if (outcomes != null)
                each.write(outcomes.get(i).before(), outcomes.get(i).after(), TIMES);
            else { // it was carried out before; what is there was looked at
                Item item = write.table().get(write.key());
                each.read(TIMES * Units.ofRead(item == null ? 0 : item.size(), true));
            }
        }
        return TransactWriteItemsOutput.builder()
                .consumedCapacity(
                        BatchOperations.capacities(
                                units,
                                input.returnConsumedCapacity(),
                                outcomes == null,
                                outcomes != null))
                .build();
    }

    private @Nullable TransactionToken token(Caller caller, TransactWriteItemsInput input) {
        String token = input.clientRequestToken();
        if (token == null) return null;
        var request = new JsonWriter(input.roughSize());
        TransactWriteItemsInput.builder()
                .transactItems(input.transactItems())
                .build()
                .write(request);
        return new TransactionToken(
                TransactionToken.Digest.of(caller.account(), caller.region(), token),
                TransactionToken.Digest.of(request.array(), request.length()),
                directory.nowMs() + TransactionToken.LIFETIME_MS);
    }

    /// @param names gets the table's, as it was asked for
    private ItemWrite write(Caller caller, TransactWriteItem wanted, List<String> names)
            throws ApiException {
        var check = wanted.conditionCheck();
        var put = wanted.put();
        var delete = wanted.delete();
        var update = wanted.update();
        long given = Stream.of(check, put, delete, update).filter(it -> it != null).count();
        if (given != 1)
            throw ApiErrors.validation(
                    "TransactItems can only contain one of Check, Put, Update or Delete");
        if (check != null) {
            var placeholders =
                    Placeholders.of(
                            check.expressionAttributeNames(),
                            check.expressionAttributeValues(),
                            new Given(CONDITION, check.conditionExpression()));
            Condition condition = condition(check.conditionExpression(), placeholders);
            placeholders.requireAllUsed();
            Table table = table(caller, check.tableName(), names);
            return new ItemWrite(
                    table,
                    key(table, check.key()),
                    condition,
                    ItemOperations.showsItem(check.returnValuesOnConditionCheckFailure()),
                    new ItemWrite.Change.Check());
        }
        if (put != null) {
            var placeholders =
                    Placeholders.of(
                            put.expressionAttributeNames(),
                            put.expressionAttributeValues(),
                            new Given(CONDITION, put.conditionExpression()));
            Condition condition = condition(put.conditionExpression(), placeholders);
            placeholders.requireAllUsed();
            Map<String, Value> item =
                    WireValue.attributes(WireValue.nullable(requireNonNull(put.item())));
            Table table = table(caller, put.tableName(), names);
            return new ItemWrite(
                    table,
                    ItemRules.checkPut(table.definition(), item),
                    condition,
                    ItemOperations.showsItem(put.returnValuesOnConditionCheckFailure()),
                    new ItemWrite.Change.Put(item));
        }
        if (delete != null) {
            var placeholders =
                    Placeholders.of(
                            delete.expressionAttributeNames(),
                            delete.expressionAttributeValues(),
                            new Given(CONDITION, delete.conditionExpression()));
            Condition condition = condition(delete.conditionExpression(), placeholders);
            placeholders.requireAllUsed();
            Table table = table(caller, delete.tableName(), names);
            return new ItemWrite(
                    table,
                    key(table, delete.key()),
                    condition,
                    ItemOperations.showsItem(delete.returnValuesOnConditionCheckFailure()),
                    new ItemWrite.Change.Delete());
        }
        return modify(caller, requireNonNull(update), names);
    }

    private ItemWrite modify(
            Caller caller, dev.millrace.model.dynamodb.Update wanted, List<String> names)
            throws ApiException {
        var placeholders =
                Placeholders.of(
                        wanted.expressionAttributeNames(),
                        wanted.expressionAttributeValues(),
                        new Given(UPDATE, wanted.updateExpression()),
                        new Given(CONDITION, wanted.conditionExpression()));
        Update update = UpdateParser.parse(requireNonNull(wanted.updateExpression()), placeholders);
        Condition condition = condition(wanted.conditionExpression(), placeholders);
        placeholders.requireAllUsed();
        Table table = table(caller, wanted.tableName(), names);
        Map<String, Value> keyAttributes =
                WireValue.attributes(WireValue.nullable(requireNonNull(wanted.key())));
        ItemKey key = table.definition().keys().parse(keyAttributes);
        ItemRules.checkUpdate(table.definition(), update);
        return new ItemWrite(
                table,
                key,
                condition,
                ItemOperations.showsItem(wanted.returnValuesOnConditionCheckFailure()),
                new ItemWrite.Change.Modify(update, keyAttributes, true));
    }

    private Table table(Caller caller, @Nullable String name, List<String> names)
            throws ApiException {
        names.add(requireNonNull(name));
        return directory.usable(caller, name);
    }

    private static Condition condition(@Nullable String expression, Placeholders placeholders)
            throws ApiException {
        return expression == null
                ? new Condition.True()
                : ExpressionParser.condition(CONDITION, expression, placeholders);
    }
}
