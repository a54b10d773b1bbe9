package dev.millrace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.Blob;
import dev.millrace.model.Shape;
import dev.millrace.model.cloudwatch.DescribeAlarmsInput;
import dev.millrace.model.cloudwatch.ListMetricsInput;
import dev.millrace.model.cloudwatch.ListMetricsOutput;
import dev.millrace.model.cloudwatch.Metric;
import dev.millrace.model.cloudwatch.MetricDatum;
import dev.millrace.model.cloudwatch.PutMetricDataInput;
import dev.millrace.model.cloudwatch.SetAlarmStateInput;
import dev.millrace.wire.RpcCbor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// The protocols of CloudWatch that the CLI does not speak, byte for byte as newer and older SDKs
/// send them.
class CloudWatchWireTest {
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=x/20261121/us-east-1/monitoring/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=0f";

    private final HttpClient client = HttpClient.newHttpClient();
    private Millrace millrace;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        millrace = Millrace.start(MillraceConfig.DEFAULT.withPort(0).withData(data));
    }

    @AfterEach
    void stop() {
        client.close();
        millrace.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + millrace.port() + path))
                .header("Authorization", AUTHORIZATION)
                .header("X-Amz-Date", "20261121T224500Z");
    }

    private HttpResponse<byte[]> rpc(String operation, Shape input, boolean gzip) throws Exception {
        byte[] body = RpcCbor.V2.encode(input).toByteArray();
        HttpRequest.Builder request =
                request("/service/GraniteServiceVersion20100801/operation/" + operation)
                        .header("smithy-protocol", "rpc-v2-cbor")
                        .header("Content-Type", "application/cbor");
        if (gzip) request.header("Content-Encoding", "gzip");
        return client.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(gzip ? gzip(body) : body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private HttpResponse<String> query(String form) throws Exception {
        return client.send(
                request("/")
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static PutMetricDataInput lag() {
        return PutMetricDataInput.builder()
                .namespace("App")
                .metricData(List.of(MetricDatum.builder().metricName("Lag").value(2.5).build()))
                .build();
    }

    @Test
    void rpcCborIsSpokenPlainAndCompressed() throws Exception {
        for (boolean gzip : List.of(false, true)) {
            HttpResponse<byte[]> put = rpc("PutMetricData", lag(), gzip);
            assertEquals(200, put.statusCode());
            assertEquals("rpc-v2-cbor", put.headers().firstValue("smithy-protocol").orElse(""));
        }
        HttpResponse<byte[]> listed = rpc("ListMetrics", ListMetricsInput.builder().build(), false);
        ListMetricsOutput output =
                RpcCbor.V2.decode(ListMetricsOutput.TYPE, Blob.of(listed.body())).shape();
        assertEquals(List.of(new Metric("App", "Lag", List.of())), output.metrics());
        assertEquals("application/cbor", listed.headers().firstValue("content-type").orElse(""));
    }

    @Test
    void anErrorInRpcCborSaysWhatQueryCalledIt() throws Exception {
        var input =
                SetAlarmStateInput.builder()
                        .alarmName("none")
                        .stateValue("OK")
                        .stateReason("x")
                        .build();
        HttpResponse<byte[]> refused = rpc("SetAlarmState", input, false);
        assertEquals(404, refused.statusCode());
        assertEquals(
                "ResourceNotFound;Sender",
                refused.headers().firstValue("x-amzn-query-error").orElse(""));
        HttpResponse<byte[]> unknown =
                rpc("PutDashboard", DescribeAlarmsInput.builder().build(), false);
        assertEquals(
                "InvalidAction;Sender",
                unknown.headers().firstValue("x-amzn-query-error").orElse(""));
    }

    @Test
    void queryIsSpokenWithXml() throws Exception {
        HttpResponse<String> put =
                query(
                        "Action=PutMetricData&Version=2010-08-01&Namespace=App"
                                + "&MetricData.member.1.MetricName=Lag"
                                + "&MetricData.member.1.Value=2.5");
        assertEquals(200, put.statusCode(), put.body());
        assertTrue(put.body().startsWith("<PutMetricDataResponse xmlns="), put.body());
        HttpResponse<String> listed = query("Action=ListMetrics&Version=2010-08-01");
        assertEquals("text/xml", listed.headers().firstValue("content-type").orElse(""));
        assertTrue(listed.body().contains("<MetricName>Lag</MetricName>"), listed.body());
        HttpResponse<String> refused =
                query("Action=PutMetricData&Version=2010-08-01&Namespace=App");
        assertEquals(400, refused.statusCode());
        assertTrue(
                refused.body()
                        .contains(
                                "<Code>MissingParameter</Code>"
                                        + "<Message>The parameter MetricData is required."),
                refused.body());
        assertTrue(query("Action=Nothing").body().contains("<Code>InvalidAction</Code>"));
    }

    @Test
    void whatWasKeptIsThereAfterARestart(@TempDir Path data) throws Exception {
        stop();
        MillraceConfig config = MillraceConfig.DEFAULT.withPort(0).withData(data);
        millrace = Millrace.start(config);
        try (HttpClient other = HttpClient.newHttpClient()) {
            String form =
                    "Action=PutMetricData&Namespace=App&MetricData.member.1.MetricName=Kept"
                            + "&MetricData.member.1.Value=1";
            assertEquals(200, send(other, form).statusCode());
            millrace.close();
            millrace = Millrace.start(config);
            assertTrue(send(other, "Action=ListMetrics").body().contains("Kept"));
        }
    }

    private HttpResponse<String> send(HttpClient with, String form) throws Exception {
        return with.send(
                request("/")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
