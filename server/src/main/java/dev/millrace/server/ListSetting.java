package dev.millrace.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A setting that is a list. In a file it is an array of tables, elsewhere one line, its entries
/// separated by commas; so is the text of it.
sealed interface ListSetting permits InitialStreams, FaultRules, ActionTargets {
    /// Reads one line.
    ///
    /// @param type one of those above
    /// @throws IllegalArgumentException saying what is expected instead
    static ListSetting parse(Class<?> type, String line) {
        if (type == ActionTargets.class) return ActionTargets.parse(line);
        return type == FaultRules.class ? FaultRules.parse(line) : InitialStreams.parse(line);
    }

    /// Reads the tables of a file.
    ///
    /// @throws IllegalArgumentException naming the entry and the key, e.g. `[2]: shards: …`
    static ListSetting read(Class<?> type, List<SettingTable> tables) {
        if (type == ActionTargets.class) return ActionTargets.read(tables);
        return type == FaultRules.class ? FaultRules.read(tables) : InitialStreams.read(tables);
    }

    /// Reads entries one after the other; a refusal names which.
    static <T> List<T> entries(List<SettingTable> tables, Function<SettingTable, T> reading) {
        var entries = new ArrayList<T>();
        for (SettingTable table : tables)
            try {
                T entry = reading.apply(table);
                table.requireNothingElse();
                entries.add(entry);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "[" + (entries.size() + 1) + "]: " + e.getMessage(), e);
            }
        return entries;
    }
}
