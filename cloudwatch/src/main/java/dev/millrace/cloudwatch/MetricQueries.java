package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.cloudwatch.Metric;
import dev.millrace.model.cloudwatch.MetricDataQuery;
import dev.millrace.model.cloudwatch.MetricStat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads and checks the queries of a request or of an alarm.
final class MetricQueries {
    private static final int MOST_NAME = 255;

    private MetricQueries() {}

    /// By their ids, in their order.
    static Map<String, MathEvaluation.Query> read(
            String account, String region, List<MetricDataQuery> queries) throws ApiException {
        var read = new LinkedHashMap<String, MathEvaluation.Query>();
        for (MetricDataQuery query : queries) {
            String id = Objects.requireNonNull(query.id());
            if (!id.matches("[a-z][a-zA-Z0-9_]*"))
                throw CloudWatchErrors.validation(
                        "The value %s for parameter Id is not matching the expected pattern"
                                        .formatted(id)
                                + " ^[a-z][a-zA-Z0-9_]*$.");
            if (read.put(id, query(account, region, query)) != null)
                throw CloudWatchErrors.validation(
                        "The values for parameter id in MetricDataQueries are not unique.");
        }
        return read;
    }

    private static MathEvaluation.Query query(String account, String region, MetricDataQuery query)
            throws ApiException {
        MetricStat stat = query.metricStat();
        String expression = query.expression();
        if ((stat == null) == (expression == null))
            throw CloudWatchErrors.validation(
                    "Exactly one of MetricStat and Expression must be given for "
                            + query.id()
                            + ".");
        if (expression != null) {
            int period = query.period() == null ? Tier.FIVE_MINUTES.seconds : query.period();
            Periods.check(period, "Period");
            return new MathEvaluation.Query.Formula(expression, period);
        }
        return stat(account, region, Objects.requireNonNull(stat));
    }

    private static MathEvaluation.Query stat(String account, String region, MetricStat stat)
            throws ApiException {
        Metric metric = Objects.requireNonNull(stat.metric());
        var key =
                new MetricKey(
                        account,
                        region,
                        Dimensions.text(metric.namespace(), "Namespace", MOST_NAME),
                        Dimensions.text(metric.metricName(), "MetricName", MOST_NAME),
                        Dimensions.read(metric.dimensions(), "Dimensions"));
        int period = Objects.requireNonNull(stat.period());
        Periods.check(period, "Period");
        String name = Objects.requireNonNull(stat.stat());
        Statistic statistic = Statistic.parse(name);
        if (statistic == null)
            throw CloudWatchErrors.validation(
                    "The value %s for parameter Stat is not supported.".formatted(name));
        return new MathEvaluation.Query.Stat(key, stat.unit(), statistic, period);
    }
}
