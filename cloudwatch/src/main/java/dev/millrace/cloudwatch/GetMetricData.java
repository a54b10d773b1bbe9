package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.cloudwatch.GetMetricDataInput;
import dev.millrace.model.cloudwatch.GetMetricDataOutput;
import dev.millrace.model.cloudwatch.MetricDataQuery;
import dev.millrace.model.cloudwatch.MetricDataResult;
import dev.millrace.stream.Clock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Statistics of several metrics over some time, and what expressions make of them.
record GetMetricData(MetricReader reader, Clock clock)
        implements Handler.Blocking<GetMetricDataInput, GetMetricDataOutput> {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 100_800;

    private record Result(String id, String label, List<Instant> times, List<Double> values) {}

    @Override
    public GetMetricDataOutput handle(Caller caller, GetMetricDataInput input) throws ApiException {
        List<MetricDataQuery> asked = Objects.requireNonNull(input.metricDataQueries());
        if (asked.size() > MOST_QUERIES)
            throw CloudWatchErrors.validation(
                    "The collection MetricDataQueries must not have a size greater than "
                            + MOST_QUERIES
                            + ".");
        long start = Objects.requireNonNull(input.startTime()).getEpochSecond();
        long end = Objects.requireNonNull(input.endTime()).getEpochSecond();
        if (start >= end)
            throw CloudWatchErrors.validation(
                    "The parameter StartTime must be less than the parameter EndTime.");
        Map<String, MathEvaluation.Query> queries =
                MetricQueries.read(caller.account(), caller.region(), asked);
        requireSparing(queries, start, end);
        var evaluation =
                new MathEvaluation(
                        reader,
                        caller.account(),
                        caller.region(),
                        queries,
                        start,
                        end,
                        Math.floorDiv(clock.wallMs(), 1_000),
                        true);
        boolean ascending = "TimestampAscending".equals(input.scanBy());
        var results = new ArrayList<Result>();
        for (MetricDataQuery query : asked)
            if (!Boolean.FALSE.equals(query.returnData()))
                results.addAll(results(query, evaluation, ascending));
        return page(results, input);
    }

    /// A time that is far longer than anything is kept for is cut into no more periods than a
    /// sensible one.
    private static void requireSparing(
            Map<String, MathEvaluation.Query> queries, long start, long end) throws ApiException {
        long points = 0;
        for (MathEvaluation.Query query : queries.values()) {
            int period =
                    switch (query) {
                        case MathEvaluation.Query.Stat stat -> stat.period();
                        case MathEvaluation.Query.Formula formula -> formula.period();
                    };
            points += Math.ceilDiv(end - start, (long) period);
        }
        if (points > 10L * MOST_POINTS)
            throw CloudWatchErrors.validation(
                    "The queries ask for %,d datapoints; at most %,d can be asked for at once."
                            .formatted(points, 10L * MOST_POINTS));
    }

    private static List<Result> results(
            MetricDataQuery query, MathEvaluation evaluation, boolean ascending)
            throws ApiException {
        String id = Objects.requireNonNull(query.id());
        List<Line> lines;
        try {
            lines = evaluation.lines(id);
        } catch (ExpressionException e) {
            throw CloudWatchErrors.validation(
                    "Error in expression '%s': %s".formatted(id, e.getMessage()));
        }
        var results = new ArrayList<Result>();
        for (Line line : lines) {
            var times = new ArrayList<Instant>();
            line.values().keySet().forEach(second -> times.add(Instant.ofEpochSecond(second)));
            List<Double> values = new ArrayList<>(line.values().values());
            results.add(
                    new Result(
                            id,
                            label(query, line, lines.size() > 1),
                            ascending ? times : times.reversed(),
                            ascending ? values : values.reversed()));
        }
        return results;
    }

    private static String label(MetricDataQuery query, Line line, boolean several) {
        if (query.label() != null)
            return several ? query.label() + " " + line.label() : query.label();
        if (query.expression() == null || several) return line.label();
        return Objects.requireNonNull(query.id());
    }

    private static GetMetricDataOutput page(List<Result> results, GetMetricDataInput input)
            throws ApiException {
        int most = input.maxDatapoints() == null ? MOST_POINTS : input.maxDatapoints();
        if (most < 1 || most > MOST_POINTS)
            throw CloudWatchErrors.validation(
                    "The parameter MaxDatapoints must be between 1 and " + MOST_POINTS + ".");
        int from = PageToken.place(input.nextToken());
        int each = Math.max(1, most / Math.max(1, results.size()));
        boolean more = false;
        var shown = new ArrayList<MetricDataResult>();
        for (Result result : results) {
            int first = Math.min(from, result.times().size());
            int last = Math.min(first + each, result.times().size());
            boolean complete = last == result.times().size();
            more |= !complete;
            shown.add(
                    new MetricDataResult(
                            result.id(),
                            result.label(),
                            result.times().subList(first, last),
                            result.values().subList(first, last),
                            complete ? "Complete" : "PartialData",
                            null));
        }
        return new GetMetricDataOutput(shown, more ? PageToken.of(from + each) : null, List.of());
    }
}
