package dev.millrace.model;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a form holds at one dotted name: a text, or further names, or both.
final class QueryNode {
    /// Ten digits would not fit an int; no list is as long.
    private static final int MOST_DIGITS = 9;

    private final Map<String, QueryNode> children = new LinkedHashMap<>();
    private @Nullable String text;

    @Nullable String text() {
        return text;
    }

    void text(String value) {
        if (text == null) text = value;
    }

    boolean isLeaf() {
        return children.isEmpty() && text != null;
    }

    Map<String, QueryNode> children() {
        return children;
    }

    QueryNode child(String name) {
        return children.computeIfAbsent(name, _ -> new QueryNode());
    }

    /// The children that bear numbers, in their order; what else there is means nothing.
    Map<String, QueryNode> numbered() {
        var ordered = new TreeMap<Integer, Map.Entry<String, QueryNode>>();
        for (Map.Entry<String, QueryNode> entry : children.entrySet())
            if (isNumber(entry.getKey())) ordered.put(Integer.valueOf(entry.getKey()), entry);
        var numbered = new LinkedHashMap<String, QueryNode>();
        for (Map.Entry<String, QueryNode> entry : ordered.values())
            numbered.put(entry.getKey(), entry.getValue());
        return numbered;
    }

    private static boolean isNumber(String name) {
        if (name.isEmpty() || name.length() > MOST_DIGITS) return false;
        for (int i = 0; i < name.length(); i++)
            if (name.charAt(i) < '0' || name.charAt(i) > '9') return false;
        return true;
    }
}
