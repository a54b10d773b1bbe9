package dev.millrace.cloudwatch;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What identifies a metric.
///
/// @param dimensions values by names
record MetricKey(
        String account,
        String region,
        String namespace,
        String name,
        SortedMap<String, String> dimensions) {
    MetricKey {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    MetricKey(
            String account,
            String region,
            String namespace,
            String name,
            Map<String, String> dimensions) {
        this(account, region, namespace, name, new TreeMap<>(dimensions));
    }
}
