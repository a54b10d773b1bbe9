package dev.millrace.model.generator;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The class that holds every rule used, a constant for each shape that has one.
final class RulesSource {
    private final ServiceModel model;
    private final String packageName;
    private final Map<String, String> constants = new TreeMap<>();

    RulesSource(ServiceModel model, String packageName) {
        this.model = model;
        this.packageName = packageName;
    }

    /// The expression for the rule of `shape`, or null if it has none.
    String rule(ServiceModel.Shape shape) {
        String definition = definition(shape);
        if (definition == null) return null;
        String constant = JavaNames.constant(shape.name());
        constants.put(constant, definition);
        return "Rules." + constant;
    }

    private String definition(ServiceModel.Shape shape) {
        return switch (shape.type()) {
            case "string" -> {
                String text = text(shape);
                yield text == null ? null : "Rule.Text %s = " + text;
            }
            case "integer", "long" ->
                    shape.isBounded()
                            ? "Rule.Range %%s = new Rule.Range(%s, %s)"
                                    .formatted(
                                            number(shape.min(Long.MIN_VALUE)),
                                            number(shape.max(Long.MAX_VALUE)))
                            : null;
            case "blob" ->
                    shape.isBounded() ? "Rule.Bytes %s = new Rule.Bytes" + size(shape) : null;
            case "list" -> list(shape);
            case "map" -> map(shape);
            default -> null;
        };
    }

    private static String text(ServiceModel.Shape shape) {
        if (!shape.enumValues().isEmpty())
            return shape.enumValues().stream()
                    .map(JavaNames::literal)
                    .collect(Collectors.joining(", ", "Rule.oneOf(", ")"));
        if (shape.pattern() != null)
            return "Rule.pattern(%s, %s, %s)"
                    .formatted(min(shape), max(shape), JavaNames.literal(shape.pattern()));
        return shape.isBounded() ? "Rule.length" + size(shape) : null;
    }

    private String list(ServiceModel.Shape shape) {
        ServiceModel.Shape element = model.shape(shape.part("member"));
        String each = element.isStructure() ? null : text(element);
        if (each == null && !shape.isBounded()) return null;
        return element.isStructure()
                ? "Rule.Shapes %%s = new Rule.Shapes(%s, %s, %s)"
                        .formatted(
                                min(shape),
                                max(shape),
                                JavaNames.literal(model.javaPackage() + "." + element.name()))
                : "Rule.Elements %%s = new Rule.Elements(%s, %s, %s)"
                        .formatted(min(shape), max(shape), each);
    }

    private String map(ServiceModel.Shape shape) {
        String key = text(model.shape(shape.part("key")));
        String value = text(model.shape(shape.part("value")));
        if (key == null && value == null && !shape.isBounded()) return null;
        return "Rule.Entries %%s = new Rule.Entries(%s, %s, %s, %s)"
                .formatted(min(shape), max(shape), key, value);
    }

    private static String size(ServiceModel.Shape shape) {
        return "(%s, %s)".formatted(min(shape), max(shape));
    }

    private static String min(ServiceModel.Shape shape) {
        return Long.toString(shape.min(0));
    }

    static String max(ServiceModel.Shape shape) {
        long max = shape.max(Integer.MAX_VALUE);
        return max == Integer.MAX_VALUE ? "Integer.MAX_VALUE" : Long.toString(max);
    }

    private static String number(long value) {
        if (value == Long.MIN_VALUE) return "Long.MIN_VALUE";
        return value == Long.MAX_VALUE ? "Long.MAX_VALUE" : value + "L";
    }

    String text() {
        var text = new StringBuilder();
        text.append(
                """
                package %s;

                import dev.millrace.model.Rule;

                /// What the model demands of each kind of value.
                final class Rules {
                    private Rules() {}

                """
                        .formatted(packageName));
        constants.forEach(
                (name, definition) ->
                        text.append("    static final ")
                                .append(definition.replaceFirst("%s", name))
                                .append(";\n"));
        return text.append("}\n").toString();
    }
}
