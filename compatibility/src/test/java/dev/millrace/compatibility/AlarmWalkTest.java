package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

import dev.millrace.log.FolderDisk;
import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reader falls behind and catches up; the alarm on it goes OK, ALARM, OK, and a webhook hears of
/// it. The AWS CLI does what a user would do, while the server's minutes pass by hand.
class AlarmWalkTest {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:ops";
    private static final String ALARM = "KDS-IteratorAge-High";
    private static final String RECORD = "{\"Data\":\"YQ==\",\"PartitionKey\":\"p\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = new ManualClock(1_800_000_030_000L);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private HttpServer webhook() throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = HttpServer.create(address, 0);
        server.createContext(
                "/hook",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    told.add(new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private void pass(Millrace millrace, Duration time) throws InterruptedException {
        clock.advance(time);
        millrace.catchUp();
    }

    private static String cli(Shell shell, String... words) throws Exception {
        var command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(words));
        return shell.run(command.toArray(String[]::new)).succeeded().out().strip();
    }

    private static String state(Shell shell) throws Exception {
        return cli(
                shell,
                "cloudwatch",
                "describe-alarms",
                "--alarm-names",
                ALARM,
                "--query",
                "MetricAlarms[0].StateValue",
                "--output",
                "text");
    }

    /// Reads one record, and thereby says how old it is.
    private static String read(Shell shell, String iterator, int limit) throws Exception {
        return cli(
                shell,
                "kinesis",
                "get-records",
                "--shard-iterator",
                iterator,
                "--limit",
                "" + limit,
                "--query",
                "NextShardIterator",
                "--output",
                "text");
    }

    private JsonNode heard() throws Exception {
        String notification = told.poll(20, TimeUnit.SECONDS);
        assertNotNull(notification, "the webhook was not called");
        JsonNode envelope = JSON.readTree(notification);
        assertEquals(TOPIC, envelope.get("TopicArn").asText());
        return JSON.readTree(envelope.get("Message").asText());
    }

    @Test
    void theAlarmOnAReaderGoesOffAndComesBack(@TempDir Path data) throws Exception {
        HttpServer webhook = webhook();
        String hook = "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook";
        var config =
                MillraceConfig.DEFAULT
                        .withPort(0)
                        .withData(data)
                        .with("streams", "orders:1")
                        .with("alarms.targets", TOPIC + "=" + hook);
        try (Millrace millrace = Millrace.start(config, clock, new FolderDisk(data));
                Shell shell = Shell.open(millrace.port(), "us-east-1")) {
            cli(
                    shell,
                    "kinesis",
                    "put-records",
                    "--stream-name",
                    "orders",
                    "--records",
                    "[" + String.join(",", Collections.nCopies(5, RECORD)) + "]");
            String iterator =
                    cli(
                            shell,
                            "kinesis",
                            "get-shard-iterator",
                            "--stream-name",
                            "orders",
                            "--shard-id",
                            "shardId-000000000000",
                            "--shard-iterator-type",
                            "TRIM_HORIZON",
                            "--query",
                            "ShardIterator",
                            "--output",
                            "text");
            cli(
                    shell,
                    "cloudwatch",
                    "put-metric-alarm",
                    "--alarm-name",
                    ALARM,
                    "--namespace",
                    "AWS/Kinesis",
                    "--metric-name",
                    "GetRecords.IteratorAgeMilliseconds",
                    "--dimensions",
                    "Name=StreamName,Value=orders",
                    "--statistic",
                    "Maximum",
                    "--period",
                    "60",
                    "--threshold",
                    "60000",
                    "--comparison-operator",
                    "GreaterThanThreshold",
                    "--evaluation-periods",
                    "3",
                    "--alarm-actions",
                    TOPIC,
                    "--ok-actions",
                    TOPIC);
            iterator = read(shell, iterator, 1);
            pass(millrace, Duration.ofMinutes(1));
            assertEquals("OK", state(shell));
            assertEquals("OK", heard().get("NewStateValue").asText());
            for (int minute = 0; minute < 3; minute++) {
                pass(millrace, Duration.ofMinutes(1)); // now the records are old
                iterator = read(shell, iterator, 1);
            }
            pass(millrace, Duration.ofMinutes(1));
            assertEquals("ALARM", state(shell));
            JsonNode alarm = heard();
            assertEquals("ALARM", alarm.get("NewStateValue").asText());
            assertEquals("OK", alarm.get("OldStateValue").asText());
            assertEquals(60_000.0, alarm.get("Trigger").get("Threshold").asDouble());
            read(shell, iterator, 10);
            pass(millrace, Duration.ofMinutes(1));
            assertEquals("OK", state(shell));
            assertEquals("OK", heard().get("NewStateValue").asText());
            assertEquals(
                    "5.0",
                    cli(
                            shell,
                            "cloudwatch",
                            "get-metric-statistics",
                            "--namespace",
                            "AWS/Kinesis",
                            "--metric-name",
                            "GetRecords.Success",
                            "--dimensions",
                            "Name=StreamName,Value=orders",
                            "--start-time",
                            "2027-01-15T07:00:00Z",
                            "--end-time",
                            "2027-01-15T09:00:00Z",
                            "--period",
                            "7200",
                            "--statistics",
                            "Sum",
                            "--query",
                            "Datapoints[0].Sum",
                            "--output",
                            "text"));
            subscribe(millrace, shell);
            whatDashboardsAskForIsThere(millrace.port());
        } finally {
            webhook.stop(0);
        }
    }

    /// Lets a consumer have an event, so that there is something to say of consumers.
    private void subscribe(Millrace millrace, Shell shell) throws Exception {
        String stream = "arn:aws:kinesis:us-east-1:000000000000:stream/orders";
        String consumer =
                cli(
                        shell,
                        "kinesis",
                        "register-stream-consumer",
                        "--stream-arn",
                        stream,
                        "--consumer-name",
                        "reader",
                        "--query",
                        "Consumer.ConsumerARN",
                        "--output",
                        "text");
        pass(millrace, Duration.ofMinutes(1));
        String script =
                """
                import boto3
                events = boto3.client("kinesis").subscribe_to_shard(
                    ConsumerARN="%s",
                    ShardId="shardId-000000000000",
                    StartingPosition={"Type": "TRIM_HORIZON"})["EventStream"]
                print(len(next(iter(events))["SubscribeToShardEvent"]["Records"]))
                """
                        .formatted(consumer);
        assertEquals("5", shell.run("python3", "-c", script).succeeded().out().strip());
        pass(millrace, Duration.ofMinutes(1));
    }

    /// Every name and label in the dashboard and in the alert rules is one that the server gives.
    private static void whatDashboardsAskForIsThere(int port) throws Exception {
        String served;
        try (HttpClient client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
            served =
                    client.send(
                                    HttpRequest.newBuilder(uri).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
        }
        assertTrue(
                served.contains(
                        "millrace_stream_incoming_records_total{account=\"000000000000\","
                                + "region=\"us-east-1\",stream=\"orders\"} 5"),
                served);
        List<String> queries = new ArrayList<>();
        Path folder = Shell.PROJECT.resolve("docs/observability");
        JsonNode dashboard = JSON.readTree(Files.readString(folder.resolve("grafana.json")));
        for (JsonNode panel : dashboard.get("panels"))
            for (JsonNode target : panel.get("targets")) queries.add(target.get("expr").asText());
        for (String line : Files.readAllLines(folder.resolve("alerts.yml")))
            if (line.strip().startsWith("expr: ")) queries.add(line.strip().substring(6));
        assertTrue(queries.size() > 20, () -> "only " + queries);
        Pattern name = Pattern.compile("\\b((?:millrace|jvm)_[a-z_]+)");
        for (String query : queries) {
            Matcher names = name.matcher(query);
            assertTrue(names.find(), query);
            do {
                boolean isServed =
                        served.contains("# TYPE " + names.group(1) + " ")
                                || served.contains(
                                        "# TYPE "
                                                + names.group(1).replaceAll("_(sum|count)$", "")
                                                + " ");
                assertTrue(isServed, () -> names.group(1) + " of " + query + " is not served");
            } while (names.find());
        }
    }
}
