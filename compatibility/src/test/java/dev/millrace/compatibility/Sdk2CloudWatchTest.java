package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The SDK for Java 2 speaks rpc-v2-cbor to CloudWatch, and compresses what is large.
@ExtendWith(SharedServer.class)
class Sdk2CloudWatchTest {
    private static CloudWatchClient client(Shell shell) {
        return CloudWatchClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + shell.port()))
                .region(Region.of(shell.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("k", "s")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Test
    void metricsAndAlarmsWork(Shell shell) {
        Instant now = Instant.now();
        Dimension host = Dimension.builder().name("Host").value("a").build();
        try (CloudWatchClient cloudWatch = client(shell)) {
            List<MetricDatum> data = new ArrayList<>();
            for (int i = 1; i <= 500; i++)
                data.add(
                        MetricDatum.builder()
                                .metricName("Lag")
                                .dimensions(host)
                                .unit(StandardUnit.MILLISECONDS)
                                .timestamp(now)
                                .value((double) i)
                                .build());
            cloudWatch.putMetricData(put -> put.namespace("App").metricData(data));
            assertEquals(
                    List.of("Lag"),
                    cloudWatch
                            .listMetricsPaginator(list -> list.namespace("App"))
                            .metrics()
                            .stream()
                            .map(metric -> metric.metricName())
                            .toList());
            List<Datapoint> points =
                    cloudWatch
                            .getMetricStatistics(
                                    get ->
                                            get.namespace("App")
                                                    .metricName("Lag")
                                                    .dimensions(host)
                                                    .startTime(now.minusSeconds(120))
                                                    .endTime(now.plusSeconds(120))
                                                    .period(3_600)
                                                    .statistics(Statistic.SUM)
                                                    .extendedStatistics(List.of()))
                            .datapoints();
            assertEquals(125_250.0, points.stream().mapToDouble(Datapoint::sum).sum());
            cloudWatch.putMetricAlarm(
                    put ->
                            put.alarmName("lag")
                                    .namespace("App")
                                    .metricName("Lag")
                                    .statistic(Statistic.MAXIMUM)
                                    .period(60)
                                    .evaluationPeriods(1)
                                    .threshold(1.5)
                                    .comparisonOperator("GreaterThanThreshold"));
            cloudWatch.setAlarmState(
                    set -> set.alarmName("lag").stateValue(StateValue.OK).stateReason("test"));
            assertEquals(
                    StateValue.OK,
                    cloudWatch
                            .describeAlarms(get -> get.alarmNames("lag"))
                            .metricAlarms()
                            .getFirst()
                            .stateValue());
            cloudWatch.deleteAlarms(delete -> delete.alarmNames("lag"));
            assertThrows(
                    ResourceNotFoundException.class,
                    () ->
                            cloudWatch.listTagsForResource(
                                    list ->
                                            list.resourceARN(
                                                    "arn:aws:cloudwatch:"
                                                            + shell.region()
                                                            + ":000000000000:alarm:lag")));
        }
    }
}
