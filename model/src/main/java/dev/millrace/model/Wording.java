package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The service's words for each rule. Source: messages recorded from the service, 2014–2020.
final class Wording {
    /// A value printed longer is cut: an answer must not grow with what a client sends.
    private static final int MAX_VALUE = 1 << 16;

    static final String NOT_NULL = "Member must not be null";

    private Wording() {}

    static String lengthAtLeast(int min) {
        return "Member must have length greater than or equal to " + min;
    }

    static String lengthAtMost(int max) {
        return "Member must have length less than or equal to " + max;
    }

    static String valueAtLeast(long min) {
        return "Member must have value greater than or equal to " + min;
    }

    static String valueAtMost(long max) {
        return "Member must have value less than or equal to " + max;
    }

    static String pattern(TextPattern pattern) {
        return "Member must satisfy regular expression pattern: " + pattern;
    }

    static String oneOf(Set<String> values) {
        return "Member must satisfy enum value set: " + values;
    }

    /// What every element of a collection has to be. Always lists the least length, 0 included, as
    /// the service does for the values of tags.
    static List<String> each(Rule.Text rule) {
        List<String> all = new ArrayList<>();
        if (rule.max() < Integer.MAX_VALUE) {
            all.add(lengthAtMost(rule.max()));
            all.add(lengthAtLeast(rule.min()));
        }
        TextPattern pattern = rule.pattern();
        if (pattern != null) all.add(pattern(pattern));
        if (!rule.oneOf().isEmpty()) all.add(oneOf(rule.oneOf()));
        return all;
    }

    /// A value as a message prints it: collections and blobs as Java does, null without quotes.
    static String value(@Nullable Object value) {
        return value == null ? "null" : "'" + cut(value.toString()) + "'";
    }

    /// A list of structures, which the service prints as the names of its own Java objects.
    static String shapes(List<? extends @Nullable Shape> shapes, String javaName) {
        var text = new StringBuilder("[");
        for (Shape shape : shapes) {
            if (text.length() > 1) text.append(", ");
            if (shape == null) text.append("null");
            else text.append(javaName).append('@').append(Integer.toHexString(shape.hashCode()));
        }
        return text.append(']').toString();
    }

    static String cut(String text) {
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "...";
    }
}
