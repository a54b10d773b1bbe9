package dev.millrace.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.millrace.dynamodb.Placeholders.Given;
import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.dynamodb.QueryInput;
import dev.millrace.model.dynamodb.QueryOutput;
import dev.millrace.model.dynamodb.ScanInput;
import dev.millrace.model.dynamodb.ScanOutput;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Map;

/// Many items: Query and Scan.
final class PageOperations {
    /// Memory that a page may take while it is made.
    static final int MOST_ANSWER_BYTES = 16 << 20;

    private static final String FILTER = "FilterExpression";
    private static final String KEY = "KeyConditionExpression";

    private final TableDirectory directory;

    PageOperations(TableDirectory directory) {
        this.directory = directory;
    }

    QueryOutput query(Caller caller, QueryInput input) throws ApiException {
        var keyed = new Given(KEY, input.keyConditionExpression());
        var filtered = new Given(FILTER, input.filterExpression());
        var selected = new Given(Placeholders.PROJECTION, input.projectionExpression());
        var legacy = ItemOperations.legacy("AttributesToGet", input.attributesToGet());
        legacy.put("QueryFilter", input.queryFilter());
        legacy.put("ConditionalOperator", input.conditionalOperator());
        legacy.put("KeyConditions", input.keyConditions());
        Placeholders.requireOneKind(legacy, filtered, selected, keyed);
        var placeholders =
                Placeholders.of(
                        input.expressionAttributeNames(),
                        input.expressionAttributeValues(),
                        filtered,
                        selected,
                        keyed);
        Condition filter =
                filter(
                        input.filterExpression(),
                        input.queryFilter(),
                        input.conditionalOperator(),
                        placeholders);
        Projection projection =
                ItemOperations.projection(
                        input.attributesToGet(), input.projectionExpression(), placeholders);
        KeyCondition condition;
        if (input.keyConditionExpression() != null)
            condition =
                    KeyCondition.ofExpression(
                            ExpressionParser.condition(
                                    KEY, input.keyConditionExpression(), placeholders));
        else if (input.keyConditions() != null)
            condition = KeyCondition.ofLegacy(input.keyConditions());
        else
            throw ApiErrors.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified"
                            + " in the request.");
        placeholders.requireAllUsed();
        Table table = directory.usable(caller, input.tableName());
        TableDefinition definition = table.definition();
        IndexDefinition index = PageRequest.index(definition, input.indexName(), directory.nowMs());
        KeySchema keys = index == null ? definition.keys() : index.keys();
        String keyAttribute = KeyCondition.keyIn(filter, keys);
        if (keyAttribute != null)
            throw ApiErrors.validation(
                    (input.filterExpression() != null
                                    ? "Filter Expression can only contain"
                                    : "QueryFilter can only contain")
                            + " non-primary key attributes: Primary key attribute: "
                            + keyAttribute);
        PageRequest request =
                PageRequest.of(
                        definition,
                        index,
                        filter,
                        projection,
                        member(input.projectionExpression()),
                        input.select(),
                        Boolean.TRUE.equals(input.consistentRead()),
                        input.limit());
        KeyRange range = condition.range(keys);
        boolean forward = !Boolean.FALSE.equals(input.scanIndexForward());
        Page.Start start = null;
        if (input.exclusiveStartKey() != null) {
            start =
                    Page.start(
                            WireValue.attributes(WireValue.nullable(input.exclusiveStartKey())),
                            definition,
                            index);
            if (!range.has(start.here()))
                throw ApiErrors.validation(
                        "The provided starting key is outside query boundaries based on provided"
                                + " conditions");
        }
        var page = new Page(table, index, request);
        page.fill(walk(table, index, range.first(), range.last(), start, forward), range::has);
        return new QueryOutput(
                page.items(),
                page.count(),
                page.scanned(),
                page.lastKey(),
                page.capacity(input.returnConsumedCapacity()));
    }

    private static Iterator<Shelf.Step> walk(
            Table table,
            @Nullable IndexDefinition index,
            ItemKey low,
            ItemKey high,
            Page.@Nullable Start start,
            boolean forward) {
        Shelf<?> shelf = index == null ? Shelf.of(table) : Shelf.of(table.index(index.name()));
        return start == null
                ? shelf.walk(low, high, forward)
                : shelf.walkOn(start.here(), start.inTable(), low, high, forward);
    }

    private static String member(@Nullable String projectionExpression) {
        return projectionExpression == null ? "AttributesToGet" : Placeholders.PROJECTION;
    }

    private static Condition filter(
            @Nullable String expression,
            @Nullable Map<String, dev.millrace.model.dynamodb.Condition> legacy,
            @Nullable String operator,
            Placeholders placeholders)
            throws ApiException {
        if (expression != null) return ExpressionParser.condition(FILTER, expression, placeholders);
        if (legacy == null) {
            if (operator != null)
                throw ApiErrors.validation(
                        "One or more parameter values were invalid: ConditionalOperator cannot be"
                                + " used without Filter or Expected");
            return new Condition.True();
        }
        if (operator != null && legacy.size() < 2)
            throw ApiErrors.validation(
                    "One or more parameter values were invalid: ConditionalOperator can only be"
                            + " used when Filter or Expected has two or more elements");
        return LegacyConditions.filters(legacy, operator);
    }

    ScanOutput scan(Caller caller, ScanInput input) throws ApiException {
        var filtered = new Given(FILTER, input.filterExpression());
        var selected = new Given(Placeholders.PROJECTION, input.projectionExpression());
        var legacy = ItemOperations.legacy("AttributesToGet", input.attributesToGet());
        legacy.put("ScanFilter", input.scanFilter());
        legacy.put("ConditionalOperator", input.conditionalOperator());
        Placeholders.requireOneKind(legacy, filtered, selected);
        int segments = segments(input.segment(), input.totalSegments());
        int segment = input.segment() == null ? 0 : requireNonNull(input.segment());
        var placeholders =
                Placeholders.of(
                        input.expressionAttributeNames(),
                        input.expressionAttributeValues(),
                        filtered,
                        selected);
        Condition filter =
                filter(
                        input.filterExpression(),
                        input.scanFilter(),
                        input.conditionalOperator(),
                        placeholders);
        Projection projection =
                ItemOperations.projection(
                        input.attributesToGet(), input.projectionExpression(), placeholders);
        placeholders.requireAllUsed();
        Table table = directory.usable(caller, input.tableName());
        TableDefinition definition = table.definition();
        IndexDefinition index = PageRequest.index(definition, input.indexName(), directory.nowMs());
        PageRequest request =
                PageRequest.of(
                        definition,
                        index,
                        filter,
                        projection,
                        member(input.projectionExpression()),
                        input.select(),
                        Boolean.TRUE.equals(input.consistentRead()),
                        input.limit());
        // Each segment has its share of all hashes.
        long share = Long.divideUnsigned(-1, segments);
        long firstHash = segment * share;
        long lastHash = segment == segments - 1 ? -1 : firstHash + share - 1;
        Page.Start start = null;
        if (input.exclusiveStartKey() != null) {
            start =
                    Page.start(
                            WireValue.attributes(WireValue.nullable(input.exclusiveStartKey())),
                            definition,
                            index);
            long hash = start.here().hash();
            if (Long.compareUnsigned(hash, firstHash) < 0
                    || Long.compareUnsigned(hash, lastHash) > 0)
                throw ApiErrors.validation(
                        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please"
                                + " use ExclusiveStartKey with correct Segment. TotalSegments: "
                                + segments
                                + " Segment: "
                                + segment);
        }
        var page = new Page(table, index, request);
        page.fill(
                walk(
                        table,
                        index,
                        ItemKey.ofHash(firstHash),
                        ItemKey.behindHash(lastHash),
                        start,
                        true),
                _ -> true);
        return new ScanOutput(
                page.items(),
                page.count(),
                page.scanned(),
                page.lastKey(),
                page.capacity(input.returnConsumedCapacity()));
    }

    private static int segments(@Nullable Integer segment, @Nullable Integer total)
            throws ApiException {
        if (segment == null && total == null) return 1;
        if (total == null)
            throw ApiErrors.validation(
                    "The TotalSegments parameter is required but was not present in the request"
                            + " when Segment parameter is present");
        if (segment == null)
            throw ApiErrors.validation(
                    "The Segment parameter is required but was not present in the request when"
                            + " parameter TotalSegments is present");
        if (segment >= total)
            throw ApiErrors.validation(
                    "The Segment parameter is zero-based and must be less than parameter"
                            + " TotalSegments: Segment: "
                            + segment
                            + " is not less than TotalSegments: "
                            + total);
        return total;
    }
}
