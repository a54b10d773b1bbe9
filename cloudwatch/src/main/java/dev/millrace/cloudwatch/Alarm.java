package dev.millrace.cloudwatch;

import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// An alarm as it stands.
///
/// @param definition as it was put, without tags
/// @param configuredMs when it was put
/// @param reason why it is in its state, in words
/// @param reasonData the same in JSON; empty if there is none
/// @param updatedMs when state or reason changed
/// @param transitionedMs when the state changed
record Alarm(
        AlarmKey key,
        PutMetricAlarmInput definition,
        Map<String, String> tags,
        long configuredMs,
        AlarmState state,
        String reason,
        String reasonData,
        long updatedMs,
        long transitionedMs) {
    Alarm {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    boolean actionsEnabled() {
        return !Boolean.FALSE.equals(definition.actionsEnabled());
    }

    Alarm withActionsEnabled(boolean enabled) {
        PutMetricAlarmInput d = definition;
        var changed =
                new PutMetricAlarmInput(
                        d.alarmName(),
                        d.alarmDescription(),
                        enabled,
                        d.oKActions(),
                        d.alarmActions(),
                        d.insufficientDataActions(),
                        d.metricName(),
                        d.namespace(),
                        d.statistic(),
                        d.extendedStatistic(),
                        d.dimensions(),
                        d.period(),
                        d.unit(),
                        d.evaluationPeriods(),
                        d.datapointsToAlarm(),
                        d.threshold(),
                        d.comparisonOperator(),
                        d.treatMissingData(),
                        d.evaluateLowSampleCountPercentile(),
                        d.metrics(),
                        null,
                        d.thresholdMetricId(),
                        d.evaluationWindow(),
                        d.warmUpConfiguration(),
                        d.evaluationCriteria(),
                        d.evaluationInterval());
        return new Alarm(
                key,
                changed,
                tags,
                configuredMs,
                state,
                reason,
                reasonData,
                updatedMs,
                transitionedMs);
    }

    Alarm withTags(Map<String, String> changed) {
        return new Alarm(
                key,
                definition,
                changed,
                configuredMs,
                state,
                reason,
                reasonData,
                updatedMs,
                transitionedMs);
    }

    Alarm withState(AlarmState next, String why, String data, long nowMs) {
        return new Alarm(
                key,
                definition,
                tags,
                configuredMs,
                next,
                why,
                data,
                nowMs,
                next == state ? transitionedMs : nowMs);
    }

    int evaluationPeriods() {
        return Objects.requireNonNull(definition.evaluationPeriods());
    }

    int datapointsToAlarm() {
        Integer least = definition.datapointsToAlarm();
        return least == null ? evaluationPeriods() : least;
    }

    /// What is told when it enters a state.
    List<String> actions(AlarmState entered) {
        List<String> actions =
                switch (entered) {
                    case OK -> definition.oKActions();
                    case ALARM -> definition.alarmActions();
                    case INSUFFICIENT_DATA -> definition.insufficientDataActions();
                };
        return actions == null ? List.of() : actions;
    }
}
