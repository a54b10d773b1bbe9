package dev.millrace.server;

import dev.millrace.cloudwatch.AlarmLimits;
import dev.millrace.cloudwatch.AlarmStore;
import dev.millrace.cloudwatch.CloudWatchApi;
import dev.millrace.cloudwatch.MetricStore;
import dev.millrace.gateway.Service;
import dev.millrace.kinesis.KinesisApi;
import dev.millrace.model.cloudwatch.CloudWatch;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.StorageEngine;
import dev.millrace.wire.AwsJson;
import dev.millrace.wire.Query;
import dev.millrace.wire.QueryCodes;
import dev.millrace.wire.QueryCompatible;
import dev.millrace.wire.RpcCbor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Metrics and alarms of one server, from what its ledgers hold to what answers its clients.
final class Monitoring implements AutoCloseable {
    private static final String SIGNING_NAME = "monitoring";

    private final AlarmsConfig config;
    private final MetricStore metrics;
    private final AlarmStore alarms;
    private @Nullable CloudWatchApi api;
    private @Nullable AlarmTargets targets;

    Monitoring(AlarmsConfig config, Ledgers ledgers) {
        this.config = config;
        metrics = ledgers.metrics();
        alarms = ledgers.alarms();
    }

    /// Begins, once the ledgers are recovered.
    void open(StorageEngine engine, Clock clock, KinesisApi kinesis, Catalog catalog) {
        var limits =
                new AlarmLimits(
                        config.count(), config.attempts(), config.firstPause(), config.underWay());
        targets = new AlarmTargets(config.targets(), kinesis.ownOperations());
        api =
                CloudWatchApi.open(
                        engine,
                        metrics,
                        alarms,
                        kinesis.meters(),
                        catalog,
                        clock,
                        limits,
                        targets.byTopic(),
                        Thread::startVirtualThread);
    }

    CloudWatchApi api() {
        return Objects.requireNonNull(api);
    }

    /// What answers the clients.
    Service service() {
        var codes = new QueryCodes(CloudWatchApi.queryCodes());
        return new Service(
                SIGNING_NAME,
                CloudWatch.TARGET_PREFIX,
                List.of(
                        new QueryCompatible(RpcCbor.V2, codes),
                        new QueryCompatible(AwsJson.V1_0, codes),
                        new Query(CloudWatchApi.XML_NAMESPACE, codes)),
                api().operations());
    }

    /// How much of metrics is kept, by names for Prometheus.
    Map<String, Long> gauges() {
        return Map.of("metrics_bytes", metrics.bytes(), "metrics_kept", (long) metrics.count());
    }

    /// Evaluates what is due: a part of the conductor's duty cycle.
    int doWork(long nowNs) {
        return api().doWork(nowNs);
    }

    @Override
    public void close() {
        AlarmTargets open = targets;
        if (open != null) open.close();
    }
}
