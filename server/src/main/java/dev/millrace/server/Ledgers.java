package dev.millrace.server;

import dev.millrace.cloudwatch.AlarmStore;
import dev.millrace.cloudwatch.CloudWatchConfig;
import dev.millrace.cloudwatch.MetricStore;
import dev.millrace.dynamodb.Tables;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Peaks;
import dev.millrace.stream.StateMachine;

import java.util.Map;

/// What a data folder keeps beside records. Whoever opens one has to know all of it.
record Ledgers(
        Catalog catalog, Peaks peaks, Tables tables, MetricStore metrics, AlarmStore alarms) {
    /// With nothing in them yet.
    static Ledgers of(CloudWatchConfig metrics, AlarmsConfig alarms) {
        return of(
                new MetricStore(metrics.metricBytes(), metrics.metrics()),
                new AlarmStore(alarms.history()));
    }

    /// For who only copies what they hold: nothing is given up for want of room.
    static Ledgers boundless() {
        return of(
                new MetricStore(Long.MAX_VALUE, Integer.MAX_VALUE),
                new AlarmStore(Integer.MAX_VALUE));
    }

    private static Ledgers of(MetricStore metrics, AlarmStore alarms) {
        return new Ledgers(new Catalog(), new Peaks(), new Tables(), metrics, alarms);
    }

    Map<String, StateMachine> machines() {
        return Map.of(
                Catalog.LEDGER, catalog,
                Peaks.LEDGER, peaks,
                Tables.LEDGER, tables,
                MetricStore.LEDGER, metrics,
                AlarmStore.LEDGER, alarms);
    }
}
