package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.fuzzing.ParserFuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// ARNs: whatever is taken for one names the same thing when it is written again.
class ArnFuzzTest extends ParserFuzzing {
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/orders";

    ArnFuzzTest() {
        super("arns", ":", "/", "stream/", "/consumer/", "arn:aws", "kinesis", "1600000000", "-cn");
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                STREAM.getBytes(StandardCharsets.UTF_8),
                (STREAM + "/consumer/app:1600000000").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void parse(byte[] input) {
        switch (ResourceArn.parse(new String(input, StandardCharsets.UTF_8))) {
            case ResourceArn.OfStream named ->
                    assertEquals(named, ResourceArn.parse(StreamArn.of(named.stream())));
            case ResourceArn.OfConsumer named ->
                    assertEquals(named, ResourceArn.parse(named.arn()));
            case null -> {}
        }
    }
}
