package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The way to a value in an item: an attribute, then members of maps and elements of lists.
///
/// @param steps the first one is a name
record Path(List<Step> steps) {
    /// One step.
    sealed interface Step {
        record Name(String name) implements Step {}

        record Element(int index) implements Step {}
    }

    Path {
        steps = List.copyOf(steps);
    }

    static Path of(String attribute) {
        return new Path(List.of(new Step.Name(attribute)));
    }

    String attribute() {
        if (steps.getFirst() instanceof Step.Name(String name)) return name;
        throw new IllegalStateException("a path begins with a name");
    }

    boolean isNested() {
        return steps.size() > 1;
    }

    Step last() {
        return steps.getLast();
    }

    /// The value at the end of the path, or null if there is none.
    @Nullable Value in(Map<String, Value> item) {
        return value(item, steps.size());
    }

    /// What holds the value at the end: null if it is not there; never asked of an attribute.
    @Nullable Value parent(Map<String, Value> item) {
        return value(item, steps.size() - 1);
    }

    private @Nullable Value value(Map<String, Value> item, int depth) {
        Value at = item.get(attribute());
        for (int i = 1; i < depth && at != null; i++)
            at =
                    switch (steps.get(i)) {
                        case Step.Name(String name) ->
                                at instanceof Value.MapOf(var entries) ? entries.get(name) : null;
                        case Step.Element(int index) ->
                                at instanceof Value.ListOf(var elements) && index < elements.size()
                                        ? elements.get(index)
                                        : null;
                    };
        return at;
    }

    /// Whether one of the two leads to or through the other's end.
    boolean overlaps(Path other) {
        int common = Math.min(steps.size(), other.steps.size());
        return steps.subList(0, common).equals(other.steps.subList(0, common));
    }

    /// Whether they part at a value that one takes for a map and the other for a list.
    boolean conflicts(Path other) {
        for (int i = 1; i < Math.min(steps.size(), other.steps.size()); i++) {
            if (!steps.subList(0, i).equals(other.steps.subList(0, i))) return false;
            if (steps.get(i) instanceof Step.Name != other.steps.get(i) instanceof Step.Name)
                return true;
        }
        return false;
    }

    /// As messages print it: `[a, b, [1]]`.
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        for (Step step : steps)
            names.add(
                    switch (step) {
                        case Step.Name(String name) -> name;
                        case Step.Element(int index) -> "[" + index + "]";
                    });
        return names.toString();
    }
}
