package dev.millrace.cloudwatch;

import static dev.millrace.model.Operation.blocking;

import dev.millrace.model.Operation;
import dev.millrace.model.cloudwatch.CloudWatch;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.Meters;
import dev.millrace.stream.SteadyLedger;
import dev.millrace.stream.StorageEngine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/// The CloudWatch API over one storage engine.
public final class CloudWatchApi {
    /// What the namespace of the API's XML is.
    public static final String XML_NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    /// A page of metrics, each with as many dimensions as there may be, all of them long.
    private static final int MOST_ANSWER_BYTES = 32 << 20;

    private final List<Operation<?, ?>> operations;
    private final AlarmWatch watch;
    private final KinesisMetrics published;
    private final TrafficTotals totals;
    private final AlarmStore alarms;

    private CloudWatchApi(
            List<Operation<?, ?>> operations,
            AlarmWatch watch,
            KinesisMetrics published,
            TrafficTotals totals,
            AlarmStore alarms) {
        this.operations = operations;
        this.watch = watch;
        this.published = published;
        this.totals = totals;
        this.alarms = alarms;
    }

    /// Prepares the API.
    ///
    /// @param engine opened with `metrics` as the machine of the ledger [MetricStore#LEDGER] and
    ///     `alarms` as that of [AlarmStore#LEDGER]
    /// @param meters what is published as the metrics of `AWS/Kinesis`
    /// @param catalog whose streams those are
    /// @param targets where actions go, by the ARNs that alarms name
    /// @param aside runs what blocks for long, such as an action
    public static CloudWatchApi open(
            StorageEngine engine,
            MetricStore metrics,
            AlarmStore alarms,
            Meters meters,
            Catalog catalog,
            Clock clock,
            AlarmLimits limits,
            Map<String, AlarmTarget> targets,
            Executor aside) {
        var reader = new MetricReader(metrics);
        var actions =
                new AlarmActions(
                        targets, limits.attempts(), limits.firstPause(), limits.underWay(), aside);
        var ledger = new SteadyLedger(engine.ledger(AlarmStore.LEDGER), aside);
        var keeper = new AlarmKeeper(alarms, ledger, clock, actions);
        var watch = new AlarmWatch(alarms, new AlarmEvaluator(reader), keeper, clock);
        var totals = new TrafficTotals();
        var published =
                new KinesisMetrics(
                        meters, catalog, engine.ledger(MetricStore.LEDGER), clock, totals);
        List<Operation<?, ?>> operations =
                operations(
                        reader,
                        engine.ledger(MetricStore.LEDGER),
                        clock,
                        new AlarmOperations(keeper, limits.count()),
                        new AlarmTags(keeper));
        return new CloudWatchApi(operations, watch, published, totals, alarms);
    }

    private static List<Operation<?, ?>> operations(
            MetricReader reader,
            Ledger points,
            Clock clock,
            AlarmOperations alarms,
            AlarmTags tags) {
        var put = new PutMetricData(points, clock);
        var list = new ListMetrics(reader.store(), clock);
        var statistics = new GetMetricStatistics(reader, clock);
        var data = new GetMetricData(reader, clock);
        return List.of(
                blocking(Unchecked.input(CloudWatch.PUT_METRIC_DATA), put),
                blocking(CloudWatch.LIST_METRICS, list, MOST_ANSWER_BYTES),
                blocking(Unchecked.input(CloudWatch.GET_METRIC_STATISTICS), statistics),
                blocking(CloudWatch.GET_METRIC_DATA, data, MOST_ANSWER_BYTES),
                blocking(CloudWatch.PUT_METRIC_ALARM, alarms::put),
                blocking(CloudWatch.DESCRIBE_ALARMS, alarms::describe),
                blocking(CloudWatch.DESCRIBE_ALARMS_FOR_METRIC, alarms::describeForMetric),
                blocking(CloudWatch.DESCRIBE_ALARM_HISTORY, alarms::history),
                blocking(CloudWatch.SET_ALARM_STATE, alarms::setState),
                blocking(CloudWatch.ENABLE_ALARM_ACTIONS, alarms::enableActions),
                blocking(CloudWatch.DISABLE_ALARM_ACTIONS, alarms::disableActions),
                blocking(CloudWatch.DELETE_ALARMS, alarms::delete),
                blocking(CloudWatch.TAG_RESOURCE, tags::add),
                blocking(CloudWatch.UNTAG_RESOURCE, tags::remove),
                blocking(CloudWatch.LIST_TAGS_FOR_RESOURCE, tags::list));
    }

    /// What this API answers.
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// What its errors are called in the Query protocol, by the names of their shapes.
    public static Map<String, String> queryCodes() {
        return CloudWatchErrors.QUERY_CODES;
    }

    /// What calls on streams came to since the start.
    public TrafficTotals totals() {
        return totals;
    }

    /// How many alarms are in each state, by the names of the states.
    public Map<String, Long> alarmsByState() {
        var counts = new TreeMap<String, Long>();
        for (AlarmState state : AlarmState.values()) counts.put(state.name(), 0L);
        for (Alarm alarm : alarms.all()) counts.merge(alarm.state().name(), 1L, Long::sum);
        return counts;
    }

    /// Publishes the metrics of streams and evaluates alarms that are due: a duty cycle, for one
    /// thread. Blocks while a change becomes
    /// durable.
    ///
    /// @return how many changes were made
    public int doWork(long nowNs) {
        try {
            published.doWork(nowNs);
            return watch.doWork();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
