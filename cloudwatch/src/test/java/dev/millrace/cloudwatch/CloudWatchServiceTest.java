package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.cloudwatch.AlarmHistoryItem;
import dev.millrace.model.cloudwatch.CloudWatch;
import dev.millrace.model.cloudwatch.Datapoint;
import dev.millrace.model.cloudwatch.DescribeAlarmHistoryInput;
import dev.millrace.model.cloudwatch.DescribeAlarmsInput;
import dev.millrace.model.cloudwatch.Dimension;
import dev.millrace.model.cloudwatch.GetMetricStatisticsInput;
import dev.millrace.model.cloudwatch.ListMetricsInput;
import dev.millrace.model.cloudwatch.Metric;
import dev.millrace.model.cloudwatch.MetricAlarm;
import dev.millrace.model.cloudwatch.MetricDatum;
import dev.millrace.model.cloudwatch.PutMetricAlarmInput;
import dev.millrace.model.cloudwatch.PutMetricDataInput;
import dev.millrace.model.cloudwatch.StatisticSet;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Meters;
import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.MemoryEngine;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The operations over an engine in memory, at a time that stands still; actions run at once.
class CloudWatchServiceTest {
    private static final Caller CALLER = new Caller("111122223333", "eu-central-1", "k");
    private static final String TOPIC = "arn:aws:sns:eu-central-1:111122223333:ops";

    private final ManualClock clock = new ManualClock(1_800_000_030_000L);
    private final MetricStore metrics = new MetricStore(1 << 20, 1_000);
    private final AlarmStore alarms = new AlarmStore(100);
    private final List<String> told = new ArrayList<>();
    private int failures;
    private final CloudWatchApi api;

    CloudWatchServiceTest() {
        var catalog = new Catalog();
        var engine =
                new MemoryEngine(
                        clock,
                        Map.of(
                                Catalog.LEDGER, catalog,
                                MetricStore.LEDGER, metrics,
                                AlarmStore.LEDGER, alarms));
        AlarmTarget target =
                notification -> {
                    if (failures-- > 0) throw new AlarmTarget.DeliveryException("not now");
                    told.add(notification.notification());
                };
        api =
                CloudWatchApi.open(
                        engine,
                        metrics,
                        alarms,
                        new Meters(),
                        catalog,
                        clock,
                        new AlarmLimits(3, 3, Duration.ZERO, 10),
                        Map.of(TOPIC, target),
                        Runnable::run);
    }

    @SuppressWarnings("unchecked") // the operation of this type
    private <I extends Shape, O extends Shape> O call(OperationType<I, O> type, I input)
            throws ApiException, InterruptedException {
        for (Operation<?, ?> operation : api.operations())
            if (operation.type().name().equals(type.name()))
                return ((Handler.Blocking<I, O>) operation.handler()).handle(CALLER, input);
        throw new AssertionError(type.name());
    }

    private void put(MetricDatum.Builder datum) throws ApiException, InterruptedException {
        call(
                CloudWatch.PUT_METRIC_DATA,
                PutMetricDataInput.builder()
                        .namespace("App")
                        .metricData(List.of(datum.build()))
                        .build());
    }

    private static MetricDatum.Builder datum() {
        return MetricDatum.builder().metricName("Lag");
    }

    private void passMinute() {
        clock.advance(Duration.ofMinutes(1));
        api.doWork(clock.nanos());
    }

    private String state(String name) throws Exception {
        List<MetricAlarm> found =
                call(
                                CloudWatch.DESCRIBE_ALARMS,
                                DescribeAlarmsInput.builder().alarmNames(List.of(name)).build())
                        .metricAlarms();
        return Objects.requireNonNull(Objects.requireNonNull(found).getFirst().stateValue());
    }

    private List<String> history(String name) throws Exception {
        List<AlarmHistoryItem> items =
                call(
                                CloudWatch.DESCRIBE_ALARM_HISTORY,
                                DescribeAlarmHistoryInput.builder().alarmName(name).build())
                        .alarmHistoryItems();
        List<String> summaries = new ArrayList<>();
        for (AlarmHistoryItem item : Objects.requireNonNull(items))
            summaries.add(Objects.requireNonNull(item.historySummary()));
        return summaries;
    }

    private static PutMetricAlarmInput.Builder lagging(String name) {
        return PutMetricAlarmInput.builder()
                .alarmName(name)
                .namespace("App")
                .metricName("Lag")
                .statistic("Maximum")
                .period(60)
                .evaluationPeriods(3)
                .threshold(60_000.0)
                .comparisonOperator("GreaterThanThreshold")
                .alarmActions(List.of(TOPIC))
                .oKActions(List.of(TOPIC));
    }

    @Test
    void pointsAreThereToBeReadWhenTheyAreTaken() throws Exception {
        put(datum().value(3.0).unit("Milliseconds"));
        put(datum().values(List.of(5.0, 7.0)).counts(List.of(1.0, 2.0)).unit("Milliseconds"));
        put(datum().statisticValues(new StatisticSet(2.0, 4.0, 1.0, 3.0)).unit("Milliseconds"));
        List<Datapoint> points =
                call(
                                CloudWatch.GET_METRIC_STATISTICS,
                                GetMetricStatisticsInput.builder()
                                        .namespace("App")
                                        .metricName("Lag")
                                        .startTime(Instant.ofEpochMilli(clock.wallMs() - 300_000))
                                        .endTime(Instant.ofEpochMilli(clock.wallMs() + 60_000))
                                        .period(60)
                                        .statistics(List.of("Sum", "SampleCount", "Maximum"))
                                        .build())
                        .datapoints();
        assertEquals(1, Objects.requireNonNull(points).size());
        assertEquals(26.0, points.getFirst().sum());
        assertEquals(6.0, points.getFirst().sampleCount());
        assertEquals(7.0, points.getFirst().maximum());
        assertEquals("Milliseconds", points.getFirst().unit());
        List<Metric> listed =
                call(CloudWatch.LIST_METRICS, ListMetricsInput.builder().build()).metrics();
        assertEquals(List.of(new Metric("App", "Lag", List.of())), listed);
    }

    private void assertRefused(String message, MetricDatum.Builder datum) {
        ApiException refusal = assertThrows(ApiException.class, () -> put(datum));
        assertEquals(message, refusal.getMessage());
    }

    @Test
    void aPointThatMakesNoSenseIsRefusedInTheServicesWords() {
        String path = "MetricData.member.1.";
        assertRefused(
                "At least one of the parameters "
                        + path
                        + "Value and "
                        + path
                        + "StatisticValues must be specified.",
                datum());
        assertRefused(
                "The parameters "
                        + path
                        + "Value and "
                        + path
                        + "StatisticValues are mutually exclusive and you have specified both.",
                datum().value(1.0).statisticValues(new StatisticSet(1.0, 1.0, 1.0, 1.0)));
        assertRefused(
                "The value NaN for parameter " + path + "Value is invalid.",
                datum().value(Double.NaN));
        assertRefused(
                "The parameter "
                        + path
                        + "Timestamp must specify a time within the past two weeks.",
                datum().value(1.0)
                        .timestamp(
                                Instant.ofEpochMilli(clock.wallMs()).minus(Duration.ofDays(15))));
        assertRefused(
                "The parameter " + path + "Dimensions.member.1.Value is required.",
                datum().value(1.0).dimensions(List.of(new Dimension("Host", null))));
    }

    @Test
    void anAlarmGoesOffAndComesBackAndTellsBothTimes() throws Exception {
        call(CloudWatch.PUT_METRIC_ALARM, lagging("lag").build());
        assertEquals("INSUFFICIENT_DATA", state("lag"));
        List<String> states = new ArrayList<>();
        for (double lag : List.of(0.0, 0.0, 0.0, 90_000.0, 90_000.0, 90_000.0, 0.0, 0.0)) {
            put(datum().value(lag));
            passMinute();
            states.add(state("lag"));
        }
        assertEquals(List.of("OK", "OK", "OK", "OK", "OK", "ALARM", "OK", "OK"), states);
        assertEquals(3, told.size());
        assertTrue(told.get(1).contains("\\\"NewStateValue\\\":\\\"ALARM\\\""), told.get(1));
        assertTrue(told.get(1).contains("3 out of the last 3 datapoints [90000.0 ("), told.get(1));
        assertTrue(told.get(2).contains("\\\"OldStateValue\\\":\\\"ALARM\\\""), told.get(2));
        assertEquals(
                List.of("Successfully executed action " + TOPIC, "Alarm updated from ALARM to OK"),
                history("lag").subList(0, 2));
    }

    @Test
    void anActionIsTriedAgainAndThenGivenUp() throws Exception {
        call(CloudWatch.PUT_METRIC_ALARM, lagging("lag").evaluationPeriods(1).build());
        failures = 2;
        put(datum().value(1.0));
        passMinute();
        assertEquals(1, told.size());
        failures = 3;
        put(datum().value(90_000.0));
        passMinute();
        assertEquals(1, told.size());
        assertEquals(
                "Failed to execute action " + TOPIC + ": not now (attempt 3 of 3)",
                history("lag").getFirst());
    }

    @Test
    void anActionWithoutATargetIsSaidToHaveNone() throws Exception {
        String nowhere = "arn:aws:sns:eu-central-1:111122223333:nowhere";
        call(
                CloudWatch.PUT_METRIC_ALARM,
                lagging("lag").evaluationPeriods(1).oKActions(List.of(nowhere)).build());
        put(datum().value(1.0));
        passMinute();
        assertEquals("OK", state("lag"));
        assertEquals(
                "Failed to execute action "
                        + nowhere
                        + ": no target is bound to it in alarms.targets",
                history("lag").getFirst());
    }

    @Test
    void thereAreOnlySoManyAlarms() throws Exception {
        for (String name : List.of("a", "b", "c", "a"))
            call(CloudWatch.PUT_METRIC_ALARM, lagging(name).build());
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> call(CloudWatch.PUT_METRIC_ALARM, lagging("d").build()));
        assertEquals("LimitExceededFault", refusal.type());
    }

    @Test
    void alarmsComeBackFromTheirLedgerAsTheyWere() throws Exception {
        call(CloudWatch.PUT_METRIC_ALARM, lagging("lag").build());
        put(datum().value(1.0));
        passMinute();
        var restored = new AlarmStore(100);
        restored.restore(alarms.snapshot());
        assertEquals(alarms.all(), restored.all());
        assertEquals(alarms.history(_ -> true), restored.history(_ -> true));
        AlarmChange change = LedgerFuzzTest.change();
        assertEquals(change, AlarmChange.decode(change.encode()));
    }
}
