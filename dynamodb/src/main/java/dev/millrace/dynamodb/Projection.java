package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which parts of an item are wanted.
final class Projection {
    private final Node root = new Node();
    private final List<Path> paths;

    private Projection(List<Path> paths) {
        this.paths = paths;
        for (Path path : paths) {
            Node at = root;
            for (Path.Step step : path.steps())
                at =
                        switch (step) {
                            case Path.Step.Name(String name) ->
                                    at.names.computeIfAbsent(name, _ -> new Node());
                            case Path.Step.Element(int index) ->
                                    at.elements.computeIfAbsent(index, _ -> new Node());
                        };
            at.whole = true;
        }
    }

    private static final class Node {
        final Map<String, Node> names = new LinkedHashMap<>();
        final TreeMap<Integer, Node> elements = new TreeMap<>();
        boolean whole;
    }

    static Projection of(List<Path> paths) {
        return new Projection(paths);
    }

    static Projection ofAttributes(List<String> names) {
        return new Projection(names.stream().distinct().map(Path::of).toList());
    }

    /// The attributes that are wanted, or of which a part is.
    List<String> attributes() {
        return paths.stream().map(Path::attribute).distinct().toList();
    }

    Map<String, Value> of(Map<String, Value> item) {
        return of(root, item);
    }

    private static Map<String, Value> of(Node node, Map<String, Value> entries) {
        var wanted = new LinkedHashMap<String, Value>();
        node.names.forEach(
                (name, part) -> {
                    Value value = of(part, entries.get(name));
                    if (value != null) wanted.put(name, value);
                });
        return wanted;
    }

    private static @Nullable Value of(Node node, @Nullable Value value) {
        if (value == null || node.whole) return value;
        if (value instanceof Value.MapOf(var entries)) {
            Map<String, Value> wanted = of(node, entries);
            return wanted.isEmpty() ? null : new Value.MapOf(wanted);
        }
        if (!(value instanceof Value.ListOf(var elements))) return null;
        List<Value> wanted = new ArrayList<>();
        node.elements.forEach(
                (index, part) -> {
                    Value element = index < elements.size() ? of(part, elements.get(index)) : null;
                    if (element != null) wanted.add(element);
                });
        return wanted.isEmpty() ? null : new Value.ListOf(wanted);
    }
}
