package dev.millrace.server;

import com.electronwill.nightconfig.core.UnmodifiableConfig;
import com.electronwill.nightconfig.core.io.ParsingException;
import com.electronwill.nightconfig.toml.TomlParser;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Binds a configuration record to what files, the environment and the command line say.
///
/// A flag wins over the environment, the environment over the file, the file over the defaults.
/// Whatever is not understood is refused, all of it at once. Not for several threads.
///
/// @param <R> the record; the records inside it are rooms, whose names become prefixes
public final class ConfigReader<R extends Record> {
    private final R defaults;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, String> shortNames;
    private final Set<String> foreignVariables;

    private final Map<String, Given> file = new LinkedHashMap<>();
    private final Map<String, Given> environment = new LinkedHashMap<>();
    private final Map<String, Given> flags = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// @param value as written, or as it was read if it was a list of tables
    /// @param origin how to name the place it was written at, e.g. `--set limits=off`
    private record Given(Object value, String origin) {}

    /// @param shortNames other names of settings, by the name
    /// @param foreignVariables variables named `MILLRACE_…` that are no settings
    ConfigReader(R defaults, Map<String, String> shortNames, Set<String> foreignVariables) {
        this.defaults = defaults;
        this.shortNames = Map.copyOf(shortNames);
        this.foreignVariables = Set.copyOf(foreignVariables);
        for (Setting setting : Setting.of(defaults)) settings.put(setting.key(), setting);
        assert settings.keySet().containsAll(shortNames.values()) : shortNames;
    }

    /// Reads a TOML file: a table a room, a key a setting.
    public ConfigReader<R> file(Path toml) {
        try (Reader reader = Files.newBufferedReader(toml)) {
            file(toml, reader);
        } catch (IOException e) {
            problems.add(toml + ": cannot be read: " + e);
        }
        return this;
    }

    /// Reads what a file of this name says.
    void file(Path toml, Reader reader) {
        try {
            table(toml, "", new TomlParser().parse(reader));
        } catch (ParsingException e) {
            problems.add(toml + ": not TOML: " + e.getMessage());
        }
    }

    private void table(Path toml, String prefix, UnmodifiableConfig table) {
        var entries = new ArrayList<UnmodifiableConfig.Entry>(table.entrySet());
        entries.sort(Comparator.comparing(UnmodifiableConfig.Entry::getKey));
        for (var entry : entries) {
            String key = prefix + entry.getKey();
            switch (entry.<Object>getValue()) {
                case UnmodifiableConfig inner -> table(toml, key + ".", inner);
                case Collection<?> list -> list(toml, key, list);
                case Object value -> give(file, key, value.toString(), toml + ": " + key);
            }
        }
    }

    private void list(Path toml, String key, Collection<?> list) {
        Setting setting = settings.get(shortNames.getOrDefault(key, key));
        var tables = new ArrayList<SettingTable>();
        for (Object entry : list)
            if (entry instanceof UnmodifiableConfig table) tables.add(new SettingTable(table));
        if (setting == null || !setting.isList() || tables.size() < list.size()) {
            problems.add("%s: %s: a list is no value".formatted(toml, key));
            return;
        }
        try {
            give(file, key, ListSetting.read(setting.type(), tables), toml + ": " + key);
        } catch (IllegalArgumentException e) {
            problems.add("%s: %s: %s".formatted(toml, key, e.getMessage()));
        }
    }

    /// Reads the variables that start with `MILLRACE_`: `MILLRACE_LOG_JOURNAL_BYTES` is
    /// `log.journal-bytes`.
    public ConfigReader<R> environment(Map<String, String> variables) {
        var keys = new HashMap<String, String>();
        for (Setting setting : settings.values()) keys.put(setting.variable(), setting.key());
        shortNames.forEach(
                (name, key) -> keys.put(new Setting(name, String.class, "").variable(), key));
        for (var variable : variables.entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith("MILLRACE_") || foreignVariables.contains(name)) continue;
            String key = keys.get(name);
            if (key == null)
                problems.add(name + ": no such setting" + Suggestion.forName(name, keys.keySet()));
            else give(environment, key, variable.getValue(), name + "=" + variable.getValue());
        }
        return this;
    }

    /// Takes `key=value`.
    public ConfigReader<R> set(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0) problems.add("--set " + assignment + ": expected key=value");
        else
            set(
                    assignment.substring(0, equals).strip(),
                    assignment.substring(equals + 1).strip(),
                    "--set " + assignment);
        return this;
    }

    /// Takes the value of a flag of the command line.
    ///
    /// @param origin the flag as written, for messages
    public ConfigReader<R> set(String key, String value, String origin) {
        give(flags, key, value, origin);
        return this;
    }

    private void give(Map<String, Given> layer, String name, Object value, String origin) {
        String key = shortNames.getOrDefault(name, name);
        if (!settings.containsKey(key)) {
            var names = new ArrayList<>(settings.keySet());
            names.removeAll(shortNames.values());
            names.addAll(shortNames.keySet());
            problems.add(origin + ": no such setting" + Suggestion.forName(name, names));
            return;
        }
        Given earlier = layer.putIfAbsent(key, new Given(value, origin));
        if (earlier != null && !earlier.value.equals(value))
            problems.add(origin + ": contradicts " + earlier.origin);
    }

    /// The record with everything that was given.
    ///
    /// @throws ConfigException naming everything that was not understood
    public R read() throws ConfigException {
        var given = new LinkedHashMap<>(file);
        given.putAll(environment);
        given.putAll(flags);
        var values = new HashMap<String, Object>();
        for (var entry : given.entrySet()) {
            Setting setting = settings.get(entry.getKey());
            if (setting == null) continue;
            try {
                Object value = entry.getValue().value;
                values.put(
                        setting.key(), value instanceof String text ? setting.parse(text) : value);
            } catch (IllegalArgumentException e) {
                problems.add(entry.getValue().origin + ": " + e.getMessage());
            }
        }
        if (problems.isEmpty())
            try {
                return Records.with(defaults, values);
            } catch (Records.InvalidRecordException e) {
                String refusal = String.valueOf(e.getMessage());
                problems.add(culprit(given, values, refusal) + refusal);
            }
        throw new ConfigException(problems);
    }

    /// Where that was written which the record refuses even alone; empty if nothing was, as when
    /// two values do not fit each other.
    private String culprit(Map<String, Given> given, Map<String, Object> values, String refusal) {
        for (var value : values.entrySet())
            try {
                Records.with(defaults, Map.of(value.getKey(), value.getValue()));
            } catch (Records.InvalidRecordException e) {
                Given written = given.get(value.getKey());
                if (written != null && refusal.equals(e.getMessage())) return written.origin + ": ";
            }
        return "";
    }
}
