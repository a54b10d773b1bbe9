package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.util.List;

class LatencyDrawingTest {
    @Test
    void percentilesAndABarForEachRange() {
        var histogram = new Histogram(60_000_000_000L, 3);
        histogram.recordValueWithCount(700_000, 9_000);
        histogram.recordValueWithCount(3_000_000, 980);
        histogram.recordValueWithCount(30_000_000, 20);
        assertEquals(
                """
                10,000 requests took
                  p50          0.70 ms
                  p90          0.70 ms
                  p99          3.00 ms
                  p99.9       30.02 ms
                  max         30.02 ms
                  to       1.00 ms  90.0 % ####################################
                  to       2.00 ms   0.0 %
                  to       5.00 ms   9.8 % ####
                  to      10.00 ms   0.0 %
                  to      20.00 ms   0.0 %
                  to      50.00 ms   0.2 % #
                """
                        .lines()
                        .toList(),
                LatencyDrawing.lines(histogram));
    }

    @Test
    void nothingToDraw() {
        assertEquals(
                List.of("no request was answered in time"),
                LatencyDrawing.lines(new Histogram(1_000_000, 3)));
    }
}
