package dev.millrace.cloudwatch;

import dev.millrace.model.cloudwatch.Dimension;
import dev.millrace.model.cloudwatch.MetricDataQuery;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What SNS's subscribers are told of an alarm: its message, in the envelope that SNS puts around
/// it.
/// Nobody here can sign as SNS does, so the signature is empty.
final class AlarmNotification {
    private AlarmNotification() {}

    static String of(
            Alarm alarm, AlarmState before, String topicArn, String messageId, long nowMs) {
        return new JsonDocument()
                .text("Type", "Notification")
                .text("MessageId", messageId)
                .text("TopicArn", topicArn)
                .text(
                        "Subject",
                        "%s: \"%s\" in %s"
                                .formatted(alarm.state(), alarm.key().name(), alarm.key().region()))
                .text("Message", message(alarm, before))
                .text("Timestamp", Times.zulu(nowMs))
                .text("SignatureVersion", "1")
                .text("Signature", "")
                .text("SigningCertURL", "")
                .text("UnsubscribeURL", "")
                .toString();
    }

    private static String message(Alarm alarm, AlarmState before) {
        AlarmKey key = alarm.key();
        return new JsonDocument()
                .text("AlarmName", key.name())
                .text("AlarmDescription", alarm.definition().alarmDescription())
                .text("AWSAccountId", key.account())
                .text("AlarmConfigurationUpdatedTimestamp", Times.inData(alarm.configuredMs()))
                .text("NewStateValue", alarm.state().name())
                .text("NewStateReason", alarm.reason())
                .text("StateChangeTime", Times.inData(alarm.transitionedMs()))
                .text("Region", key.region())
                .text("AlarmArn", key.arn())
                .text("OldStateValue", before.name())
                .texts("OKActions", alarm.actions(AlarmState.OK))
                .texts("AlarmActions", alarm.actions(AlarmState.ALARM))
                .texts("InsufficientDataActions", alarm.actions(AlarmState.INSUFFICIENT_DATA))
                .json("Trigger", trigger(alarm))
                .toString();
    }

    private static String trigger(Alarm alarm) {
        PutMetricAlarmInput definition = alarm.definition();
        var trigger = new JsonDocument();
        List<MetricDataQuery> metrics = definition.metrics();
        if (metrics != null && !metrics.isEmpty()) metrics(trigger, metrics);
        else metric(trigger, definition);
        String missing = definition.treatMissingData();
        return trigger.number("Period", AlarmEvaluator.period(alarm))
                .number("EvaluationPeriods", alarm.evaluationPeriods())
                .number("DatapointsToAlarm", alarm.datapointsToAlarm())
                .text("ComparisonOperator", definition.comparisonOperator())
                .number("Threshold", definition.threshold())
                .text("TreatMissingData", missing == null ? "missing" : missing)
                .text(
                        "EvaluateLowSampleCountPercentile",
                        Objects.requireNonNullElse(
                                definition.evaluateLowSampleCountPercentile(), ""))
                .toString();
    }

    private static void metric(JsonDocument trigger, PutMetricAlarmInput definition) {
        String extended = definition.extendedStatistic();
        trigger.text("MetricName", definition.metricName())
                .text("Namespace", definition.namespace())
                .text("StatisticType", extended == null ? "Statistic" : "ExtendedStatistic");
        if (extended == null)
            trigger.text("Statistic", inTrigger(Objects.requireNonNull(definition.statistic())));
        else trigger.text("ExtendedStatistic", extended);
        trigger.text("Unit", definition.unit());
        var dimensions = new StringBuilder("[");
        List<Dimension> all = definition.dimensions();
        if (all != null)
            for (Dimension dimension : all)
                dimensions
                        .append(dimensions.length() == 1 ? "" : ",")
                        .append(
                                new JsonDocument()
                                        .text("value", dimension.value())
                                        .text("name", dimension.name()));
        trigger.json("Dimensions", dimensions + "]");
    }

    /// `SampleCount` as `SAMPLE_COUNT`.
    private static String inTrigger(String statistic) {
        return statistic.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private static void metrics(JsonDocument trigger, List<MetricDataQuery> metrics) {
        var all = new StringBuilder("[");
        for (MetricDataQuery query : metrics) {
            var one = new JsonDocument().text("Id", query.id());
            if (query.expression() != null) one.text("Expression", query.expression());
            if (query.label() != null) one.text("Label", query.label());
            one.json("ReturnData", Boolean.toString(!Boolean.FALSE.equals(query.returnData())));
            all.append(all.length() == 1 ? "" : ",").append(one);
        }
        trigger.json("Metrics", all + "]");
    }
}
