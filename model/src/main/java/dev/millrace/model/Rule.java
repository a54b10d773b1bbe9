package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a model demands of one value, besides being there. Each kind of value has its own wording,
/// so each has its own kind of rule. Both ends of every range are inclusive.
public sealed interface Rule {

    /// A string's. Lengths count Unicode characters.
    ///
    /// @param pattern what the whole string has to match, or null
    /// @param oneOf the values allowed, in the order that messages list them; empty if any is
    record Text(int min, int max, @Nullable TextPattern pattern, Set<String> oneOf)
            implements Rule {
        boolean admits(String value) {
            return !tooShort(value)
                    && !tooLong(value)
                    && (pattern == null || pattern.matches(value))
                    && offers(value);
        }

        boolean offers(String value) {
            return oneOf.isEmpty() || oneOf.contains(value);
        }

        // A character takes one or two chars, so most lengths are decided without counting.

        boolean tooShort(String value) {
            return value.length() < 2L * min && characters(value) < min;
        }

        boolean tooLong(String value) {
            return value.length() > max && characters(value) > max;
        }

        private static int characters(String value) {
            return value.codePointCount(0, value.length());
        }
    }

    /// A number's.
    record Range(long min, long max) implements Rule {}

    /// A blob's length in bytes.
    record Bytes(int min, int max) implements Rule {}

    /// A list of strings: how many, and what each has to be.
    record Elements(int min, int max, @Nullable Text each) implements Rule {}

    /// A map of strings: how many entries, and what keys and values have to be.
    record Entries(int min, int max, @Nullable Text key, @Nullable Text value) implements Rule {}

    /// A list of structures: how many.
    ///
    /// @param javaName how the service names the structure when it prints one
    record Shapes(int min, int max, String javaName) implements Rule {
        String print(List<? extends @Nullable Shape> shapes) {
            return Wording.shapes(shapes, javaName);
        }
    }

    /// How many elements or entries a collection of anything else may have.
    record Size(int min, int max) implements Rule {}

    static Text length(int min, int max) {
        return new Text(min, max, null, Set.of());
    }

    static Text pattern(int min, int max, String pattern) {
        return new Text(min, max, new TextPattern(pattern), Set.of());
    }

    static Text oneOf(String... values) {
        Set<String> ordered = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(values)));
        return new Text(0, Integer.MAX_VALUE, null, ordered);
    }
}
