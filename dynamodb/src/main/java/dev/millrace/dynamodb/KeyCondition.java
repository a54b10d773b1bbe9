package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which items a query is for, taken from its key condition expression or `KeyConditions`.
final class KeyCondition {
    private static final String INVALID_OPERATOR =
            "Invalid operator used in KeyConditionExpression: ";
    private static final String NOT_SUPPORTED = "Query key condition not supported";

    /// What is said of one attribute.
    private record Part(String attribute, String operator, List<Value> values) {}

    private final Map<String, Part> parts = new LinkedHashMap<>();

    private KeyCondition() {}

    static KeyCondition ofExpression(Condition condition) throws ApiException {
        var key = new KeyCondition();
        List<Condition> all = new ArrayList<>();
        flatten(condition, all);
        for (Condition one : all) {
            Part part = part(one);
            if (key.parts.put(part.attribute, part) != null)
                throw ApiErrors.validation(
                        "KeyConditionExpressions must only contain one condition per key");
        }
        key.requireFew();
        return key;
    }

    static KeyCondition ofLegacy(Map<String, dev.millrace.model.dynamodb.Condition> conditions)
            throws ApiException {
        var key = new KeyCondition();
        for (var entry : conditions.entrySet()) {
            Condition condition = LegacyConditions.filter(entry.getKey(), entry.getValue());
            Part part;
            try {
                part = part(condition);
            } catch (ApiException unsupported) {
                throw ApiErrors.validation(
                        "Attempted conditional constraint is not an indexable operation");
            }
            key.parts.put(part.attribute, part);
        }
        key.requireFew();
        return key;
    }

    private void requireFew() throws ApiException {
        if (parts.isEmpty() || parts.size() > 2)
            throw ApiErrors.validation("Conditions can be of length 1 or 2 only");
    }

    private static void flatten(Condition condition, List<Condition> all) {
        if (condition instanceof Condition.And(var left, var right)) {
            flatten(left, all);
            flatten(right, all);
        } else all.add(condition);
    }

    private static Part part(Condition condition) throws ApiException {
        return switch (condition) {
            case Condition.Compare(var comparator, var left, var right) -> {
                if (comparator == Condition.Comparator.NOT_EQUAL)
                    throw ApiErrors.validation(INVALID_OPERATOR + "<>");
                if (left instanceof Operand.Literal)
                    yield part(mirrored(comparator).sign, right, left);
                yield part(comparator.sign, left, right);
            }
            case Condition.Between(var value, var low, var high) ->
                    part("BETWEEN", value, low, high);
            case Condition.BeginsWith(var value, var prefix) -> part("begins_with", value, prefix);
            case Condition.Or _ -> throw ApiErrors.validation(INVALID_OPERATOR + "OR");
            case Condition.Not(Condition.Exists _) ->
                    throw ApiErrors.validation(INVALID_OPERATOR + "attribute_not_exists");
            case Condition.Not _ -> throw ApiErrors.validation(INVALID_OPERATOR + "NOT");
            case Condition.In _ -> throw ApiErrors.validation(INVALID_OPERATOR + "IN");
            case Condition.Exists _ ->
                    throw ApiErrors.validation(INVALID_OPERATOR + "attribute_exists");
            case Condition.HasType _ ->
                    throw ApiErrors.validation(INVALID_OPERATOR + "attribute_type");
            case Condition.Contains _ -> throw ApiErrors.validation(INVALID_OPERATOR + "contains");
            case Condition.And _, Condition.True _ ->
                    throw new IllegalStateException("flattened before");
        };
    }

    private static Condition.Comparator mirrored(Condition.Comparator comparator) {
        return switch (comparator) {
            case LESS -> Condition.Comparator.GREATER;
            case LESS_OR_EQUAL -> Condition.Comparator.GREATER_OR_EQUAL;
            case GREATER -> Condition.Comparator.LESS;
            case GREATER_OR_EQUAL -> Condition.Comparator.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL -> comparator;
        };
    }

    private static Part part(String operator, Operand attribute, Operand... others)
            throws ApiException {
        if (attribute instanceof Operand.Size)
            throw ApiErrors.validation("KeyConditionExpressions cannot contain nested operations");
        if (!(attribute instanceof Operand.At(Path path)))
            throw ApiErrors.validation(
                    "Invalid condition in KeyConditionExpression: No key attribute specified");
        if (path.isNested())
            throw ApiErrors.validation(
                    "KeyConditionExpressions cannot have conditions on nested attributes");
        List<Value> values = new ArrayList<>();
        for (Operand other : others)
            switch (other) {
                case Operand.Literal(Value value) -> values.add(value);
                case Operand.At _ ->
                        throw ApiErrors.validation(
                                "Invalid condition in KeyConditionExpression: Multiple attribute"
                                        + " names used in one condition");
                case Operand.Size _ ->
                        throw ApiErrors.validation(
                                "KeyConditionExpressions cannot contain nested operations");
            }
        return new Part(path.attribute(), operator, values);
    }

    /// The range that this means for a table or an index.
    KeyRange range(KeySchema keys) throws ApiException {
        Part first = parts.get(keys.partition().name());
        if (first == null) throw missed(keys.partition().name());
        requireType(keys.partition(), first);
        if (!first.operator.equals("=")) throw ApiErrors.validation(NOT_SUPPORTED);
        byte[] partition = KeySchema.bytes(first.values.getFirst());
        if (parts.size() == 1) return KeyRange.all(partition);
        KeySchema.Part sort = keys.sort();
        if (sort == null) throw ApiErrors.validation(NOT_SUPPORTED);
        Part second = parts.get(sort.name());
        if (second == null) throw missed(sort.name());
        requireType(sort, second);
        return range(partition, second, sort);
    }

    private static KeyRange range(byte[] partition, Part part, KeySchema.Part sort)
            throws ApiException {
        byte[] value = KeySchema.bytes(part.values.getFirst());
        byte[] lowest = {};
        return switch (part.operator) {
            case "=" -> KeyRange.equal(partition, value);
            case "<" -> new KeyRange(partition, lowest, true, value, false);
            case "<=" -> new KeyRange(partition, lowest, true, value, true);
            case ">" -> new KeyRange(partition, value, false, null, true);
            case ">=" -> new KeyRange(partition, value, true, null, true);
            case "BETWEEN" ->
                    new KeyRange(partition, value, true, KeySchema.bytes(part.values.get(1)), true);
            default -> {
                if (sort.type().equals("N"))
                    throw ApiErrors.validation(
                            "One or more parameter values were invalid: ComparisonOperator"
                                    + " BEGINS_WITH is not valid for N AttributeValue type");
                yield KeyRange.prefix(partition, value);
            }
        };
    }

    private static void requireType(KeySchema.Part part, Part condition) throws ApiException {
        for (Value value : condition.values) {
            if (!value.type().equals(part.type()))
                throw ApiErrors.validation(
                        "One or more parameter values were invalid: Condition parameter type does"
                                + " not match schema type");
            if (KeySchema.bytes(value).length == 0 && !condition.operator.equals("begins_with"))
                throw ApiErrors.validation(
                        "One or more parameter values are not valid. The AttributeValue for a key"
                                + " attribute cannot contain an empty "
                                + (part.type().equals("S") ? "string" : "binary")
                                + " value. Key: "
                                + part.name());
        }
    }

    private static ApiException missed(String attribute) {
        return ApiErrors.validation("Query condition missed key schema element: " + attribute);
    }

    /// Whether an attribute is one that a filter must not ask for.
    static @Nullable String keyIn(Condition filter, KeySchema keys) {
        for (Path path : paths(filter)) if (keys.has(path.attribute())) return path.attribute();
        return null;
    }

    private static List<Path> paths(Condition condition) {
        List<Path> paths = new ArrayList<>();
        switch (condition) {
            case Condition.And(var left, var right) -> {
                paths.addAll(paths(left));
                paths.addAll(paths(right));
            }
            case Condition.Or(var left, var right) -> {
                paths.addAll(paths(left));
                paths.addAll(paths(right));
            }
            case Condition.Not(var inner) -> paths.addAll(paths(inner));
            case Condition.Compare(_, var left, var right) -> add(paths, left, right);
            case Condition.Between(var value, var low, var high) -> add(paths, value, low, high);
            case Condition.In(var value, var choices) -> {
                add(paths, value);
                choices.forEach(choice -> add(paths, choice));
            }
            case Condition.Exists(var path) -> paths.add(path);
            case Condition.HasType(var path, _) -> paths.add(path);
            case Condition.BeginsWith(var value, var prefix) -> add(paths, value, prefix);
            case Condition.Contains(var value, var part) -> add(paths, value, part);
            case Condition.True() -> {}
        }
        return paths;
    }

    private static void add(List<Path> paths, Operand... operands) {
        for (Operand operand : operands)
            switch (operand) {
                case Operand.At(var path) -> paths.add(path);
                case Operand.Size(var of) -> add(paths, of);
                case Operand.Literal _ -> {}
            }
    }
}
