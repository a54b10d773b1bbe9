package dev.millrace.cloudwatch;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Values over time, as a graph shows them.
///
/// @param values by the first second of their periods
record Line(String label, int periodSeconds, SortedMap<Long, Double> values) {
    Line {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
}
