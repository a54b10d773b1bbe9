package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.kinesis.EnableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.EnhancedMonitoringOutput;
import dev.millrace.stream.StreamName;

import java.util.Objects;

final class EnableEnhancedMonitoring
        implements Handler.Blocking<EnableEnhancedMonitoringInput, EnhancedMonitoringOutput> {
    private final ShardLevelMetrics metrics;

    EnableEnhancedMonitoring(ShardLevelMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public EnhancedMonitoringOutput handle(Caller caller, EnableEnhancedMonitoringInput input)
            throws ApiException, InterruptedException {
        StreamName name =
                metrics.address()
                        .name(caller, input.streamName(), input.streamARN(), input.streamId());
        return metrics.enable(name, Objects.requireNonNull(input.shardLevelMetrics()));
    }
}
