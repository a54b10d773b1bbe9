package dev.millrace.cloudwatch;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Nothing;
import dev.millrace.model.cloudwatch.EntityMetricData;
import dev.millrace.model.cloudwatch.MetricDatum;
import dev.millrace.model.cloudwatch.PutMetricDataInput;
import dev.millrace.model.cloudwatch.StatisticSet;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.StorageException;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes points. They are durable, and there to be read, when this answers.
record PutMetricData(Ledger ledger, Clock clock)
        implements Handler.Blocking<PutMetricDataInput, Nothing> {
    private static final System.Logger LOG = System.getLogger(PutMetricData.class.getName());

    private static final int MOST_METRICS = 1_000;
    private static final int MOST_VALUES = 150;
    private static final int MOST_NAME = 255;
    private static final double MOST = Math.pow(2, 360);
    private static final long OLDEST_SECONDS = Duration.ofDays(14).toSeconds();
    private static final long NEWEST_SECONDS = Duration.ofHours(2).toSeconds();

    /// Clients' clocks differ a little from ours.
    private static final long LEEWAY_SECONDS = 60;

    @Override
    public Nothing handle(Caller caller, PutMetricDataInput input)
            throws ApiException, InterruptedException {
        String namespace = Dimensions.text(input.namespace(), "Namespace", MOST_NAME);
        if (namespace.startsWith(":") || namespace.isBlank())
            throw CloudWatchErrors.invalidValue(
                    "The value " + namespace + " for parameter Namespace is invalid.");
        List<MetricDatum> data = data(input);
        if (data.isEmpty()) throw CloudWatchErrors.missing("The parameter MetricData is required.");
        if (data.size() > MOST_METRICS)
            throw CloudWatchErrors.invalidValue(
                    "The collection MetricData must not have a size greater than "
                            + MOST_METRICS
                            + ".");
        long nowSecond = Math.floorDiv(clock.wallMs(), 1_000);
        var entries = new ArrayList<PointBatch.Entry>(data.size());
        int number = 0;
        for (MetricDatum datum : data)
            entries.add(
                    entry(
                            caller,
                            namespace,
                            datum == null ? MetricDatum.builder().build() : datum,
                            "MetricData.member." + ++number,
                            nowSecond));
        try {
            ledger.submit(new PointBatch(nowSecond, entries).encode(), List.of());
        } catch (StorageException e) {
            LOG.log(Level.WARNING, "points were not kept", e);
            throw CloudWatchErrors.internalFailure();
        }
        return Nothing.NOTHING;
    }

    /// Those of entities count as any others; what the entities are is of no meaning here.
    private static List<MetricDatum> data(PutMetricDataInput input) {
        var data = new ArrayList<MetricDatum>();
        List<MetricDatum> plain = input.metricData();
        if (plain != null) data.addAll(plain);
        List<EntityMetricData> entities = input.entityMetricData();
        if (entities == null) return data;
        for (EntityMetricData entity : entities) {
            List<MetricDatum> its = entity == null ? null : entity.metricData();
            if (its != null) data.addAll(its);
        }
        return data;
    }

    private PointBatch.Entry entry(
            Caller caller, String namespace, MetricDatum datum, String path, long nowSecond)
            throws ApiException {
        var metric =
                new MetricKey(
                        caller.account(),
                        caller.region(),
                        namespace,
                        Dimensions.text(datum.metricName(), path + ".MetricName", MOST_NAME),
                        Dimensions.read(datum.dimensions(), path + ".Dimensions"));
        String unit = datum.unit() == null ? SeriesKey.NO_UNIT : datum.unit();
        if (!Units.ALL.contains(unit))
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s.Unit must be a value in the set %s."
                            .formatted(path, Units.listed()));
        int resolution = datum.storageResolution() == null ? 60 : datum.storageResolution();
        if (resolution != 1 && resolution != 60)
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s.StorageResolution must be a value in the set [ 1, 60 ]."
                            .formatted(path));
        long second = datum.timestamp() == null ? nowSecond : datum.timestamp().getEpochSecond();
        if (second < nowSecond - OLDEST_SECONDS - LEEWAY_SECONDS)
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s.Timestamp must specify a time within the past two weeks."
                            .formatted(path));
        if (second > nowSecond + NEWEST_SECONDS + LEEWAY_SECONDS)
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s.Timestamp must specify a time no more than two hours in the future."
                            .formatted(path));
        return new PointBatch.Entry(
                new SeriesKey(metric, unit), second, sample(datum, path), resolution);
    }

    private static Sample sample(MetricDatum datum, String path) throws ApiException {
        Double value = datum.value();
        StatisticSet set = datum.statisticValues();
        List<Double> values = datum.values() == null ? List.of() : datum.values();
        boolean hasValues = !values.isEmpty();
        String both =
                "The parameters %s.%s and %s.%s are mutually exclusive"
                        + " and you have specified both.";
        if (value != null && set != null)
            throw CloudWatchErrors.invalidCombination(
                    both.formatted(path, "Value", path, "StatisticValues"));
        if (value != null && hasValues)
            throw CloudWatchErrors.invalidCombination(
                    both.formatted(path, "Value", path, "Values"));
        if (set != null && hasValues)
            throw CloudWatchErrors.invalidCombination(
                    both.formatted(path, "StatisticValues", path, "Values"));
        if (value != null) return Sample.of(number(value, path + ".Value"));
        if (set != null) return sample(set, path + ".StatisticValues");
        if (!hasValues)
            throw CloudWatchErrors.invalidCombination(
                    "At least one of the parameters %s.Value and %s.StatisticValues must be specified."
                            .formatted(path, path));
        return sample(values, datum.counts(), path);
    }

    private static Sample sample(StatisticSet set, String path) throws ApiException {
        double count = number(required(set.sampleCount(), path + ".SampleCount"), path);
        double sum = number(required(set.sum(), path + ".Sum"), path + ".Sum");
        double min = number(required(set.minimum(), path + ".Minimum"), path + ".Minimum");
        double max = number(required(set.maximum(), path + ".Maximum"), path + ".Maximum");
        if (count <= 0)
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s.SampleCount must be greater than 0.".formatted(path));
        if (min > max)
            throw CloudWatchErrors.invalidValue(
                    "The parameter %s.Maximum must not be less than %s.Minimum."
                            .formatted(path, path));
        return Sample.ofSet(count, sum, min, max);
    }

    private static Sample sample(List<Double> values, @Nullable List<Double> counts, String path)
            throws ApiException {
        if (values.size() > MOST_VALUES)
            throw CloudWatchErrors.invalidValue(
                    "The collection %s.Values must not have a size greater than %d."
                            .formatted(path, MOST_VALUES));
        if (counts != null && counts.size() != values.size())
            throw CloudWatchErrors.invalidValue(
                    "The parameters %s.Values and %s.Counts must have the same size."
                            .formatted(path, path));
        Sample all = null;
        for (int i = 0; i < values.size(); i++) {
            double value = number(values.get(i), path + ".Values.member." + (i + 1));
            String place = path + ".Counts.member." + (i + 1);
            double count = counts == null ? 1 : number(counts.get(i), place);
            if (count <= 0)
                throw CloudWatchErrors.invalidValue(
                        "The parameter " + place + " must be greater than 0.");
            Sample one = Sample.of(value, count);
            all = all == null ? one : all.plus(one);
        }
        if (all == null) throw new IllegalStateException("no values");
        return all;
    }

    private static Double required(@Nullable Double value, String path) throws ApiException {
        if (value == null)
            throw CloudWatchErrors.missing("The parameter " + path + " is required.");
        return value;
    }

    private static double number(@Nullable Double value, String path) throws ApiException {
        if (value == null)
            throw CloudWatchErrors.missing("The parameter " + path + " is required.");
        if (!Double.isFinite(value))
            throw CloudWatchErrors.invalidValue(
                    "The value " + value + " for parameter " + path + " is invalid.");
        if (Math.abs(value) > MOST)
            throw CloudWatchErrors.invalidValue(
                    "The value %s for parameter %s must be between -2^360 and 2^360."
                            .formatted(value, path));
        return value;
    }
}
