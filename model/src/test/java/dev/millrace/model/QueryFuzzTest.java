package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.cloudwatch.CloudWatch;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Forms, as old clients send them: read or malformed.
class QueryFuzzTest extends ParserFuzzing {
    QueryFuzzTest() {
        super("forms", "&", "=", ".", "member.", "entry.", "%20", "%", "+", "1", "999999999", "-");
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                ("Action=PutMetricData&Namespace=a&MetricData.member.1.MetricName=b"
                     + "&MetricData.member.1.Value=1&MetricData.member.1.Timestamp="
                     + "2026-11-21T22:45:00Z&MetricData.member.1.Dimensions.member.1.Name=c")
                        .getBytes(StandardCharsets.UTF_8),
                "AlarmNames.member.1=a&MaxRecords=5&Threshold=NaN&ActionsEnabled=true"
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected long mostBytes(int length) {
        return (1 << 20) + 8_192L * length;
    }

    @Override
    public void parse(byte[] input) {
        try {
            QueryReader.value(input, 0, input.length, "Action");
            for (OperationType<?, ?> operation : CloudWatch.OPERATIONS) {
                Shape shape = operation.input().read(new QueryReader(input, 0, input.length));
                assertNotNull(shape);
            }
        } catch (MalformedException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
