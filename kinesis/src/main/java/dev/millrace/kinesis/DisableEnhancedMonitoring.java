package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.DisableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.EnhancedMonitoringOutput;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class DisableEnhancedMonitoring
        implements Handler.Blocking<DisableEnhancedMonitoringInput, EnhancedMonitoringOutput> {
    private final ShardLevelMetrics metrics;

    DisableEnhancedMonitoring(ShardLevelMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public EnhancedMonitoringOutput handle(Caller caller, DisableEnhancedMonitoringInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                metrics.address()
                        .name(caller, input.streamName(), input.streamARN(), input.streamId());
        return metrics.disable(name, Objects.requireNonNull(input.shardLevelMetrics()));
    }
}
