package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.ApiException;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.ConsumerStatus;
import dev.millrace.stream.StreamName;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Resource policies: taken, or refused as an argument.
class PolicyFuzzTest extends ParserFuzzing {
    private static final String ARN =
            "arn:aws:kinesis:eu-central-1:123456789012:stream/s/consumer/c:1700000000";

    private static final Resource CONSUMER =
            new Resource.OfConsumer(
                    new StreamName("123456789012", "eu-central-1", "s"),
                    new Consumer(
                            1, 1, "c", 1_700_000_000_000L, Map.of(), ConsumerStatus.ACTIVE, 0));

    PolicyFuzzTest() {
        super(
                "policies",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "null",
                "true",
                "1",
                "\"Version\"",
                "\"2012-10-17\"",
                "\"Id\"",
                "\"Statement\"",
                "\"Sid\"",
                "\"Effect\"",
                "\"Allow\"",
                "\"Deny\"",
                "\"Principal\"",
                "\"AWS\"",
                "\"123456789012\"",
                "arn:aws:iam::123456789012:root",
                "\"Action\"",
                "\"kinesis:SubscribeToShard\"",
                "\"Resource\"",
                "\"Condition\"",
                "*",
                "?",
                ARN);
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                """
                {"Version": "2012-10-17", "Id": "i", "Statement": [{"Sid": "s", "Effect": "Allow",
                "Principal": {"AWS": ["123456789012", "arn:aws:iam::123456789012:role/r"]},
                "Action": ["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"],
                "Resource": "%s",
                "Condition": {"StringEquals": {"aws:x": ["a", 1, true]}}}]}
                """
                        .formatted(ARN)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void parse(byte[] input) {
        try {
            PolicyDocument.check(new String(input, StandardCharsets.UTF_8), CONSUMER);
        } catch (ApiException refused) {
            assertTrue(refused.type().equals("InvalidArgumentException"));
        }
    }
}
