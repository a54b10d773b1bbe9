package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.cloudwatch.MetricDataQuery;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Holds an alarm's metric against its threshold. Any thread.
record AlarmEvaluator(MetricReader reader) {
    private static final String THRESHOLD_CROSSED = "Threshold Crossed: ";

    /// Of an alarm on an expression, the query that counts.
    private static final String NO_STATISTIC = "";

    /// What an alarm watches.
    ///
    /// @param id of the query that counts
    private record Watched(
            Map<String, MathEvaluation.Query> queries, String id, int period, String statistic) {}

    /// What an evaluation looked at.
    private record Evidence(
            Watched watched, SortedMap<Long, Double> points, long start, long end, long nowMs) {}

    /// What becomes of an alarm at this time, or null if it stays as it is.
    @Nullable Verdict evaluate(Alarm alarm, long nowMs) {
        try {
            return judge(alarm, evidence(alarm, nowMs));
        } catch (ExpressionException e) {
            String reason = "Insufficient Data: " + e.getMessage();
            return alarm.state() == AlarmState.INSUFFICIENT_DATA
                    ? null
                    : new Verdict(AlarmState.INSUFFICIENT_DATA, reason, "");
        }
    }

    /// The seconds between two points of an alarm's metric.
    static int period(Alarm alarm) {
        return watched(alarm).period();
    }

    private static Watched watched(Alarm alarm) {
        PutMetricAlarmInput definition = alarm.definition();
        AlarmKey key = alarm.key();
        List<MetricDataQuery> metrics = definition.metrics();
        try {
            if (metrics != null && !metrics.isEmpty()) {
                Map<String, MathEvaluation.Query> queries =
                        MetricQueries.read(key.account(), key.region(), metrics);
                return new Watched(queries, counting(metrics), period(queries), NO_STATISTIC);
            }
            String name = AlarmDefinition.statisticName(definition);
            int period = Objects.requireNonNull(definition.period());
            var metric =
                    new MetricKey(
                            key.account(),
                            key.region(),
                            Objects.requireNonNull(definition.namespace()),
                            Objects.requireNonNull(definition.metricName()),
                            Dimensions.read(definition.dimensions(), "Dimensions"));
            Statistic statistic = Objects.requireNonNull(Statistic.parse(name));
            var query = new MathEvaluation.Query.Stat(metric, definition.unit(), statistic, period);
            return new Watched(Map.of("m", query), "m", period, name);
        } catch (ApiException e) {
            throw new IllegalStateException("an alarm that was checked: " + key, e);
        }
    }

    private static String counting(List<MetricDataQuery> metrics) {
        for (MetricDataQuery query : metrics)
            if (!Boolean.FALSE.equals(query.returnData()))
                return Objects.requireNonNull(query.id());
        throw new IllegalStateException("an alarm that was checked");
    }

    private static int period(Map<String, MathEvaluation.Query> queries) {
        int longest = 0;
        for (MathEvaluation.Query query : queries.values())
            if (query instanceof MathEvaluation.Query.Stat stat)
                longest = Math.max(longest, stat.period());
        return longest == 0 ? Tier.FIVE_MINUTES.seconds : longest;
    }

    private Evidence evidence(Alarm alarm, long nowMs) throws ExpressionException {
        Watched watched = watched(alarm);
        long now = Math.floorDiv(nowMs, 1_000);
        int step = Math.min(watched.period(), Tier.MINUTE.seconds);
        long end = Math.floorDiv(now, step) * step;
        int periods = alarm.evaluationPeriods() + Judgement.SPARE_PERIODS;
        long start = end - (long) periods * watched.period();
        var evaluation =
                new MathEvaluation(
                        reader,
                        alarm.key().account(),
                        alarm.key().region(),
                        watched.queries(),
                        start,
                        end,
                        now,
                        false);
        List<Line> lines = evaluation.lines(watched.id());
        if (lines.size() > 1)
            throw new ExpressionException("the expression gives several time series");
        SortedMap<Long, Double> points =
                lines.isEmpty() ? new TreeMap<>() : lines.getFirst().values();
        return new Evidence(watched, points, start, end, nowMs);
    }

    private static @Nullable Verdict judge(Alarm alarm, Evidence evidence) {
        PutMetricAlarmInput definition = alarm.definition();
        Comparison comparison =
                Objects.requireNonNull(Comparison.parse(definition.comparisonOperator()));
        double threshold = Objects.requireNonNull(definition.threshold());
        MissingData missing =
                Objects.requireNonNull(MissingData.parse(definition.treatMissingData()));
        var recent = new ArrayList<@Nullable Boolean>();
        for (long second = evidence.start(); second < evidence.end(); ) {
            Double value = evidence.points().get(second);
            recent.add(value == null ? null : comparison.breaches(value, threshold));
            second += evidence.watched().period();
        }
        AlarmState next =
                Judgement.of(recent, alarm.evaluationPeriods(), alarm.datapointsToAlarm(), missing);
        if (next == null || next == alarm.state()) return null;
        return new Verdict(
                next,
                reason(alarm, evidence, next, comparison, threshold, missing),
                data(alarm, evidence, threshold));
    }

    /// The newest points that count, the newest first.
    private static List<Map.Entry<Long, Double>> counted(Alarm alarm, Evidence evidence) {
        List<Map.Entry<Long, Double>> newest =
                new ArrayList<>(evidence.points().entrySet()).reversed();
        return newest.subList(0, Math.min(newest.size(), alarm.evaluationPeriods()));
    }

    private static String reason(
            Alarm alarm,
            Evidence evidence,
            AlarmState next,
            Comparison comparison,
            double threshold,
            MissingData missing) {
        int count = alarm.evaluationPeriods();
        List<Map.Entry<Long, Double>> points = counted(alarm, evidence);
        if (next == AlarmState.INSUFFICIENT_DATA)
            return "Insufficient Data: %d datapoint%s unknown."
                    .formatted(count, count == 1 ? " was" : "s were");
        if (points.isEmpty())
            return THRESHOLD_CROSSED
                    + ("no datapoints were received for %d period%s and"
                                    + " %d missing datapoint%s treated as [%s].")
                            .formatted(
                                    count,
                                    count == 1 ? "" : "s",
                                    count,
                                    count == 1 ? " was" : "s were",
                                    missing.inReasons);
        boolean alarming = next == AlarmState.ALARM;
        var deciding =
                points.stream()
                        .filter(
                                point ->
                                        comparison.breaches(point.getValue(), threshold)
                                                == alarming)
                        .toList();
        var listed = new StringBuilder();
        for (Map.Entry<Long, Double> point : deciding)
            listed.append(listed.isEmpty() ? "" : ", ")
                    .append(point.getValue())
                    .append(" (")
                    .append(Times.inReason(point.getKey()))
                    .append(')');
        int needed = alarming ? alarm.datapointsToAlarm() : count - alarm.datapointsToAlarm() + 1;
        return THRESHOLD_CROSSED
                + ("%d out of the last %d datapoint%s [%s] %s %s%s the threshold (%s)"
                                + " (minimum %d datapoint%s for %s transition).")
                        .formatted(
                                deciding.size(),
                                count,
                                count == 1 ? "" : "s",
                                listed,
                                deciding.size() == 1 ? "was" : "were",
                                alarming ? "" : "not ",
                                comparison.words,
                                threshold,
                                needed,
                                needed == 1 ? "" : "s",
                                alarming ? "OK -> ALARM" : "ALARM -> OK");
    }

    private static String data(Alarm alarm, Evidence evidence, double threshold) {
        List<Map.Entry<Long, Double>> points = counted(alarm, evidence);
        var recent = new StringBuilder("[");
        var evaluated = new StringBuilder("[");
        for (Map.Entry<Long, Double> point : points.reversed())
            recent.append(recent.length() == 1 ? "" : ",").append(point.getValue());
        for (Map.Entry<Long, Double> point : points)
            evaluated
                    .append(evaluated.length() == 1 ? "" : ",")
                    .append(
                            new JsonDocument()
                                    .text("timestamp", Times.inData(point.getKey() * 1_000))
                                    .number("value", point.getValue()));
        var data =
                new JsonDocument()
                        .text("version", "1.0")
                        .text("queryDate", Times.inData(evidence.nowMs()));
        if (!points.isEmpty())
            data.text("startDate", Times.inData(points.getLast().getKey() * 1_000));
        if (!evidence.watched().statistic().isEmpty())
            data.text("statistic", evidence.watched().statistic());
        return data.number("period", evidence.watched().period())
                .json("recentDatapoints", recent + "]")
                .number("threshold", threshold)
                .json("evaluatedDatapoints", evaluated + "]")
                .toString();
    }
}
