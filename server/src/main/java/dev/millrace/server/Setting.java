package dev.millrace.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One thing that can be configured: a component of a configuration record.
///
/// @param key dotted path of component names in kebab case, e.g. `log.journal-bytes`
/// @param type int, long, boolean, String, Duration, Path, an enum or a [ListSetting]
/// @param fallback its value when nobody says otherwise
record Setting(String key, Class<?> type, Object fallback) {
    private static final Pattern BYTES = Pattern.compile("\\bbytes\\b");

    /// Every setting of a record and of the records inside it, in their order.
    static List<Setting> of(Record defaults) {
        var settings = new ArrayList<Setting>();
        collect("", defaults, settings);
        return List.copyOf(settings);
    }

    private static void collect(String prefix, Record record, List<Setting> settings) {
        for (var component : record.getClass().getRecordComponents()) {
            String key = prefix + kebab(component.getName());
            Object value = Records.component(record, component);
            if (Records.isRoom(value)) collect(key + ".", (Record) value, settings);
            else settings.add(new Setting(key, component.getType(), value));
        }
    }

    /// `journalBytes` as `journal-bytes`.
    static String kebab(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /// Whether the value counts bytes.
    boolean bytes() {
        return BYTES.matcher(key).find();
    }

    boolean isList() {
        return ListSetting.class.isAssignableFrom(type);
    }

    /// The name of the environment variable that sets it.
    String variable() {
        return "MILLRACE_" + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    Object parse(String text) {
        return Notation.parse(type, bytes(), text);
    }

    String print() {
        return Notation.print(bytes(), fallback);
    }

    String kind() {
        return Notation.kind(type, bytes());
    }
}
