package dev.millrace.stream;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the owner of a stream may set. Immutable.
///
/// @param tags by key, sorted
/// @param maxRecordKib largest record, data and partition key, in KiB
/// @param shardMetrics those that are had for each shard
/// @param distribution who says to which shard a record goes
/// @param warmMibps MiB a second that an on-demand stream is kept ready for, 0 for no more than it
///     is by itself
/// @param modeSwitches when the mode was changed
public record StreamSettings(
        StreamMode mode,
        Map<String, String> tags,
        int maxRecordKib,
        Encryption encryption,
        Set<ShardMetric> shardMetrics,
        RecordDistribution distribution,
        int warmMibps,
        RollingDay modeSwitches) {

    public StreamSettings {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        var metrics = EnumSet.noneOf(ShardMetric.class);
        metrics.addAll(shardMetrics);
        shardMetrics = Collections.unmodifiableSet(metrics);
    }

    /// A stream of which nothing else was said.
    static StreamSettings plain(StreamMode mode, Map<String, String> tags, int maxRecordKib) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                Encryption.NONE,
                Set.of(),
                RecordDistribution.USER_PARTITION_KEY,
                0,
                RollingDay.UNUSED);
    }

    StreamSettings tagged(Map<String, String> tags) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches);
    }

    StreamSettings admitting(int maxRecordKib) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches);
    }

    StreamSettings encrypted(Encryption encryption) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches);
    }

    StreamSettings monitored(Set<ShardMetric> shardMetrics) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches);
    }

    StreamSettings distributed(RecordDistribution distribution) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches);
    }

    StreamSettings warmed(int warmMibps) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches);
    }

    StreamSettings switched(StreamMode mode, long nowMs) {
        return new StreamSettings(
                mode,
                tags,
                maxRecordKib,
                encryption,
                shardMetrics,
                distribution,
                warmMibps,
                modeSwitches.and(nowMs));
    }
}
