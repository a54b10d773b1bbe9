package dev.millrace.dynamodb;

import dev.millrace.model.Blob;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Something that is true of an item or not: what condition, filter and key condition expressions
/// mean, and their legacy counterparts.
sealed interface Condition extends Term {
    record And(Condition left, Condition right) implements Condition {}

    record Or(Condition left, Condition right) implements Condition {}

    record Not(Condition inner) implements Condition {}

    record Compare(Comparator comparator, Operand left, Operand right) implements Condition {}

    /// Both ends belong to it.
    record Between(Operand value, Operand low, Operand high) implements Condition {}

    record In(Operand value, List<Operand> choices) implements Condition {}

    record Exists(Path path) implements Condition {}

    record HasType(Path path, String type) implements Condition {}

    record BeginsWith(Operand value, Operand prefix) implements Condition {}

    record Contains(Operand value, Operand part) implements Condition {}

    /// Everything.
    record True() implements Condition {}

    enum Comparator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        final String sign;

        Comparator(String sign) {
            this.sign = sign;
        }
    }

    default boolean holds(Map<String, Value> item) {
        return switch (this) {
            case And(var left, var right) -> left.holds(item) && right.holds(item);
            case Or(var left, var right) -> left.holds(item) || right.holds(item);
            case Not(var inner) -> !inner.holds(item);
            case Compare(var comparator, var left, var right) ->
                    compare(comparator, left.in(item), right.in(item));
            case Between(var value, var low, var high) ->
                    compare(Comparator.GREATER_OR_EQUAL, value.in(item), low.in(item))
                            && compare(Comparator.LESS_OR_EQUAL, value.in(item), high.in(item));
            case In(var value, var choices) -> {
                Value found = value.in(item);
                yield found != null
                        && choices.stream().anyMatch(choice -> found.equals(choice.in(item)));
            }
            case Exists(Path path) -> path.in(item) != null;
            case HasType(Path path, String type) -> {
                Value value = path.in(item);
                yield value != null && value.type().equals(type);
            }
            case BeginsWith(var value, var prefix) -> beginsWith(value.in(item), prefix.in(item));
            case Contains(var value, var part) -> contains(value.in(item), part.in(item));
            case True() -> true;
        };
    }

    private static boolean compare(
            Comparator comparator, @Nullable Value left, @Nullable Value right) {
        return switch (comparator) {
            case EQUAL -> left != null && left.equals(right);
            // What is missing is not equal to anything.
            case NOT_EQUAL -> left == null || !left.equals(right);
            case LESS -> isOrdered(left, right) && order(left, right) < 0;
            case LESS_OR_EQUAL -> isOrdered(left, right) && order(left, right) <= 0;
            case GREATER -> isOrdered(left, right) && order(left, right) > 0;
            case GREATER_OR_EQUAL -> isOrdered(left, right) && order(left, right) >= 0;
        };
    }

    /// Whether the two can be compared at all.
    private static boolean isOrdered(@Nullable Value left, @Nullable Value right) {
        return left != null
                && right != null
                && left.getClass() == right.getClass()
                && isScalar(left);
    }

    /// Whether values of this type have an order.
    static boolean isScalar(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.Num
                || value instanceof Value.Binary;
    }

    /// How two values of one type lie: texts by their bytes in UTF-8.
    static int order(@Nullable Value left, @Nullable Value right) {
        if (left instanceof Value.Num(var a) && right instanceof Value.Num(var b))
            return a.compareTo(b);
        if (left == null || right == null) throw new IllegalArgumentException("nothing to compare");
        return Arrays.compareUnsigned(KeySchema.bytes(left), KeySchema.bytes(right));
    }

    private static boolean beginsWith(@Nullable Value value, @Nullable Value prefix) {
        if (value instanceof Value.Text(String text) && prefix instanceof Value.Text(String start))
            return text.startsWith(start);
        return value instanceof Value.Binary(Blob bytes)
                && prefix instanceof Value.Binary(Blob start)
                && bytes.length() >= start.length()
                && isAt(bytes, 0, start);
    }

    private static boolean isAt(Blob bytes, int at, Blob part) {
        int from = bytes.offset() + at;
        return Arrays.equals(
                bytes.array(),
                from,
                from + part.length(),
                part.array(),
                part.offset(),
                part.offset() + part.length());
    }

    private static boolean contains(@Nullable Value value, @Nullable Value part) {
        if (value == null || part == null) return false;
        return switch (value) {
            case Value.Text(String text) ->
                    part instanceof Value.Text(String inner) && text.contains(inner);
            case Value.Binary(Blob bytes) ->
                    part instanceof Value.Binary(Blob inner) && contains(bytes, inner);
            case Value.TextSet(var texts) ->
                    part instanceof Value.Text(String text) && texts.contains(text);
            case Value.NumSet(var numbers) ->
                    part instanceof Value.Num(var number) && numbers.contains(number);
            case Value.BinarySet(var blobs) ->
                    part instanceof Value.Binary(Blob blob) && blobs.contains(blob);
            case Value.ListOf(var elements) -> elements.contains(part);
            case Value.Num _, Value.MapOf _, Value.Bool _, Value.Null _ -> false;
        };
    }

    private static boolean contains(Blob bytes, Blob part) {
        for (int at = 0; at + part.length() <= bytes.length(); at++)
            if (isAt(bytes, at, part)) return true;
        return false;
    }
}
