package dev.millrace.dynamodb;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Map;

/// What stands at either side of a comparison.
sealed interface Operand extends Term {
    record At(Path path) implements Operand {}

    /// A value of the request, or of legacy parameters.
    record Literal(Value value) implements Operand {}

    /// How long or how many.
    record Size(Operand of) implements Operand {}

    /// The value that it means, or null if the item has no such value.
    default @Nullable Value in(Map<String, Value> item) {
        return switch (this) {
            case At(Path path) -> path.in(item);
            case Literal(Value value) -> value;
            case Size(Operand of) -> size(of.in(item));
        };
    }

    private static @Nullable Value size(@Nullable Value value) {
        int size;
        switch (value) {
            case Value.Text(String text) -> size = text.length();
            case Value.Binary(var bytes) -> size = bytes.length();
            case Value.TextSet(var all) -> size = all.size();
            case Value.NumSet(var all) -> size = all.size();
            case Value.BinarySet(var all) -> size = all.size();
            case Value.MapOf(var all) -> size = all.size();
            case Value.ListOf(var all) -> size = all.size();
            case null, default -> {
                return null;
            }
        }
        BigDecimal number = BigDecimal.valueOf(size);
        return new Value.Num(size == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
    }
}
