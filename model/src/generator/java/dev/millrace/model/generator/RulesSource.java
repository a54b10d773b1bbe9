package dev.millrace.model.generator;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    /// Whether anything inside of `shape` has a rule or is required. Most of what nests without end
    /// has none, and need not be walked.
    boolean reachesRule(ServiceModel.Shape shape) {
        return reachesRule(shape, new HashSet<>());
    }

    private boolean reachesRule(ServiceModel.Shape shape, Set<ServiceModel.Shape> seen) {
        if (!seen.add(shape)) return false;
        return switch (shape.type()) {
            case "structure" -> {
                for (String name : shape.members().keySet()) {
                    ServiceModel.Shape member = model.shape(shape.members().get(name));
                    if (shape.requires(name) || definition(member) != null) yield true;
                    if (reachesRule(member, seen)) yield true;
                }
                yield false;
            }
            case "list" -> reachesRuleOf(model.shape(shape.part("member")), seen);
            case "map" -> reachesRuleOf(model.shape(shape.part("value")), seen);
            default -> false;
        };
    }

    private boolean reachesRuleOf(ServiceModel.Shape element, Set<ServiceModel.Shape> seen) {
        boolean isCollection = element.type().equals("list") || element.type().equals("map");
        return (isCollection && definition(element) != null) || reachesRule(element, seen);
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
        if (!element.isStructure() && !element.type().equals("string")) return sizeRule(shape);
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
        if (!model.shape(shape.part("value")).type().equals("string")) return sizeRule(shape);
        String key = text(model.shape(shape.part("key")));
        String value = text(model.shape(shape.part("value")));
        if (key == null && value == null && !shape.isBounded()) return null;
        return "Rule.Entries %%s = new Rule.Entries(%s, %s, %s, %s)"
                .formatted(min(shape), max(shape), key, value);
    }

    private static String sizeRule(ServiceModel.Shape shape) {
        return shape.isBounded() ? "Rule.Size %s = new Rule.Size" + size(shape) : null;
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
