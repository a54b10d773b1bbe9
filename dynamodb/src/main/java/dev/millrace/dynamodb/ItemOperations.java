package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.dynamodb.Placeholders.Given;
import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.dynamodb.AttributeValue;
import dev.millrace.model.dynamodb.DeleteItemInput;
import dev.millrace.model.dynamodb.DeleteItemOutput;
import dev.millrace.model.dynamodb.ExpectedAttributeValue;
import dev.millrace.model.dynamodb.GetItemInput;
import dev.millrace.model.dynamodb.GetItemOutput;
import dev.millrace.model.dynamodb.PutItemInput;
import dev.millrace.model.dynamodb.PutItemOutput;
import dev.millrace.model.dynamodb.UpdateItemInput;
import dev.millrace.model.dynamodb.UpdateItemOutput;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One item: GetItem, PutItem, UpdateItem, DeleteItem.
final class ItemOperations {
    private static final String CONDITION = "ConditionExpression";
    private static final String UPDATE = "UpdateExpression";

    private final TableDirectory directory;
    private final ItemWrites writes;

    ItemOperations(TableDirectory directory, ItemWrites writes) {
        this.directory = directory;
        this.writes = writes;
    }

    GetItemOutput get(Caller caller, GetItemInput input) throws ApiException {
        var selected = new Given(Placeholders.PROJECTION, input.projectionExpression());
        Placeholders.requireOneKind(legacy("AttributesToGet", input.attributesToGet()), selected);
        var placeholders = Placeholders.of(input.expressionAttributeNames(), null, selected);
        Projection projection =
                projection(input.attributesToGet(), input.projectionExpression(), placeholders);
        placeholders.requireAllUsed();
        Map<String, Value> keyAttributes =
                WireValue.attributes(WireValue.nullable(requireNonNull(input.key())));
        Table table = directory.usable(caller, input.tableName());
        Item item = table.get(table.definition().keys().parse(keyAttributes));
        boolean consistent = Boolean.TRUE.equals(input.consistentRead());
        var units = new Units(table.definition());
        units.read(Units.ofRead(item == null ? 0 : item.size(), consistent));
        return new GetItemOutput(
                item == null ? null : WireValue.wire(shown(item.attributes(), projection)),
                units.shape(input.returnConsumedCapacity()));
    }

    static Map<String, Value> shown(Map<String, Value> item, @Nullable Projection projection) {
        return projection == null ? item : projection.of(item);
    }

    /// What is wanted of items, or null for everything.
    static @Nullable Projection projection(
            @Nullable List<String> attributesToGet,
            @Nullable String expression,
            Placeholders placeholders)
            throws ApiException {
        if (attributesToGet != null) {
            if (attributesToGet.stream().distinct().count() < attributesToGet.size())
                throw ApiErrors.validation(
                        "One or more parameter values were invalid: Duplicate value in attribute"
                                + " name: "
                                + attributesToGet);
            return Projection.ofAttributes(attributesToGet);
        }
        if (expression == null) return null;
        return Projection.of(
                ExpressionParser.projection(Placeholders.PROJECTION, expression, placeholders));
    }

    static Map<String, @Nullable Object> legacy(String member, @Nullable Object value) {
        var legacy = new LinkedHashMap<String, @Nullable Object>();
        legacy.put(member, value);
        return legacy;
    }

    PutItemOutput put(Caller caller, PutItemInput input) throws ApiException, InterruptedException {
        String returned = or(input.returnValues(), "NONE");
        if (!returned.equals("NONE") && !returned.equals("ALL_OLD"))
            throw ApiErrors.validation("ReturnValues can only be ALL_OLD or NONE");
        Condition condition =
                condition(
                        input.expected(),
                        input.conditionalOperator(),
                        input.conditionExpression(),
                        input.expressionAttributeNames(),
                        input.expressionAttributeValues());
        Map<String, Value> item =
                WireValue.attributes(WireValue.nullable(requireNonNull(input.item())));
        Table table = directory.usable(caller, input.tableName());
        ItemKey key = ItemRules.checkPut(table.definition(), item);
        ItemWrite.Outcome outcome =
                writes.carryOut(
                        new ItemWrite(
                                table,
                                key,
                                condition,
                                showsItem(input.returnValuesOnConditionCheckFailure()),
                                new ItemWrite.Change.Put(item)));
        return new PutItemOutput(
                returned(returned, outcome, null),
                units(table, outcome).shape(input.returnConsumedCapacity()),
                ItemCollection.metrics(table, key, item, input.returnItemCollectionMetrics()));
    }

    DeleteItemOutput delete(Caller caller, DeleteItemInput input)
            throws ApiException, InterruptedException {
        String returned = or(input.returnValues(), "NONE");
        if (!returned.equals("NONE") && !returned.equals("ALL_OLD"))
            throw ApiErrors.validation("ReturnValues can only be ALL_OLD or NONE");
        Condition condition =
                condition(
                        input.expected(),
                        input.conditionalOperator(),
                        input.conditionExpression(),
                        input.expressionAttributeNames(),
                        input.expressionAttributeValues());
        Map<String, Value> keyAttributes =
                WireValue.attributes(WireValue.nullable(requireNonNull(input.key())));
        Table table = directory.usable(caller, input.tableName());
        ItemKey key = table.definition().keys().parse(keyAttributes);
        ItemWrite.Outcome outcome =
                writes.carryOut(
                        new ItemWrite(
                                table,
                                key,
                                condition,
                                showsItem(input.returnValuesOnConditionCheckFailure()),
                                new ItemWrite.Change.Delete()));
        return new DeleteItemOutput(
                returned(returned, outcome, null),
                units(table, outcome).shape(input.returnConsumedCapacity()),
                ItemCollection.metrics(
                        table, key, keyAttributes, input.returnItemCollectionMetrics()));
    }

    UpdateItemOutput update(Caller caller, UpdateItemInput input)
            throws ApiException, InterruptedException {
        var given = new Given(UPDATE, input.updateExpression());
        var conditional = new Given(CONDITION, input.conditionExpression());
        var legacy = legacy("AttributeUpdates", input.attributeUpdates());
        legacy.put("Expected", input.expected());
        legacy.put("ConditionalOperator", input.conditionalOperator());
        Placeholders.requireOneKind(legacy, given, conditional);
        var placeholders =
                Placeholders.of(
                        input.expressionAttributeNames(),
                        input.expressionAttributeValues(),
                        given,
                        conditional);
        Update update = update(input, placeholders);
        Condition condition =
                condition(
                        input.expected(),
                        input.conditionalOperator(),
                        input.conditionExpression(),
                        placeholders);
        placeholders.requireAllUsed();
        Map<String, Value> keyAttributes =
                WireValue.attributes(WireValue.nullable(requireNonNull(input.key())));
        Table table = directory.usable(caller, input.tableName());
        ItemKey key = table.definition().keys().parse(keyAttributes);
        ItemRules.checkUpdate(table.definition(), update);
        // Legacy deletions alone make no item.
        boolean creates =
                input.attributeUpdates() == null
                        || input.attributeUpdates().isEmpty()
                        || !update.assignments().isEmpty()
                        || !update.additions().isEmpty();
        ItemWrite.Outcome outcome =
                writes.carryOut(
                        new ItemWrite(
                                table,
                                key,
                                condition,
                                showsItem(input.returnValuesOnConditionCheckFailure()),
                                new ItemWrite.Change.Modify(update, keyAttributes, creates)));
        return new UpdateItemOutput(
                returned(or(input.returnValues(), "NONE"), outcome, update),
                units(table, outcome).shape(input.returnConsumedCapacity()),
                ItemCollection.metrics(
                        table, key, keyAttributes, input.returnItemCollectionMetrics()));
    }

    private static Update update(UpdateItemInput input, Placeholders placeholders)
            throws ApiException {
        if (input.updateExpression() != null)
            return UpdateParser.parse(input.updateExpression(), placeholders);
        return LegacyConditions.update(
                input.attributeUpdates() == null ? Map.of() : input.attributeUpdates());
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    static boolean showsItem(@Nullable String onFailure) {
        return "ALL_OLD".equals(onFailure);
    }

    private static Units units(Table table, ItemWrite.Outcome outcome) {
        var units = new Units(table.definition());
        units.write(outcome.before(), outcome.after(), 1);
        return units;
    }

    private static Condition condition(
            @Nullable Map<String, ExpectedAttributeValue> expected,
            @Nullable String operator,
            @Nullable String expression,
            @Nullable Map<String, String> names,
            @Nullable Map<String, AttributeValue> values)
            throws ApiException {
        var given = new Given(CONDITION, expression);
        var legacy = legacy("Expected", expected);
        legacy.put("ConditionalOperator", operator);
        Placeholders.requireOneKind(legacy, given);
        var placeholders = Placeholders.of(names, values, given);
        Condition condition = condition(expected, operator, expression, placeholders);
        placeholders.requireAllUsed();
        return condition;
    }

    private static Condition condition(
            @Nullable Map<String, ExpectedAttributeValue> expected,
            @Nullable String operator,
            @Nullable String expression,
            Placeholders placeholders)
            throws ApiException {
        if (expression != null)
            return ExpressionParser.condition(CONDITION, expression, placeholders);
        if (expected == null) {
            if (operator != null)
                throw ApiErrors.validation(
                        "One or more parameter values were invalid: ConditionalOperator cannot be"
                                + " used without Filter or Expected");
            return new Condition.True();
        }
        if (operator != null && expected.size() < 2)
            throw ApiErrors.validation(
                    "One or more parameter values were invalid: ConditionalOperator can only be"
                            + " used when Filter or Expected has two or more elements");
        return LegacyConditions.expected(expected, operator);
    }

    private static @Nullable Map<String, AttributeValue> returned(
            String wanted, ItemWrite.Outcome outcome, @Nullable Update update) {
        Map<String, Value> item = wanted.endsWith("_OLD") ? outcome.before() : outcome.after();
        if (wanted.equals("NONE") || item == null) return null;
        if (wanted.startsWith("ALL")) return WireValue.wire(item);
        if (update == null) throw new IllegalStateException(wanted);
        Map<String, Value> updated = Projection.of(update.paths()).of(item);
        return updated.isEmpty() ? null : WireValue.wire(updated);
    }
}
