package dev.millrace.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A secondary index as it was asked for.
///
/// @param local whether it shares the table's partition key and was made with the table
/// @param attributes what a projection includes beside the keys; empty unless `INCLUDE`
/// @param throughput what it was provisioned with; [Throughput#NONE] if it was not
/// @param createdUntilMs when its creation ends
record IndexDefinition(
        String name,
        boolean local,
        KeySchema keys,
        Projection projection,
        List<String> attributes,
        Throughput throughput,
        long createdUntilMs) {
    IndexDefinition {
        attributes = List.copyOf(attributes);
    }

    /// What is found in an index beside the keys. Codes are persisted: never reuse one.
    enum Projection {
        ALL(1),
        KEYS_ONLY(2),
        INCLUDE(3);

        final int code;

        Projection(int code) {
            this.code = code;
        }

        static Projection of(int code) {
            for (Projection projection : values()) if (projection.code == code) return projection;
            throw new IllegalArgumentException("a projection of kind " + code);
        }
    }

    IndexDefinition withThroughput(Throughput other) {
        return new IndexDefinition(
                name, local, keys, projection, attributes, other, createdUntilMs);
    }

    boolean isActive(long nowMs) {
        return nowMs >= createdUntilMs;
    }

    /// Whether an attribute of an item can be read from the index.
    boolean projects(String attribute, KeySchema table) {
        return projection == Projection.ALL
                || keys.has(attribute)
                || table.has(attribute)
                || attributes.contains(attribute);
    }

    /// What the index has of an item.
    Map<String, Value> projected(Map<String, Value> item, KeySchema table) {
        if (projection == Projection.ALL) return item;
        var projected = new LinkedHashMap<String, Value>();
        item.forEach(
                (name, value) -> {
                    if (projects(name, table)) projected.put(name, value);
                });
        return projected;
    }
}
