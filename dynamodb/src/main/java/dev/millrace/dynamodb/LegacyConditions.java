package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.dynamodb.AttributeValue;
import dev.millrace.model.dynamodb.AttributeValueUpdate;
import dev.millrace.model.dynamodb.ExpectedAttributeValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters of the time before expressions, which KCL still sends, as what expressions mean.
/// Source: the developer guide, "Legacy conditional parameters".
final class LegacyConditions {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private LegacyConditions() {}

    /// `Expected` and `ConditionalOperator`.
    static Condition expected(
            Map<String, ExpectedAttributeValue> expected, @Nullable String conditionalOperator)
            throws ApiException {
        List<Condition> all = new ArrayList<>();
        for (var entry : expected.entrySet()) all.add(expected(entry.getKey(), entry.getValue()));
        return joined(all, conditionalOperator);
    }

    private static Condition expected(String attribute, ExpectedAttributeValue expected)
            throws ApiException {
        String operator = expected.comparisonOperator();
        Boolean exists = expected.exists();
        if (operator != null) {
            if (exists != null)
                throw ApiErrors.validation(
                        INVALID
                                + "Exists and ComparisonOperator cannot be used together for"
                                + " Attribute: "
                                + attribute);
            List<Value> values = values(expected.attributeValueList());
            if (expected.value() != null) {
                if (expected.attributeValueList() != null)
                    throw ApiErrors.validation(
                            INVALID
                                    + "Value and AttributeValueList cannot be used together for"
                                    + " Attribute: "
                                    + attribute);
                values = List.of(WireValue.value(expected.value()));
            }
            return condition(attribute, operator, values);
        }
        if (expected.attributeValueList() != null)
            throw ApiErrors.validation(
                    INVALID
                            + "AttributeValueList can only be used with a ComparisonOperator for"
                            + " Attribute: "
                            + attribute);
        if (Boolean.FALSE.equals(exists)) {
            if (expected.value() != null)
                throw ApiErrors.validation(
                        INVALID
                                + "Value cannot be used when Exists is false for Attribute: "
                                + attribute);
            return new Condition.Not(new Condition.Exists(Path.of(attribute)));
        }
        if (expected.value() == null)
            throw ApiErrors.validation(
                    INVALID
                            + "Value must be provided when Exists is "
                            + (exists == null ? "null" : exists)
                            + " for Attribute: "
                            + attribute);
        return condition(attribute, "EQ", List.of(WireValue.value(expected.value())));
    }

    /// `QueryFilter`, `ScanFilter` or `KeyConditions`, one of its entries.
    static Condition filter(String attribute, dev.millrace.model.dynamodb.Condition wire)
            throws ApiException {
        String operator = wire.comparisonOperator();
        if (operator == null) throw new IllegalStateException("the model requires it");
        return condition(attribute, operator, values(wire.attributeValueList()));
    }

    static Condition filters(
            Map<String, dev.millrace.model.dynamodb.Condition> filters,
            @Nullable String conditionalOperator)
            throws ApiException {
        List<Condition> all = new ArrayList<>();
        for (var entry : filters.entrySet()) all.add(filter(entry.getKey(), entry.getValue()));
        return joined(all, conditionalOperator);
    }

    private static List<Value> values(@Nullable List<AttributeValue> wire) throws ApiException {
        List<Value> values = new ArrayList<>();
        if (wire != null) for (AttributeValue value : wire) values.add(WireValue.value(value));
        return values;
    }

    private static Condition joined(List<Condition> all, @Nullable String operator) {
        Condition joined = null;
        for (Condition one : all)
            joined =
                    joined == null
                            ? one
                            : "OR".equals(operator)
                                    ? new Condition.Or(joined, one)
                                    : new Condition.And(joined, one);
        return joined == null ? new Condition.True() : joined;
    }

    private static Condition condition(String attribute, String operator, List<Value> values)
            throws ApiException {
        Path path = Path.of(attribute);
        Operand at = new Operand.At(path);
        boolean rightCount =
                switch (operator) {
                    case "NULL", "NOT_NULL" -> values.isEmpty();
                    case "BETWEEN" -> values.size() == 2;
                    case "IN" -> !values.isEmpty();
                    default -> values.size() == 1;
                };
        if (!rightCount)
            throw ApiErrors.validation(
                    INVALID
                            + "Invalid number of argument(s) for the "
                            + operator
                            + " ComparisonOperator");
        for (Value value : values)
            if (!admits(operator, value))
                throw ApiErrors.validation(
                        INVALID
                                + "ComparisonOperator "
                                + operator
                                + " is not valid for "
                                + value.type()
                                + " AttributeValue type");
        List<Operand> literals = new ArrayList<>();
        for (Value value : values) literals.add(new Operand.Literal(value));
        return switch (operator) {
            case "EQ" -> compare(Condition.Comparator.EQUAL, at, literals);
            case "NE" -> compare(Condition.Comparator.NOT_EQUAL, at, literals);
            case "LE" -> compare(Condition.Comparator.LESS_OR_EQUAL, at, literals);
            case "LT" -> compare(Condition.Comparator.LESS, at, literals);
            case "GE" -> compare(Condition.Comparator.GREATER_OR_EQUAL, at, literals);
            case "GT" -> compare(Condition.Comparator.GREATER, at, literals);
            case "IN" -> new Condition.In(at, literals);
            case "BETWEEN" -> between(at, values);
            case "NULL" -> new Condition.Not(new Condition.Exists(path));
            case "NOT_NULL" -> new Condition.Exists(path);
            case "CONTAINS" -> new Condition.Contains(at, literals.getFirst());
            case "NOT_CONTAINS" ->
                    new Condition.And(
                            new Condition.Exists(path),
                            new Condition.Not(new Condition.Contains(at, literals.getFirst())));
            default -> new Condition.BeginsWith(at, literals.getFirst());
        };
    }

    private static boolean admits(String operator, Value value) {
        return switch (operator) {
            case "LE", "LT", "GE", "GT", "BETWEEN", "IN", "CONTAINS", "NOT_CONTAINS" ->
                    Condition.isScalar(value);
            case "BEGINS_WITH" -> value instanceof Value.Text || value instanceof Value.Binary;
            default -> true;
        };
    }

    private static Condition compare(
            Condition.Comparator comparator, Operand at, List<Operand> literals) {
        return new Condition.Compare(comparator, at, literals.getFirst());
    }

    private static Condition between(Operand at, List<Value> values) throws ApiException {
        Value low = values.get(0);
        Value high = values.get(1);
        if (low.getClass() != high.getClass())
            throw ApiErrors.validation(
                    INVALID + "AttributeValues inside AttributeValueList must be of same type");
        if (Condition.order(low, high) > 0)
            throw ApiErrors.validation(
                    "The BETWEEN condition was provided a range where the lower bound is greater"
                            + " than the upper bound");
        return new Condition.Between(at, new Operand.Literal(low), new Operand.Literal(high));
    }

    /// `AttributeUpdates`.
    static Update update(Map<String, AttributeValueUpdate> updates) throws ApiException {
        Map<Path, Update.Term> assignments = new LinkedHashMap<>();
        List<Path> removals = new ArrayList<>();
        Map<Path, Value> additions = new LinkedHashMap<>();
        Map<Path, Value> deletions = new LinkedHashMap<>();
        for (var entry : updates.entrySet()) {
            Path path = Path.of(entry.getKey());
            AttributeValueUpdate update = entry.getValue();
            String action = update.action() == null ? "PUT" : update.action();
            AttributeValue wire = update.value();
            if (wire == null) {
                if (!action.equals("DELETE"))
                    throw ApiErrors.validation(
                            INVALID
                                    + "Only DELETE action is allowed when no attribute value is"
                                    + " specified");
                removals.add(path);
                continue;
            }
            Value value = WireValue.value(wire);
            switch (action) {
                case "PUT" -> assignments.put(path, new Update.Term.Of(new Operand.Literal(value)));
                case "ADD" -> {
                    if (value instanceof Value.ListOf list)
                        assignments.put(path, appended(path, list));
                    else if (value instanceof Value.Num || isSet(value)) additions.put(path, value);
                    else
                        throw ApiErrors.validation(
                                INVALID
                                        + "ADD action is not supported for the type "
                                        + value.type());
                }
                default -> {
                    if (!isSet(value))
                        throw ApiErrors.validation(
                                INVALID
                                        + "DELETE action with value is not supported for the type "
                                        + value.type());
                    deletions.put(path, value);
                }
            }
        }
        return new Update(assignments, removals, additions, deletions);
    }

    private static Update.Term appended(Path path, Value.ListOf more) {
        var none = new Update.Term.Of(new Operand.Literal(new Value.ListOf(List.of())));
        return new Update.Term.Append(
                new Update.Term.IfNotExists(path, none),
                new Update.Term.Of(new Operand.Literal(more)));
    }

    private static boolean isSet(Value value) {
        return value instanceof Value.TextSet
                || value instanceof Value.NumSet
                || value instanceof Value.BinarySet;
    }
}
