package dev.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class PlotTest {
    private static int count(String svg, String element) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName(element)
                .getLength();
    }

    @Test
    void textIsEscaped() {
        assertEquals("a &lt;b&gt; &amp; &quot;c&quot;", Svg.escaped("a <b> & \"c\""));
    }

    @Test
    void everyValueGetsABar() throws Exception {
        String svg =
                Plot.bars(
                        "<Title> & \"more\"",
                        "seconds",
                        List.of(
                                new Plot.Bar("one", "a", 0.5),
                                new Plot.Bar("one", "b", 50),
                                new Plot.Bar("two", "a", 5)));
        assertEquals(3, count(svg, "rect"));
        assertTrue(svg.contains("&lt;Title&gt; &amp; &quot;more&quot;"));
    }

    @Test
    void everyLineHasItsPointsAndItsLegend() throws Exception {
        String svg =
                Plot.lines(
                        "t",
                        "shards",
                        "s",
                        true,
                        List.of(
                                new Plot.Point("a", 1, 2),
                                new Plot.Point("a", 10_000, 3),
                                new Plot.Point("b", 1, 1)));
        assertEquals(3, count(svg, "circle"));
        assertEquals(2, count(svg, "rect"));
    }

    @ParameterizedTest
    @CsvSource({"7, 1", "10, 1", "11, 2", "0.3, 0.05", "45, 5", "180, 20"})
    void stepsAreRoundAndAtMostTen(double high, double step) {
        assertEquals(step, Plot.step(high), step * 1e-9);
    }
}
