package dev.millrace.kinesis;

import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.EnhancedMetrics;
import dev.millrace.model.kinesis.HashKeyRange;
import dev.millrace.model.kinesis.SequenceNumberRange;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.model.kinesis.WarmThroughputObject;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.ShardMetric;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamMode;
import dev.millrace.stream.StreamSettings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Streams and shards as the API shows them.
final class StreamShapes {
    private StreamShapes() {}

    static StreamModeDetails of(StreamMode mode) {
        return new StreamModeDetails(mode.name());
    }

    /// `NONE` or `KMS`.
    static String encryptionType(StreamSettings settings) {
        return settings.encryption().keyId() == null ? "NONE" : "KMS";
    }

    static List<EnhancedMetrics> monitoring(StreamSettings settings) {
        return List.of(new EnhancedMetrics(of(settings.shardMetrics())));
    }

    static List<String> of(Set<ShardMetric> metrics) {
        return metrics.stream().map(ShardMetric::name).toList();
    }

    /// What a stream is kept ready for, and what it will be once its update is over.
    static WarmThroughputObject warmThroughput(Stream stream) {
        return WarmThroughputObject.builder()
                .targetMiBps(stream.settingsToBe().warmMibps())
                .currentMiBps(stream.settings().warmMibps())
                .build();
    }

    static List<dev.millrace.model.kinesis.Shard> of(List<Shard> shards) {
        var shapes = new ArrayList<dev.millrace.model.kinesis.Shard>(shards.size());
        for (Shard shard : shards) shapes.add(of(shard));
        return shapes;
    }

    private static dev.millrace.model.kinesis.Shard of(Shard shard) {
        var numbers =
                new SequenceNumberRange(
                        shard.startingNumber().toString(),
                        shard.isOpen() ? null : shard.endingNumber().toString());
        return new dev.millrace.model.kinesis.Shard(
                shard.id(),
                parent(shard.parent()),
                parent(shard.adjacentParent()),
                of(shard.range()),
                numbers);
    }

    /// What a reader of a closed shard goes on with.
    static List<ChildShard> children(Stream stream, Shard parent) {
        return stream.shards().childrenOf(parent).stream().map(StreamShapes::child).toList();
    }

    private static ChildShard child(Shard shard) {
        var parents = new ArrayList<String>(2);
        parents.add(ShardId.of(shard.parent()));
        if (shard.adjacentParent() != Shard.NONE) parents.add(ShardId.of(shard.adjacentParent()));
        return new ChildShard(shard.id(), parents, of(shard.range()));
    }

    private static @Nullable String parent(int index) {
        return index == Shard.NONE ? null : ShardId.of(index);
    }

    private static HashKeyRange of(dev.millrace.stream.HashKeyRange range) {
        return new HashKeyRange(range.first().toString(), range.last().toString());
    }
}
