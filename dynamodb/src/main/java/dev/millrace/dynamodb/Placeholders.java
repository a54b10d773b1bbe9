package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;
import dev.millrace.model.dynamodb.AttributeValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What `#name` and `:value` stand for in the expressions of a request, and which of them were
/// used: the others are an error.
final class Placeholders {
    static final String PROJECTION = "ProjectionExpression";

    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+");
    private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

    private final Map<String, String> names;
    private final Map<String, Value> values;
    private final Set<String> unusedNames;
    private final Set<String> unusedValues;

    private Placeholders(Map<String, String> names, Map<String, Value> values) {
        this.names = names;
        this.values = values;
        unusedNames = new TreeSet<>(names.keySet());
        unusedValues = new TreeSet<>(values.keySet());
    }

    /// An expression that a request may have.
    ///
    /// @param member the parameter's name
    record Given(String member, @Nullable String text) {}

    /// @param given all expressions that the request could have
    static Placeholders of(
            @Nullable Map<String, String> names,
            @Nullable Map<String, AttributeValue> values,
            Given... given)
            throws ApiException {
        boolean any = false;
        List<String> absent = new ArrayList<>(); // of those that may have values
        boolean anyWithValues = false;
        for (Given one : given) {
            any |= one.text != null;
            if (one.member.equals(PROJECTION)) continue;
            anyWithValues |= one.text != null;
            if (one.text == null) absent.add(one.member);
        }
        if (!any && names != null)
            throw ApiErrors.validation(
                    "ExpressionAttributeNames can only be specified when using expressions");
        if (!anyWithValues && values != null)
            throw ApiErrors.validation(
                    "ExpressionAttributeValues can only be specified when using expressions: "
                            + String.join(" and ", absent)
                            + (absent.size() > 1 ? " are null" : " is null"));
        if (names != null) checkKeys("ExpressionAttributeNames", names.keySet(), NAME);
        if (values != null) checkKeys("ExpressionAttributeValues", values.keySet(), VALUE);
        return new Placeholders(names == null ? Map.of() : names, parsed(values));
    }

    private static void checkKeys(String member, Set<String> keys, Pattern form)
            throws ApiException {
        if (keys.isEmpty()) throw ApiErrors.validation(member + " must not be empty");
        for (String key : keys)
            if (!form.matcher(key).matches())
                throw ApiErrors.validation(
                        member + " contains invalid key: Syntax error; key: \"" + key + "\"");
    }

    private static Map<String, Value> parsed(@Nullable Map<String, AttributeValue> wire)
            throws ApiException {
        if (wire == null) return Map.of();
        var values = new LinkedHashMap<String, Value>();
        for (var entry : WireValue.nullable(wire).entrySet()) {
            try {
                values.put(entry.getKey(), WireValue.value(entry.getValue()));
            } catch (ApiException invalid) {
                throw ApiErrors.validation(
                        "ExpressionAttributeValues contains invalid value: "
                                + invalid.getMessage()
                                + " for key "
                                + entry.getKey());
            }
        }
        return values;
    }

    /// What a name stands for, or null if it is not defined.
    @Nullable String name(String placeholder) {
        unusedNames.remove(placeholder);
        return names.get(placeholder);
    }

    /// What a value stands for, or null if it is not defined.
    @Nullable Value value(String placeholder) {
        unusedValues.remove(placeholder);
        return values.get(placeholder);
    }

    /// Refuses parameters of both kinds in one request. An entry whose value is null was not given.
    static void requireOneKind(Map<String, ?> legacy, Given... expressions) throws ApiException {
        List<String> old = new ArrayList<>();
        legacy.forEach(
                (member, value) -> {
                    if (value != null) old.add(member);
                });
        List<String> given = new ArrayList<>();
        for (Given one : expressions) if (one.text != null) given.add(one.member);
        if (!old.isEmpty() && !given.isEmpty())
            throw ApiErrors.validation(
                    "Can not use both expression and non-expression parameters in the same request:"
                            + " Non-expression parameters: {"
                            + String.join(", ", old)
                            + "} Expression parameters: {"
                            + String.join(", ", given)
                            + "}");
    }

    /// To be asked when all expressions have been read.
    void requireAllUsed() throws ApiException {
        if (!unusedNames.isEmpty())
            throw ApiErrors.validation(
                    "Value provided in ExpressionAttributeNames unused in expressions: keys: {"
                            + String.join(", ", unusedNames)
                            + "}");
        if (!unusedValues.isEmpty())
            throw ApiErrors.validation(
                    "Value provided in ExpressionAttributeValues unused in expressions: keys: {"
                            + String.join(", ", unusedValues)
                            + "}");
    }
}
