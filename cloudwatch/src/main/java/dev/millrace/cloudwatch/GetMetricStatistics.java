package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.cloudwatch.Datapoint;
import dev.millrace.model.cloudwatch.GetMetricStatisticsInput;
import dev.millrace.model.cloudwatch.GetMetricStatisticsOutput;
import dev.millrace.stream.Clock;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Statistics of one metric over some time.
record GetMetricStatistics(MetricReader reader, Clock clock)
        implements Handler.Blocking<GetMetricStatisticsInput, GetMetricStatisticsOutput> {
    private static final int MOST_POINTS = 1_440;
    private static final int MOST_NAME = 255;

    @Override
    public GetMetricStatisticsOutput handle(Caller caller, GetMetricStatisticsInput input)
            throws ApiException {
        var metric =
                new MetricKey(
                        caller.account(),
                        caller.region(),
                        Dimensions.text(input.namespace(), "Namespace", MOST_NAME),
                        Dimensions.text(input.metricName(), "MetricName", MOST_NAME),
                        Dimensions.read(input.dimensions(), "Dimensions"));
        List<Statistic.Plain> plain = plain(input.statistics());
        Map<String, Statistic> extended = extended(input.extendedStatistics());
        if (plain.isEmpty() && extended.isEmpty())
            throw CloudWatchErrors.invalidCombination(
                    "Must specify either Statistics or ExtendedStatistics");
        MetricReader.Window window = window(input);
        List<String> units = reader.store().units(metric);
        if (input.unit() != null) units = List.of(input.unit());
        var points = new ArrayList<Datapoint>();
        for (String unit : units)
            reader.read(new SeriesKey(metric, unit), window)
                    .forEach(
                            (second, sample) ->
                                    points.add(
                                            point(
                                                    second,
                                                    sample,
                                                    unit,
                                                    plain,
                                                    extended,
                                                    window.periodSeconds())));
        return new GetMetricStatisticsOutput(metric.name(), points);
    }

    private MetricReader.Window window(GetMetricStatisticsInput input) throws ApiException {
        if (input.startTime() == null) throw missing("StartTime");
        if (input.endTime() == null) throw missing("EndTime");
        if (input.period() == null) throw missing("Period");
        int period = Objects.requireNonNull(input.period());
        Periods.check(period, "Period");
        long start = Objects.requireNonNull(input.startTime()).getEpochSecond();
        long end = Objects.requireNonNull(input.endTime()).getEpochSecond();
        if (start >= end)
            throw CloudWatchErrors.invalidCombination(
                    "The parameter StartTime must be less than the parameter EndTime.");
        long now = Math.floorDiv(clock.wallMs(), 1_000);
        MetricReader.Window window = MetricReader.Window.from(start, end, period, now);
        if (window.periods() > MOST_POINTS)
            throw CloudWatchErrors.invalidCombination(
                    ("You have requested up to %,d datapoints, which exceeds the limit of %,d."
                                    + " You may reduce the datapoints requested by increasing"
                                    + " Period, or decreasing the time range.")
                            .formatted(window.periods(), MOST_POINTS));
        return window;
    }

    private static ApiException missing(String name) {
        return CloudWatchErrors.missing("The parameter " + name + " is required.");
    }

    private static List<Statistic.Plain> plain(@Nullable List<String> names) throws ApiException {
        var plain = new ArrayList<Statistic.Plain>();
        if (names == null) return plain;
        int number = 0;
        for (String name : names) {
            number++;
            if (name == null || !(Statistic.parse(name) instanceof Statistic.Plain statistic))
                throw CloudWatchErrors.invalidValue(
                        ("The parameter Statistics.member.%d must be a value in the set"
                                        + " [ SampleCount, Average, Sum, Minimum, Maximum ].")
                                .formatted(number));
            plain.add(statistic);
        }
        return plain;
    }

    private static Map<String, Statistic> extended(@Nullable List<String> names)
            throws ApiException {
        var extended = new LinkedHashMap<String, Statistic>();
        if (names == null) return extended;
        for (String name : names) {
            if (name == null || !(Statistic.parse(name) instanceof Statistic.Percentile statistic))
                throw CloudWatchErrors.invalidValue(
                        "The value %s for parameter ExtendedStatistics is not supported."
                                .formatted(name));
            extended.put(name, statistic);
        }
        return extended;
    }

    private static Datapoint point(
            long second,
            Sample sample,
            String unit,
            List<Statistic.Plain> plain,
            Map<String, Statistic> extended,
            int period) {
        var point = Datapoint.builder().timestamp(Instant.ofEpochSecond(second)).unit(unit);
        for (Statistic.Plain statistic : plain) {
            double value = statistic.of(sample, period);
            switch (statistic) {
                case SAMPLE_COUNT -> point.sampleCount(value);
                case AVERAGE -> point.average(value);
                case SUM -> point.sum(value);
                case MINIMUM -> point.minimum(value);
                case MAXIMUM -> point.maximum(value);
            }
        }
        var percentiles = new LinkedHashMap<String, Double>();
        extended.forEach(
                (name, statistic) -> {
                    double value = statistic.of(sample, period);
                    if (!Double.isNaN(value)) percentiles.put(name, value);
                });
        if (!percentiles.isEmpty()) point.extendedStatistics(percentiles);
        return point.build();
    }
}
