package dev.millrace.dynamodb;

import dev.millrace.model.Blob;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The value of an attribute. Collections are taken over: nobody may change them afterwards.
sealed interface Value {
    record Text(String text) implements Value {}

    /// A number.
    ///
    /// @param number canonical, see [ExactNumber]
    record Num(BigDecimal number) implements Value {}

    record Binary(Blob bytes) implements Value {}

    record TextSet(Set<String> texts) implements Value {}

    record NumSet(Set<BigDecimal> numbers) implements Value {}

    record BinarySet(Set<Blob> blobs) implements Value {}

    record MapOf(Map<String, Value> entries) implements Value {}

    record ListOf(List<Value> elements) implements Value {}

    record Bool(boolean value) implements Value {}

    record Null() implements Value {}

    /// What the API calls the type, such as `SS`.
    default String type() {
        return switch (this) {
            case Text _ -> "S";
            case Num _ -> "N";
            case Binary _ -> "B";
            case TextSet _ -> "SS";
            case NumSet _ -> "NS";
            case BinarySet _ -> "BS";
            case MapOf _ -> "M";
            case ListOf _ -> "L";
            case Bool _ -> "BOOL";
            case Null _ -> "NULL";
        };
    }
}
