package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.cloudwatch.MetricDataQuery;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What an alarm may be. What it may be at the service and not here is refused by name: an alarm
/// that
/// is taken and never looked at would be worse than none.
final class AlarmDefinition {
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long WEEK = Duration.ofDays(7).toSeconds();

    private AlarmDefinition() {}

    /// The name of the statistic of an alarm on one metric.
    static String statisticName(PutMetricAlarmInput definition) {
        String extended = definition.extendedStatistic();
        return extended != null ? extended : Objects.requireNonNull(definition.statistic());
    }

    /// Refuses what makes no sense.
    static void check(String account, String region, PutMetricAlarmInput definition)
            throws ApiException {
        requireSupported(definition);
        if (definition.evaluationPeriods() == null)
            throw CloudWatchErrors.missing("The parameter EvaluationPeriods is required.");
        int periods = definition.evaluationPeriods();
        if (definition.threshold() == null)
            throw CloudWatchErrors.missing("The parameter Threshold is required.");
        if (!Double.isFinite(definition.threshold()))
            throw CloudWatchErrors.validation(
                    "The value %s for parameter Threshold is invalid."
                            .formatted(definition.threshold()));
        if (definition.comparisonOperator() == null)
            throw CloudWatchErrors.missing("The parameter ComparisonOperator is required.");
        Integer least = definition.datapointsToAlarm();
        if (least != null && least > periods)
            throw CloudWatchErrors.validation(
                    "DatapointsToAlarm must be less than or equal to EvaluationPeriods");
        if (MissingData.parse(definition.treatMissingData()) == null)
            throw CloudWatchErrors.validation(
                    "Option %s is not supported. Supported options for TreatMissingData are"
                                    .formatted(definition.treatMissingData())
                            + " [breaching, notBreaching, ignore, missing].");
        String low = definition.evaluateLowSampleCountPercentile();
        if (low != null && !low.equals("evaluate") && !low.equals("ignore"))
            throw CloudWatchErrors.validation(
                    ("Option %s is not supported. Supported options for"
                                    + " EvaluateLowSampleCountPercentile are [evaluate, ignore].")
                            .formatted(low));
        List<MetricDataQuery> metrics = definition.metrics();
        if (metrics != null && !metrics.isEmpty())
            checkMetrics(account, region, definition, metrics, periods);
        else checkMetric(definition, periods);
    }

    private static void requireSupported(PutMetricAlarmInput definition) throws ApiException {
        String operator = definition.comparisonOperator();
        if (definition.thresholdMetricId() != null
                || (operator != null && Comparison.parse(operator) == null))
            throw unsupported("Alarms on anomaly detection");
        if (definition.evaluationCriteria() != null) throw unsupported("Alarms on PromQL");
        if (definition.evaluationWindow() != null) throw unsupported("EvaluationWindow");
        if (definition.warmUpConfiguration() != null) throw unsupported("WarmUpConfiguration");
        if (definition.evaluationInterval() != null) throw unsupported("EvaluationInterval");
    }

    private static ApiException unsupported(String what) {
        boolean several = what.startsWith("Alarms");
        return CloudWatchErrors.validation(
                what + (several ? " are" : " is") + " not supported by this server.");
    }

    private static void checkMetric(PutMetricAlarmInput definition, int periods)
            throws ApiException {
        if (definition.metricName() == null)
            throw CloudWatchErrors.missing("The parameter MetricName is required.");
        if (definition.namespace() == null)
            throw CloudWatchErrors.missing("The parameter Namespace is required.");
        if (definition.period() == null)
            throw CloudWatchErrors.missing("The parameter Period is required.");
        if ((definition.statistic() == null) == (definition.extendedStatistic() == null))
            throw CloudWatchErrors.invalidCombination(
                    "Exactly one of Statistic and ExtendedStatistic must be specified.");
        String statistic = statisticName(definition);
        if (Statistic.parse(statistic) == null)
            throw CloudWatchErrors.validation(
                    "The value %s for parameter ExtendedStatistic is not supported."
                            .formatted(statistic));
        Dimensions.read(definition.dimensions(), "Dimensions");
        checkPeriod(definition.period(), periods);
    }

    private static void checkPeriod(int period, int periods) throws ApiException {
        if (period != 10 && period != 20 && period != 30 && (period < 60 || period % 60 != 0))
            throw CloudWatchErrors.validation(
                    "The parameter Period must be 10, 20, 30, or a multiple of 60.");
        long most = period >= Tier.HOUR.seconds ? WEEK : DAY;
        if ((long) period * periods > most)
            throw CloudWatchErrors.validation(
                    ("Metrics cannot be checked across more than %s"
                                    + " (EvaluationPeriods * Period must be <= %d).")
                            .formatted(most == DAY ? "a day" : "a week", most));
    }

    private static void checkMetrics(
            String account,
            String region,
            PutMetricAlarmInput definition,
            List<MetricDataQuery> metrics,
            int periods)
            throws ApiException {
        if (definition.metricName() != null
                || definition.namespace() != null
                || definition.statistic() != null
                || definition.extendedStatistic() != null
                || definition.period() != null)
            throw CloudWatchErrors.invalidCombination(
                    "The parameter Metrics excludes MetricName, Namespace, Statistic,"
                            + " ExtendedStatistic, Period, Dimensions and Unit.");
        Map<String, MathEvaluation.Query> queries = MetricQueries.read(account, region, metrics);
        long returned =
                metrics.stream().filter(each -> !Boolean.FALSE.equals(each.returnData())).count();
        if (returned != 1)
            throw CloudWatchErrors.validation(
                    "Exactly one element of the metrics list should return data.");
        for (Map.Entry<String, MathEvaluation.Query> query : queries.entrySet())
            switch (query.getValue()) {
                case MathEvaluation.Query.Stat stat -> checkPeriod(stat.period(), periods);
                case MathEvaluation.Query.Formula(String expression, int _) ->
                        checkExpression(query.getKey(), expression);
            }
    }

    private static void checkExpression(String id, String expression) throws ApiException {
        try {
            ExpressionParser.parse(expression);
        } catch (ExpressionException e) {
            throw CloudWatchErrors.validation(
                    "Error in expression '%s': %s".formatted(id, e.getMessage()));
        }
    }
}
