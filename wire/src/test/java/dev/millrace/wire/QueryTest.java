package dev.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Nothing;
import dev.millrace.model.cloudwatch.Dimension;
import dev.millrace.model.cloudwatch.GetMetricStatisticsInput;
import dev.millrace.model.cloudwatch.ListMetricsOutput;
import dev.millrace.model.cloudwatch.Metric;
import dev.millrace.model.cloudwatch.MetricDatum;
import dev.millrace.model.cloudwatch.PutMetricDataInput;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The protocols that CloudWatch is spoken to in beside JSON.
class QueryTest {
    private static final QueryCodes CODES =
            new QueryCodes(Map.of("InvalidParameterValueException", "InvalidParameterValue"));
    private static final Protocol QUERY = new Query("urn:x", CODES);

    private static Blob blob(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Blob blob) {
        return new String(blob.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void aFormIsReadByItsDottedNames() {
        Blob form =
                blob(
                        "Action=PutMetricData&Version=2010-08-01&Namespace=My%20App"
                                + "&MetricData.member.2.MetricName=b&MetricData.member.2.Value=-2e3"
                                + "&MetricData.member.1.MetricName=a+%26+c"
                                + "&MetricData.member.1.Dimensions.member.1.Name=Host"
                                + "&MetricData.member.1.Dimensions.member.1.Value=%C3%A4"
                                + "&MetricData.member.1.Values.member.1=1"
                                + "&MetricData.member.1.Values.member.10=3"
                                + "&MetricData.member.1.Values.member.9=2.5"
                                + "&MetricData.member.1.Timestamp=2026-11-21T22%3A45%3A00.500Z");
        assertEquals("PutMetricData", QUERY.operation(form));
        Decoded<PutMetricDataInput> decoded = QUERY.decode(PutMetricDataInput.TYPE, form);
        assertNull(decoded.fault());
        assertEquals(
                PutMetricDataInput.builder()
                        .namespace("My App")
                        .metricData(
                                List.of(
                                        MetricDatum.builder()
                                                .metricName("a & c")
                                                .dimensions(
                                                        List.of(new Dimension("Host", "\u00e4")))
                                                .values(List.of(1.0, 2.5, 3.0))
                                                .timestamp(
                                                        Instant.parse("2026-11-21T22:45:00.500Z"))
                                                .build(),
                                        MetricDatum.builder()
                                                .metricName("b")
                                                .value(-2000.0)
                                                .build()))
                        .build(),
                decoded.shape());
    }

    @Test
    void aValueOfTheWrongTypeIsAFault() {
        for (String form : List.of("Period=soon", "StartTime=yesterday", "Statistics=Sum"))
            assertNotNull(QUERY.decode(GetMetricStatisticsInput.TYPE, blob(form)).fault(), form);
    }

    @Test
    void answersAreXmlInTheOperationsName() {
        Protocol answering = QUERY.answering("ListMetrics", "id-1");
        var output =
                new ListMetricsOutput(
                        List.of(new Metric("A<B", "x&y", List.of(new Dimension("D", "\"v\"")))),
                        null,
                        null);
        assertEquals(
                "<ListMetricsResponse xmlns=\"urn:x\"><ListMetricsResult><Metrics><member>"
                    + "<Namespace>A&lt;B</Namespace><MetricName>x&amp;y</MetricName><Dimensions>"
                    + "<member><Name>D</Name><Value>&quot;v&quot;</Value></member></Dimensions>"
                    + "</member></Metrics></ListMetricsResult><ResponseMetadata>"
                    + "<RequestId>id-1</RequestId></ResponseMetadata></ListMetricsResponse>",
                text(answering.encode(output)));
        assertEquals(
                "<ListMetricsResponse xmlns=\"urn:x\"><ResponseMetadata>"
                        + "<RequestId>id-1</RequestId></ResponseMetadata></ListMetricsResponse>",
                text(answering.encode(Nothing.NOTHING)));
        assertEquals("text/xml", answering.answerType());
    }

    @Test
    void errorsBearTheNamesThatTheyHadInTheQueryProtocol() {
        var error = new ApiException("InvalidParameterValueException", 400, "no");
        assertEquals(
                "<ErrorResponse xmlns=\"urn:x\"><Error><Type>Sender</Type>"
                        + "<Code>InvalidParameterValue</Code><Message>no</Message></Error>"
                        + "<RequestId>id-1</RequestId></ErrorResponse>",
                text(QUERY.answering("", "id-1").encode(error)));
        assertEquals(
                Map.of(
                        "x-amzn-query-error",
                        "InvalidParameterValue;Sender",
                        "smithy-protocol",
                        "rpc-v2-cbor"),
                new QueryCompatible(RpcCbor.V2, CODES).headers(error));
    }

    @Test
    void rpcCborTellsTimeInSeconds() {
        var shape = MetricDatum.builder().timestamp(Instant.ofEpochMilli(1_500)).value(2.5).build();
        Blob whole =
                RpcCbor.V2.encode(
                        MetricDatum.builder().timestamp(Instant.ofEpochSecond(7)).build());
        assertEquals(shape, RpcCbor.V2.decode(MetricDatum.TYPE, RpcCbor.V2.encode(shape)).shape());
        byte[] bytes = whole.toByteArray();
        assertEquals((byte) 0xc1, bytes[bytes.length - 3]);
        assertEquals(7, bytes[bytes.length - 2]);
    }
}
