package dev.millrace.kinesis;

import static java.util.Objects.requireNonNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.DisableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.EnableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.EnhancedMonitoringOutput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.ShardMetric;
import dev.millrace.stream.ShardMonitoring;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// EnableEnhancedMonitoring and DisableEnhancedMonitoring.
record MonitoringOperations(Catalog catalog, StreamAddress address, Registrar registrar) {
    private static final String ALL = "ALL";

    EnhancedMonitoringOutput enable(Caller caller, EnableEnhancedMonitoringInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        Set<ShardMetric> metrics = metrics(requireNonNull(input.shardLevelMetrics()));
        var before = EnumSet.noneOf(ShardMetric.class);
        registrar.change(
                nowMs -> {
                    before.addAll(shown(name));
                    return ShardMonitoring.enable(catalog, name, metrics, nowMs);
                });
        return output(name, before, ShardMonitoring.with(before, metrics));
    }

    EnhancedMonitoringOutput disable(Caller caller, DisableEnhancedMonitoringInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                address.name(caller, input.streamName(), input.streamARN(), input.streamId());
        Set<ShardMetric> metrics = metrics(requireNonNull(input.shardLevelMetrics()));
        var before = EnumSet.noneOf(ShardMetric.class);
        registrar.change(
                nowMs -> {
                    before.addAll(shown(name));
                    return ShardMonitoring.disable(catalog, name, metrics, nowMs);
                });
        return output(name, before, ShardMonitoring.without(before, metrics));
    }

    private Set<ShardMetric> shown(StreamName name) {
        Stream stream = catalog.find(name);
        return stream == null ? Set.of() : stream.settings().shardMetrics();
    }

    private static Set<ShardMetric> metrics(List<String> named) {
        var metrics = EnumSet.noneOf(ShardMetric.class);
        for (String name : named) {
            if (name.equals(ALL)) return EnumSet.allOf(ShardMetric.class);
            metrics.add(ShardMetric.valueOf(name));
        }
        return metrics;
    }

    private static EnhancedMonitoringOutput output(
            StreamName name, Set<ShardMetric> before, Set<ShardMetric> after) {
        return EnhancedMonitoringOutput.builder()
                .streamName(name.name())
                .streamARN(StreamArn.of(name))
                .currentShardLevelMetrics(StreamShapes.of(before))
                .desiredShardLevelMetrics(StreamShapes.of(after))
                .build();
    }
}
