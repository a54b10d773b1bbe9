package dev.millrace.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two metrics of four minutes: a is 1, 2, -, 4 and b is 10, 20, 30, 40.
class MathTest {
    private static final long START = 1_800_000_000;
    private static final int MINUTES = 4;

    private final MetricStore store = new MetricStore(1 << 20, 100);

    MathTest() {
        double[] a = {1, 2, Double.NaN, 4};
        for (int minute = 0; minute < MINUTES; minute++) {
            if (!Double.isNaN(a[minute])) put("a", minute, a[minute]);
            put("b", minute, 10.0 * (minute + 1));
        }
    }

    private void put(String host, int minute, double value) {
        var key = new SeriesKey(metric(host), "None");
        var entry = new PointBatch.Entry(key, START + minute * 60L, Sample.of(value), 60);
        store.apply(new PointBatch(START, List.of(entry)).encode());
    }

    private static MetricKey metric(String host) {
        return new MetricKey("1", "r", "App", "Latency", Map.of("Host", host));
    }

    private List<Line> lines(String expression) throws ExpressionException {
        var queries = new LinkedHashMap<String, MathEvaluation.Query>();
        for (String host : List.of("a", "b"))
            queries.put(
                    host,
                    new MathEvaluation.Query.Stat(metric(host), null, Statistic.Plain.SUM, 60));
        queries.put("e", new MathEvaluation.Query.Formula(expression, 60));
        var reader = new MetricReader(store);
        long end = START + MINUTES * 60;
        return new MathEvaluation(reader, "1", "r", queries, START, end, end, true).lines("e");
    }

    private static String text(Line line) {
        var text = new StringBuilder();
        for (int minute = 0; minute < MINUTES; minute++) {
            Double value = line.values().get(START + minute * 60L);
            text.append(minute == 0 ? "" : " ").append(value == null ? "-" : value.toString());
        }
        return text.toString().replace(".0", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a + b                | 11 22 - 44",
                "2 * a ^ 2 - 1        | 1 7 - 31",
                "-a                   | -1 -2 - -4",
                "b / (a - 2)          | -10 - - 20",
                "a > 1 AND b < 40     | 0 1 - 0",
                "SUM([a, b])          | 11 22 30 44",
                "AVG([a, b])          | 5.5 11 30 22",
                "MAX([a, b])          | 10 20 30 40",
                "MIN(METRICS())       | 1 2 30 4",
                "b - AVG(b)           | -15 -5 5 15",
                "RATE(b) * 60         | - 10 10 10",
                "FILL(a, 0)           | 1 2 0 4",
                "FILL(a, REPEAT)      | 1 2 2 4",
                "FILL(a, LINEAR)      | 1 2 3 4",
                "FILL(a, b)           | 1 2 30 4",
                "IF(b > 15, b, 0)     | 0 20 30 40",
                "IF(b > 15, b)        | - 20 30 40",
                "TIME_SERIES(SUM(b))  | 100 100 100 100",
                "b * 0 + PERIOD(a)    | 60 60 60 60",
                "RUNNING_SUM(b)       | 10 30 60 100",
                "FLOOR(b / 3)         | 3 6 10 13",
            })
    void expressionsComeToThis(String expression, String expected) throws Exception {
        assertEquals(expected, text(lines(expression).getFirst()));
    }

    @Test
    void aSearchFindsMetricsByWhatTheyAreCalled() throws Exception {
        String found = "SEARCH('{App,Host} MetricName=\"Latency\" Host=\"b\"', 'Sum', 60)";
        assertEquals("10 20 30 40", text(lines(found).getFirst()));
        assertEquals(2, lines("SEARCH('{App,Host} latency', 'Sum', 60)").size());
        assertEquals(1, lines("SEARCH('latency NOT Host=b', 'Sum', 60)").size());
        assertEquals(2, lines("SEARCH('(Host=a OR Host=b) AND App', 'Sum', 60)").size());
        assertTrue(lines("SEARCH('{Other,Host} latency', 'Sum', 60)").isEmpty());
        assertEquals("11 22 30 44", text(lines("SUM(SEARCH('App', 'Sum', 60))").getFirst()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a +",
                "(a",
                "a b",
                "nobody",
                "e + 1",
                "ANOMALY_DETECTION_BAND(a, 2)",
                "SUM(a)",
                "a + 'text'",
                "METRICS() + METRICS()",
                "FILL(a)",
                "SEARCH('{App', 'Sum', 60)",
                "SEARCH('App', 'tm90', 60)",
                "RATE(1)",
            })
    void whatIsNotUnderstoodIsRefused(String expression) {
        assertThrows(ExpressionException.class, () -> lines(expression));
    }
}
