package dev.millrace.server;

import com.electronwill.nightconfig.core.UnmodifiableConfig;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One table of an array of tables, of which every key is asked for once. All refusals are an
/// [IllegalArgumentException] that names the key.
final class SettingTable {
    private final UnmodifiableConfig table;
    private final Set<String> known = new LinkedHashSet<>();

    SettingTable(UnmodifiableConfig table) {
        this.table = table;
    }

    /// The value of a key, as [Notation] reads it.
    @SuppressWarnings("unchecked") // Notation gives what it is asked for
    <T> T value(String key, Class<?> type, T fallback) {
        known.add(key);
        Object value = table.get(List.of(key));
        if (value == null) return fallback;
        if (value instanceof UnmodifiableConfig || value instanceof Collection)
            throw new IllegalArgumentException(key + ": expected one value");
        try {
            return (T) Notation.parse(type, false, value.toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    /// The texts of a list; none if it is absent.
    List<String> texts(String key) {
        known.add(key);
        Object value = table.get(List.of(key));
        if (value == null) return List.of();
        if (value instanceof Collection<?> list
                && list.stream().allMatch(it -> it instanceof String))
            return list.stream().map(Object::toString).toList();
        throw new IllegalArgumentException(key + ": expected a list such as [\"a\", \"b\"]");
    }

    /// The texts of a table by their keys; none if it is absent.
    Map<String, String> textsByKey(String key) {
        known.add(key);
        Object value = table.get(List.of(key));
        if (value == null) return Map.of();
        if (!(value instanceof UnmodifiableConfig inner))
            throw new IllegalArgumentException(key + ": expected a table such as {team = \"a\"}");
        var texts = new LinkedHashMap<String, String>();
        for (var entry : inner.entrySet()) {
            if (!(entry.<Object>getValue() instanceof String text))
                throw new IllegalArgumentException(
                        key + "." + entry.getKey() + ": expected a text");
            texts.put(entry.getKey(), text);
        }
        return texts;
    }

    /// Refuses what nobody asked for.
    void requireNothingElse() {
        for (var entry : table.entrySet())
            if (!known.contains(entry.getKey()))
                throw new IllegalArgumentException(
                        entry.getKey()
                                + ": no such setting"
                                + Suggestion.forName(entry.getKey(), known));
    }
}
