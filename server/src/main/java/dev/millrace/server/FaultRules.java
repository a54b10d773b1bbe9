package dev.millrace.server;

import com.electronwill.nightconfig.core.Config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What goes wrong on purpose; nothing, if there is no rule.
record FaultRules(List<FaultRule> rules) implements ListSetting {
    static final FaultRules NONE = new FaultRules(List.of());

    FaultRules {
        rules = List.copyOf(rules);
    }

    static FaultRules read(List<SettingTable> tables) {
        return new FaultRules(ListSetting.entries(tables, FaultRule::read));
    }

    /// Reads `PutRecords@orders:throttle=0.2:latency=50ms,*:drop=0.01`.
    static FaultRules parse(String line) {
        return read(
                Arrays.stream(line.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(FaultRules::table)
                        .toList());
    }

    private static SettingTable table(String entry) {
        Config table = Config.inMemory();
        String[] parts = entry.split(":", -1);
        String[] about = parts[0].split("@", 2);
        if (!about[0].equals("*")) table.set(List.of("operation"), about[0]);
        if (about.length == 2) table.set(List.of("stream"), about[1]);
        for (int i = 1; i < parts.length; i++) {
            String[] assignment = parts[i].split("=", 2);
            if (assignment.length < 2)
                throw new IllegalArgumentException(entry + ": expected a fault such as drop=0.01");
            table.set(List.of(assignment[0]), assignment[1]);
        }
        return new SettingTable(table);
    }

    @Override
    public String toString() {
        return rules.stream().map(FaultRule::toString).collect(Collectors.joining(","));
    }
}
