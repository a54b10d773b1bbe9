package dev.millrace.cloudwatch;

import dev.millrace.model.cloudwatch.AlarmHistoryItem;
import dev.millrace.model.cloudwatch.MetricAlarm;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Alarms as the API shows them.
final class AlarmShapes {
    private AlarmShapes() {}

    static MetricAlarm of(Alarm alarm) {
        PutMetricAlarmInput definition = alarm.definition();
        return MetricAlarm.builder()
                .alarmName(alarm.key().name())
                .alarmArn(alarm.key().arn())
                .alarmDescription(definition.alarmDescription())
                .alarmConfigurationUpdatedTimestamp(Instant.ofEpochMilli(alarm.configuredMs()))
                .actionsEnabled(alarm.actionsEnabled())
                .oKActions(list(definition.oKActions()))
                .alarmActions(list(definition.alarmActions()))
                .insufficientDataActions(list(definition.insufficientDataActions()))
                .stateValue(alarm.state().name())
                .stateReason(alarm.reason())
                .stateReasonData(alarm.reasonData().isEmpty() ? null : alarm.reasonData())
                .stateUpdatedTimestamp(Instant.ofEpochMilli(alarm.updatedMs()))
                .stateTransitionedTimestamp(Instant.ofEpochMilli(alarm.transitionedMs()))
                .metricName(definition.metricName())
                .namespace(definition.namespace())
                .statistic(definition.statistic())
                .extendedStatistic(definition.extendedStatistic())
                .dimensions(list(definition.dimensions()))
                .period(definition.period())
                .unit(definition.unit())
                .evaluationPeriods(definition.evaluationPeriods())
                .datapointsToAlarm(definition.datapointsToAlarm())
                .threshold(definition.threshold())
                .comparisonOperator(definition.comparisonOperator())
                .treatMissingData(definition.treatMissingData())
                .evaluateLowSampleCountPercentile(definition.evaluateLowSampleCountPercentile())
                .metrics(definition.metrics())
                .build();
    }

    /// The service shows empty lists where nothing was given.
    private static <T> List<T> list(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }

    static AlarmHistoryItem of(HistoryItem item) {
        return AlarmHistoryItem.builder()
                .alarmName(item.alarm().name())
                .alarmType("MetricAlarm")
                .timestamp(Instant.ofEpochMilli(item.atMs()))
                .historyItemType(item.type().name())
                .historySummary(item.summary())
                .historyData(item.data())
                .build();
    }
}
