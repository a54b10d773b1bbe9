package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.millrace.fuzzing.ParserFuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Metric math and searches, as requests bring them: understood or refused with a word.
class ExpressionFuzzTest extends ParserFuzzing {
    private static final List<String> EXAMPLES =
            List.of(
                    "SUM([m1, m2]) / 2 + RATE(m3) ^ -2",
                    "IF(m1 > 5 AND m2 <= 3 || m3 == 1, FILL(m1, REPEAT), 0)",
                    "SEARCH('{AWS/Kinesis,StreamName} MetricName=\"IncomingBytes\"', 'Sum', 60)",
                    "{AWS/Kinesis,StreamName} (a OR NOT b=c) AND \"d\"");

    ExpressionFuzzTest() {
        super("expressions", "(", ")", "[", "]", "{", "}", "'", "\"", " AND ", " OR ", "NOT ");
    }

    @Override
    protected List<byte[]> examples() {
        return EXAMPLES.stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    public void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            ExpressionParser.parse(text);
        } catch (ExpressionException refused) {
            assertNotNull(refused.getMessage());
        }
        try {
            MetricSearch search = MetricSearch.parse(text);
            search.finds(new MetricKey("1", "r", "AWS/Kinesis", "x", Map.of("StreamName", "s")));
        } catch (ExpressionException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
