package dev.millrace.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `/metrics` says: samples of Prometheus' text format.
final class Exposition {
    /// One line of it.
    record Sample(String name, Map<String, String> labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    /// Reads a document; lines that are no samples mean nothing here.
    static Exposition parse(String text) {
        var parsed = new Exposition();
        for (String line : text.lines().toList())
            if (!line.isBlank() && !line.startsWith("#")) parsed.add(line);
        return parsed;
    }

    private void add(String line) {
        int open = line.indexOf('{');
        int close = line.lastIndexOf('}');
        boolean hasLabels = open > 0 && close > open;
        int value = hasLabels ? close + 1 : line.indexOf(' ');
        if (value < 0) return;
        String name = line.substring(0, hasLabels ? open : value);
        String number = line.substring(value).strip().split(" ", 2)[0];
        try {
            double parsed = Double.parseDouble(number);
            Map<String, String> labels =
                    hasLabels ? labels(line.substring(open + 1, close)) : Map.of();
            samples.add(new Sample(name, labels, parsed));
        } catch (NumberFormatException e) {
            return; // NaN and the like are spelled otherwise
        }
    }

    private static Map<String, String> labels(String text) {
        var labels = new LinkedHashMap<String, String>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) break;
            String name = text.substring(at, equals).strip();
            var value = new StringBuilder();
            int i = equals + 2;
            for (; i < text.length() && text.charAt(i) != '"'; i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    value.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
                } else value.append(c);
            }
            labels.put(name, value.toString());
            at = i + 2;
        }
        return labels;
    }

    /// All of one name.
    List<Sample> all(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    /// The first of one name; 0 if there is none.
    double value(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(Sample::value)
                .findFirst()
                .orElse(0);
    }

    /// The one of this name with these labels among its labels; 0 if there is none.
    double value(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .findFirst()
                .orElse(0);
    }
}
