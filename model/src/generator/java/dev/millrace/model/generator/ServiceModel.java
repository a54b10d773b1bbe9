package dev.millrace.model.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A service as its published model (format C2J) and our overrides describe it.
@SuppressWarnings("unchecked")
final class ServiceModel {
    private final Map<String, Object> metadata;
    private final Map<String, Object> operations;
    private final Map<String, Shape> shapes = new TreeMap<>();

    ServiceModel(Object model, Object overrides) {
        Map<String, Object> root = (Map<String, Object>) model;
        metadata = (Map<String, Object>) root.get("metadata");
        operations = (Map<String, Object>) root.get("operations");
        Map<String, Object> changes = (Map<String, Object>) overrides;
        Map<String, Object> required = (Map<String, Object>) changes.get("required");
        Map<String, Object> enumOrder = (Map<String, Object>) changes.get("enumOrder");
        Map<String, Object> published = (Map<String, Object>) root.get("shapes");
        published.forEach(
                (name, shape) ->
                        shapes.put(
                                name,
                                new Shape(
                                        name,
                                        (Map<String, Object>) shape,
                                        strings(required.get(name)),
                                        strings(enumOrder.get(name)))));
        required.keySet().forEach(this::shape);
        enumOrder.keySet().forEach(this::shape);
    }

    /// How the service names its Java package when it prints an object of its own.
    String javaPackage() {
        String version = ((String) metadata.get("apiVersion")).replace("-", "");
        return "com.amazonaws." + metadata.get("endpointPrefix") + ".v" + version;
    }

    String signingName() {
        return (String) metadata.getOrDefault("signingName", metadata.get("endpointPrefix"));
    }

    String targetPrefix() {
        return (String) metadata.get("targetPrefix");
    }

    Operation operation(String name) {
        Map<String, Object> found = (Map<String, Object>) operations.get(name);
        if (found == null) throw new IllegalArgumentException("the model has no operation " + name);
        return new Operation(name, reference(found, "input"), reference(found, "output"));
    }

    private Shape reference(Map<String, Object> holder, String key) {
        Map<String, Object> reference = (Map<String, Object>) holder.get(key);
        return reference == null ? null : shape((String) reference.get("shape"));
    }

    Shape shape(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) throw new IllegalArgumentException("the model has no shape " + name);
        return shape;
    }

    /// The structure's members but for an event stream, which is no part of the document.
    Map<String, Shape> documentMembers(Shape structure) {
        var members = new LinkedHashMap<String, Shape>();
        structure
                .members()
                .forEach(
                        (name, shape) -> {
                            if (!shape(shape).isEventStream()) members.put(name, shape(shape));
                        });
        return members;
    }

    /// The events of a union, without its errors. Each has to bear the name of its shape, for it
    /// to know its own name.
    List<Shape> events(Shape union) {
        var events = new ArrayList<Shape>();
        union.members()
                .forEach(
                        (name, shape) -> {
                            if (shape(shape).isError()) return;
                            if (!name.equals(shape))
                                throw new IllegalArgumentException(
                                        union.name() + " calls " + shape + " " + name);
                            events.add(shape(shape));
                        });
        return events;
    }

    /// The union of which `shape` is an event, or null.
    Shape unionOf(Shape shape) {
        for (Shape union : shapes.values())
            if (union.isEventStream() && union.members().containsValue(shape.name())) return union;
        return null;
    }

    /// `from` and every shape that it reaches.
    Set<Shape> reach(Iterable<Shape> from) {
        Set<Shape> reached = new LinkedHashSet<>();
        from.forEach(shape -> reach(shape, reached));
        return reached;
    }

    private void reach(Shape shape, Set<Shape> reached) {
        if (shape != null && reached.add(shape))
            shape.referenced().forEach(name -> reach(shape(name), reached));
    }

    private static List<String> strings(Object list) {
        return list == null ? List.of() : (List<String>) list;
    }

    /// @param input null if there is none
    /// @param output null if there is none
    record Operation(String name, Shape input, Shape output) {}

    /// A shape, of whatever type: its members, its element or its constraints.
    record Shape(
            String name, Map<String, Object> facts, List<String> alsoRequired, List<String> order) {
        String type() {
            return (String) facts.get("type");
        }

        boolean isStructure() {
            return type().equals("structure");
        }

        /// Whether this is the union of the events, and errors, of an event stream.
        boolean isEventStream() {
            return Boolean.TRUE.equals(facts.get("eventstream"));
        }

        boolean isError() {
            return Boolean.TRUE.equals(facts.get("exception"));
        }

        /// The names of the members' shapes by member name, in the model's order.
        Map<String, String> members() {
            var members = new LinkedHashMap<String, String>();
            ((Map<String, Object>) facts.get("members"))
                    .forEach((name, member) -> members.put(name, target(member)));
            return members;
        }

        boolean requires(String member) {
            return alsoRequired.contains(member) || strings(facts.get("required")).contains(member);
        }

        /// The name of the shape of a list's `member`, a map's `key` or `value`.
        String part(String part) {
            return target(facts.get(part));
        }

        List<String> enumValues() {
            List<String> published = strings(facts.get("enum"));
            if (order.isEmpty()) return published;
            if (!Set.copyOf(order).equals(Set.copyOf(published)))
                throw new IllegalArgumentException("enumOrder differs from the enum " + name);
            return order;
        }

        String pattern() {
            return (String) facts.get("pattern");
        }

        long min(long otherwise) {
            return (Long) facts.getOrDefault("min", otherwise);
        }

        long max(long otherwise) {
            return (Long) facts.getOrDefault("max", otherwise);
        }

        boolean isBounded() {
            return facts.containsKey("min") || facts.containsKey("max");
        }

        List<String> referenced() {
            return switch (type()) {
                case "structure" -> List.copyOf(members().values());
                case "list" -> List.of(part("member"));
                case "map" -> List.of(part("key"), part("value"));
                default -> List.of();
            };
        }

        private static String target(Object reference) {
            return (String) ((Map<String, Object>) reference).get("shape");
        }
    }
}
