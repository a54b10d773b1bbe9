package dev.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Map;

class StatusReportTest {
    private static String metrics(long records, long bytes, long pushed, boolean writable) {
        String labels = "{account=\"1\",region=\"r\",stream=\"orders\"";
        return """
        # TYPE millrace_stream_open_shards gauge
        millrace_stream_open_shards%1$s} 4
        millrace_stream_open_shards{account="1",region="r",stream="idle"} 1
        millrace_stream_incoming_records_total%1$s} %2$d
        millrace_stream_incoming_bytes_total%1$s} %3$d.0
        millrace_stream_iterator_age_seconds%1$s} 3.5
        millrace_consumer_outgoing_records_total%1$s,consumer="audit"} %4$d
        millrace_consumer_behind_seconds%1$s,consumer="audit"} 70.25
        millrace_disk_free_bytes 8.64E9
        millrace_log_writable %5$d
        """
                .formatted(labels, records, bytes, pushed, writable ? 1 : 0);
    }

    private static StatusReport report(boolean writable) {
        return StatusReport.of(
                Exposition.parse(metrics(100, 1_000, 0, true)),
                Exposition.parse(metrics(300, 201_000, 50, writable)),
                2);
    }

    @Test
    void ratesAreWhatTwoLooksDifferBy() {
        StatusReport report = report(true);
        StatusReport.Stream orders = report.streams().getFirst();
        assertEquals(100, orders.recordsIn());
        assertEquals(100_000, orders.bytesIn());
        assertEquals(25, orders.recordsOut());
        assertEquals(70.25, orders.behindSeconds());
        assertEquals(new StatusReport.Reader("orders", "audit", 70.25), report.oldest());
        assertEquals(1, report.daysToFull(), 1e-9);
        assertEquals(0, report.streams().getLast().recordsIn());
    }

    @Test
    void aPersonIsToldWhatMatters() {
        String text = report(true).text();
        assertTrue(text.startsWith("takes writes; 2 streams"), text);
        assertTrue(text.contains("furthest behind: audit of orders, 70.3 s"), text);
        assertTrue(text.contains("disk: 8.0 GiB free, full in 1.0 days at this rate"), text);
        assertTrue(report(false).text().startsWith("READ ONLY"));
    }

    @Test
    void aProgramIsToldTheSame() {
        String json = report(true).json();
        assertTrue(json.contains("\"oldest\":{\"stream\":\"orders\",\"consumer\":\"audit\""), json);
        assertTrue(json.endsWith("\"diskFreeBytes\":8640000000,\"daysToFull\":1.0}"), json);
    }

    @Test
    void labelsMayHoldAnything() {
        Exposition parsed = Exposition.parse("x{a=\"1,}\\\"\",b=\"c\"} 5\nnonsense\ny NaN\n");
        assertEquals(5, parsed.value("x", Map.of("a", "1,}\"", "b", "c")));
        assertEquals(0, parsed.value("nonsense"));
    }
}
