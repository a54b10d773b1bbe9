package dev.millrace.server;

import dev.millrace.cloudwatch.CloudWatchApi;
import dev.millrace.cloudwatch.PrometheusExport;
import dev.millrace.gateway.Gateway;
import dev.millrace.gateway.Header;
import dev.millrace.gateway.Response;
import dev.millrace.log.FileLog;
import dev.millrace.log.LogVitals;
import dev.millrace.model.Blob;
import dev.millrace.stream.Catalog;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What `/metrics` answers.
final class MetricsPath implements AutoCloseable {
    static final String PATH = "/metrics";
    private static final Header TYPE =
            new Header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");

    /// Made when it is asked for first: a server that nobody scrapes starts without.
    private @Nullable PrometheusExport export; // guarded by this

    private @Nullable Supplier<PrometheusExport> maker; // guarded by this

    /// From now on there is something to tell.
    synchronized void follow(
            Catalog catalog,
            CloudWatchApi api,
            Monitoring monitoring,
            FileLog log,
            Gateway gateway) {
        maker =
                () ->
                        new PrometheusExport(
                                catalog,
                                api.totals(),
                                new PrometheusExport.Sources() {
                                    @Override
                                    public void requests(PrometheusExport.RequestReader reader) {
                                        gateway.counts().read(reader::read);
                                    }

                                    @Override
                                    public Map<String, Long> alarms() {
                                        return api.alarmsByState();
                                    }

                                    @Override
                                    public Map<String, Long> gauges() {
                                        Map<String, Long> gauges =
                                                new HashMap<>(gauges(log.vitals()));
                                        gauges.put("log_writable", log.writable() ? 1L : 0L);
                                        gauges.putAll(monitoring.gauges());
                                        return gauges;
                                    }

                                    private static Map<String, Long> gauges(LogVitals vitals) {
                                        return Map.of(
                                                "journal_bytes", vitals.journalBytes(),
                                                "journal_uncovered_bytes", vitals.uncoveredBytes(),
                                                "journal_in_flight_bytes", vitals.inFlightBytes(),
                                                "cache_bytes", vitals.cacheBytes(),
                                                "segment_index_bytes", vitals.indexBytes(),
                                                "disk_free_bytes", vitals.freeBytes());
                                    }
                                });
    }

    private synchronized @Nullable PrometheusExport export() {
        Supplier<PrometheusExport> making = maker;
        if (export == null && making != null) export = making.get();
        return export;
    }

    Response answer() {
        PrometheusExport started = export();
        if (started == null)
            return Response.json(503, "{\"status\":\"unavailable\",\"reason\":\"starting\"}");
        byte[] text = started.text().getBytes(StandardCharsets.UTF_8);
        return new Response(200, List.of(TYPE), Blob.of(text));
    }

    @Override
    public synchronized void close() {
        maker = null;
        PrometheusExport started = export;
        if (started != null) started.close();
    }
}
