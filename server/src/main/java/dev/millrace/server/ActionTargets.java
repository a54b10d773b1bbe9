package dev.millrace.server;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Where the topics lead that alarms' actions name.
record ActionTargets(List<ActionTarget> targets) implements ListSetting {
    static final ActionTargets NONE = new ActionTargets(List.of());

    ActionTargets {
        targets = List.copyOf(targets);
        var topics = new HashSet<String>();
        for (ActionTarget target : targets)
            if (!topics.add(target.topic()))
                throw new IllegalArgumentException("topic: twice: " + target.topic());
    }

    static ActionTargets read(List<SettingTable> tables) {
        return new ActionTargets(ListSetting.entries(tables, ActionTarget::read));
    }

    /// Reads `arn:aws:sns:us-east-1:000000000000:ops=https://example.com/hook,…=stream:alarms`.
    static ActionTargets parse(String line) {
        return new ActionTargets(
                Arrays.stream(line.split(","))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(ActionTarget::parse)
                        .toList());
    }

    @Override
    public String toString() {
        return targets.stream().map(ActionTarget::toString).collect(Collectors.joining(","));
    }
}
