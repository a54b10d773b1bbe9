package dev.millrace.dynamodb;

import dev.millrace.model.ApiException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What an update expression, or its legacy counterpart, does to an item. No path leads through
/// another's end, so the order of the parts does not matter; all values are those before.
///
/// @param additions to numbers, which begin at 0, and to sets
/// @param deletions from sets
record Update(
        Map<Path, Term> assignments,
        List<Path> removals,
        Map<Path, Value> additions,
        Map<Path, Value> deletions) {
    private static final String MISSING =
            "The provided expression refers to an attribute that does not exist in the item";
    private static final String INVALID_PATH =
            "The document path provided in the update expression is invalid for update";
    private static final String WRONG_TYPE =
            "An operand in the update expression has an incorrect data type";

    /// The right side of an assignment.
    sealed interface Term {
        record Of(Operand operand) implements Term {}

        record IfNotExists(Path path, Term otherwise) implements Term {}

        record Append(Term first, Term second) implements Term {}

        record Sum(Term left, Term right) implements Term {}

        record Difference(Term left, Term right) implements Term {}

        default Value in(Map<String, Value> item) throws ApiException {
            return switch (this) {
                case Of(var operand) -> {
                    Value value = operand.in(item);
                    if (value == null) throw ApiErrors.validation(MISSING);
                    yield value;
                }
                case IfNotExists(Path path, Term otherwise) -> {
                    Value value = path.in(item);
                    yield value == null ? otherwise.in(item) : value;
                }
                case Append(Term first, Term second) -> append(first.in(item), second.in(item));
                case Sum(Term left, Term right) ->
                        new Value.Num(
                                ExactNumber.add(number(left.in(item)), number(right.in(item))));
                case Difference(Term left, Term right) ->
                        new Value.Num(
                                ExactNumber.subtract(
                                        number(left.in(item)), number(right.in(item))));
            };
        }

        private static BigDecimal number(Value value) throws ApiException {
            if (value instanceof Value.Num(var number)) return number;
            throw ApiErrors.validation(WRONG_TYPE);
        }

        private static Value append(Value first, Value second) throws ApiException {
            if (!(first instanceof Value.ListOf(var one))
                    || !(second instanceof Value.ListOf(var other)))
                throw ApiErrors.validation(WRONG_TYPE);
            var all = new ArrayList<Value>(one);
            all.addAll(other);
            return new Value.ListOf(all);
        }
    }

    /// All paths that are changed.
    List<Path> paths() {
        List<Path> paths = new ArrayList<>(assignments.keySet());
        paths.addAll(removals);
        paths.addAll(additions.keySet());
        paths.addAll(deletions.keySet());
        return paths;
    }

    /// Changes an item.
    ///
    /// @param item the caller's own, with all that is in it
    void apply(Map<String, Value> item) throws ApiException {
        Map<Path, Value> values = new TreeMap<>(BY_LAST_INDEX);
        for (var assignment : assignments.entrySet())
            values.put(assignment.getKey(), assignment.getValue().in(item));
        for (var addition : additions.entrySet())
            values.put(addition.getKey(), added(addition.getKey().in(item), addition.getValue()));
        List<Path> gone = new ArrayList<>();
        for (var deletion : deletions.entrySet()) {
            Value before = deletion.getKey().in(item);
            if (before == null) continue;
            Value after = without(before, deletion.getValue());
            if (after == null) gone.add(deletion.getKey());
            else values.put(deletion.getKey(), after);
        }
        for (Path path : removals) {
            requireParent(path, item);
            gone.add(path);
        }
        for (var value : values.entrySet()) put(item, value.getKey(), value.getValue());
        // The highest index first, so that the others stay where they are.
        gone.sort(BY_LAST_INDEX.reversed());
        for (Path path : gone) remove(item, path);
    }

    /// Elements by their index, so that what is appended comes in its order.
    private static final Comparator<Path> BY_LAST_INDEX =
            Comparator.<Path>comparingInt(
                            path -> path.last() instanceof Path.Step.Element(int i) ? i : -1)
                    .thenComparing(Path::toString)
                    .thenComparingInt(path -> path.steps().hashCode());

    private static void requireParent(Path path, Map<String, Value> item) throws ApiException {
        if (path.isNested() && path.parent(item) == null) throw ApiErrors.validation(INVALID_PATH);
    }

    private static void put(Map<String, Value> item, Path path, Value value) throws ApiException {
        if (!path.isNested()) {
            item.put(path.attribute(), value);
            return;
        }
        Value parent = path.parent(item);
        switch (path.last()) {
            case Path.Step.Name(String name) when parent instanceof Value.MapOf(var entries) ->
                    entries.put(name, value);
            case Path.Step.Element(int index) when parent instanceof Value.ListOf(var elements) -> {
                if (index < elements.size()) elements.set(index, value);
                else elements.add(value);
            }
            default -> throw ApiErrors.validation(INVALID_PATH);
        }
    }

    private static void remove(Map<String, Value> item, Path path) throws ApiException {
        if (!path.isNested()) {
            item.remove(path.attribute());
            return;
        }
        Value parent = path.parent(item);
        switch (path.last()) {
            case Path.Step.Name(String name) when parent instanceof Value.MapOf(var entries) ->
                    entries.remove(name);
            case Path.Step.Element(int index) when parent instanceof Value.ListOf(var elements) -> {
                if (index < elements.size()) elements.remove(index);
            }
            default -> throw ApiErrors.validation(INVALID_PATH);
        }
    }

    private static Value added(@Nullable Value before, Value more) throws ApiException {
        if (before == null) return more;
        if (before instanceof Value.Num(var number) && more instanceof Value.Num(var addend))
            return new Value.Num(ExactNumber.add(number, addend));
        Value united =
                switch (before) {
                    case Value.TextSet(var all) when more instanceof Value.TextSet(var others) ->
                            new Value.TextSet(union(all, others));
                    case Value.NumSet(var all) when more instanceof Value.NumSet(var others) ->
                            new Value.NumSet(union(all, others));
                    case Value.BinarySet(var all)
                            when more instanceof Value.BinarySet(var others) ->
                            new Value.BinarySet(union(all, others));
                    default -> null;
                };
        if (united == null) throw ApiErrors.validation(WRONG_TYPE);
        return united;
    }

    private static <T> Set<T> union(Set<T> all, Set<T> others) {
        Set<T> union = new LinkedHashSet<>(all);
        union.addAll(others);
        return union;
    }

    /// @return null if nothing is left
    private static @Nullable Value without(Value before, Value less) throws ApiException {
        Value left =
                switch (before) {
                    case Value.TextSet(var all) when less instanceof Value.TextSet(var others) ->
                            new Value.TextSet(difference(all, others));
                    case Value.NumSet(var all) when less instanceof Value.NumSet(var others) ->
                            new Value.NumSet(difference(all, others));
                    case Value.BinarySet(var all)
                            when less instanceof Value.BinarySet(var others) ->
                            new Value.BinarySet(difference(all, others));
                    default -> null;
                };
        if (left == null) throw ApiErrors.validation(WRONG_TYPE);
        return isEmpty(left) ? null : left;
    }

    private static <T> Set<T> difference(Set<T> all, Set<T> others) {
        Set<T> rest = new LinkedHashSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static boolean isEmpty(Value set) {
        return switch (set) {
            case Value.TextSet(var all) -> all.isEmpty();
            case Value.NumSet(var all) -> all.isEmpty();
            case Value.BinarySet(var all) -> all.isEmpty();
            default -> false;
        };
    }
}
