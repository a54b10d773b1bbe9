package dev.millrace.stream;

import java.util.EnumSet;
import java.util.Set;

/// Decides which metrics are had for each shard of a stream.
public final class ShardMonitoring {
    private ShardMonitoring() {}

    public static Decision enable(
            Catalog catalog, StreamName name, Set<ShardMetric> metrics, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    StreamSettings now = stream.settings();
                    return SettingsChange.now(
                            stream, now.monitored(with(now.shardMetrics(), metrics)), nowMs);
                });
    }

    public static Decision disable(
            Catalog catalog, StreamName name, Set<ShardMetric> metrics, long nowMs) {
        return SettingsChange.ofActive(
                catalog,
                name,
                stream -> {
                    StreamSettings now = stream.settings();
                    return SettingsChange.now(
                            stream, now.monitored(without(now.shardMetrics(), metrics)), nowMs);
                });
    }

    /// The metrics there are once `added` are enabled.
    public static Set<ShardMetric> with(Set<ShardMetric> metrics, Set<ShardMetric> added) {
        var all = EnumSet.noneOf(ShardMetric.class);
        all.addAll(metrics);
        all.addAll(added);
        return all;
    }

    /// The metrics there are once `removed` are disabled.
    public static Set<ShardMetric> without(Set<ShardMetric> metrics, Set<ShardMetric> removed) {
        var left = EnumSet.noneOf(ShardMetric.class);
        left.addAll(metrics);
        left.removeAll(removed);
        return left;
    }
}
