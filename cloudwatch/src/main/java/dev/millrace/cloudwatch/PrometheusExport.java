package dev.millrace.cloudwatch;

import dev.millrace.stream.Catalog;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.Measure;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.Tally;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What Prometheus is told: streams and consumers, requests, alarms, the engine, the JVM.
/// Nothing is
/// kept for it but what [TrafficTotals] counts; the rest is looked up when it asks. Any thread.
public final class PrometheusExport implements AutoCloseable {
    private static final double NANOS = 1e-9;

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Catalog catalog;
    private final TrafficTotals totals;
    private final Sources sources;

    /// What is asked for when Prometheus asks.
    public interface Sources {
        /// Requests answered since the start.
        void requests(RequestReader reader);

        /// How many alarms are in each state.
        Map<String, Long> alarms();

        /// Further gauges: values by names that end in their units.
        Map<String, Long> gauges();
    }

    /// Takes one count of requests.
    @FunctionalInterface
    public interface RequestReader {
        void read(String operation, String outcome, long count);
    }

    public PrometheusExport(Catalog catalog, TrafficTotals totals, Sources sources) {
        this.catalog = catalog;
        this.totals = totals;
        this.sources = sources;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        registry.getPrometheusRegistry().register((MultiCollector) this::snapshots);
    }

    /// All of it, in the text format that Prometheus reads by default.
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private MetricSnapshots snapshots() {
        var all = MetricSnapshots.builder();
        streams(all);
        consumers(all);
        var requests =
                CounterSnapshot.builder()
                        .name("millrace_requests")
                        .help("Requests answered, by operation and outcome.");
        sources.requests(
                (operation, outcome, count) ->
                        requests.dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder()
                                        .labels(
                                                Labels.of(
                                                        "operation", operation, "outcome", outcome))
                                        .value((double) count)
                                        .build()));
        all.metricSnapshot(requests.build());
        var alarms = GaugeSnapshot.builder().name("millrace_alarms").help("Alarms in each state.");
        sources.alarms()
                .forEach(
                        (state, count) ->
                                alarms.dataPoint(gauge(Labels.of("state", state), count)));
        all.metricSnapshot(alarms.build());
        new TreeMap<>(sources.gauges())
                .forEach(
                        (name, value) ->
                                all.metricSnapshot(
                                        GaugeSnapshot.builder()
                                                .name("millrace_" + name)
                                                .help(name.replace('_', ' '))
                                                .dataPoint(gauge(Labels.EMPTY, value))
                                                .build()));
        return all.build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot gauge(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private void streams(MetricSnapshots.Builder all) {
        streamCounter(
                all,
                "millrace_stream_incoming_bytes",
                "Bytes of data and partition keys stored.",
                (stream, its) ->
                        its.of(Measure.PUT_RECORD_BYTES).sum()
                                + its.of(Measure.PUT_RECORDS_BYTES).sum());
        streamCounter(
                all,
                "millrace_stream_incoming_records",
                "Records stored.",
                (stream, its) ->
                        its.of(Measure.PUT_RECORD_SUCCESS).sum()
                                + its.of(Measure.PUT_RECORDS_STORED).sum());
        streamCounter(
                all,
                "millrace_stream_throttled_records",
                "Records refused because a limit was used up.",
                (stream, its) ->
                        its.of(Measure.PUT_RECORD_THROTTLED).sum()
                                + its.of(Measure.PUT_RECORDS_THROTTLED).sum());
        streamCounter(
                all,
                "millrace_stream_failed_records",
                "Records that the storage did not take.",
                (stream, its) -> its.of(Measure.PUT_RECORDS_FAILED).sum());
        streamCounter(
                all,
                "millrace_stream_outgoing_bytes",
                "Bytes of data and partition keys returned by GetRecords.",
                (stream, its) -> its.of(Measure.GET_RECORDS_BYTES).sum());
        streamCounter(
                all,
                "millrace_stream_outgoing_records",
                "Records returned by GetRecords.",
                (stream, its) -> its.of(Measure.GET_RECORDS_RECORDS).sum());
        streamCounter(
                all,
                "millrace_stream_throttled_reads",
                "Calls of GetRecords refused because a limit was used up.",
                (stream, its) -> its.of(Measure.GET_RECORDS_THROTTLED).sum());
        streamGauge(
                all,
                "millrace_stream_iterator_age_seconds",
                "How far the reader furthest behind was, in this minute and the last.",
                stream ->
                        totals.lately(stream.number(), Measure.GET_RECORDS_AGE_MS).max() / 1_000.0);
        streamGauge(
                all,
                "millrace_stream_open_shards",
                "Shards that take records.",
                stream -> (double) stream.openShards());
        latencies(all);
    }

    private interface OfStream {
        long of(Stream stream, Its its);
    }

    /// What one stream's calls came to.
    private record Its(TrafficTotals totals, Stream stream) {
        Tally of(Measure measure) {
            return totals.ofStream(stream.number(), measure);
        }
    }

    private static Labels labels(StreamName name) {
        return Labels.of("account", name.account(), "region", name.region(), "stream", name.name());
    }

    private void streamCounter(
            MetricSnapshots.Builder all, String name, String help, OfStream value) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        for (Stream stream : catalog.streams())
            counter.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(labels(stream.name()))
                            .value((double) value.of(stream, new Its(totals, stream)))
                            .build());
        all.metricSnapshot(counter.build());
    }

    private void streamGauge(
            MetricSnapshots.Builder all, String name, String help, Function<Stream, Double> value) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        for (Stream stream : catalog.streams())
            gauge.dataPoint(gauge(labels(stream.name()), value.apply(stream)));
        all.metricSnapshot(gauge.build());
    }

    private void latencies(MetricSnapshots.Builder all) {
        var latency =
                SummarySnapshot.builder()
                        .name("millrace_stream_latency_seconds")
                        .help("How long calls took, by operation.");
        for (Stream stream : catalog.streams()) {
            var its = new Its(totals, stream);
            Map<String, Tally> byOperation =
                    Map.of(
                            "PutRecord", its.of(Measure.PUT_RECORD_LATENCY),
                            "PutRecords", its.of(Measure.PUT_RECORDS_LATENCY),
                            "GetRecords", its.of(Measure.GET_RECORDS_LATENCY));
            byOperation.forEach(
                    (operation, tally) ->
                            latency.dataPoint(
                                    SummarySnapshot.SummaryDataPointSnapshot.builder()
                                            .labels(
                                                    labels(stream.name())
                                                            .add("operation", operation))
                                            .count(tally.count())
                                            .sum(tally.sum() * NANOS)
                                            .build()));
        }
        all.metricSnapshot(latency.build());
    }

    private void consumers(MetricSnapshots.Builder all) {
        consumerCounter(
                all,
                "millrace_consumer_outgoing_bytes",
                "Bytes of data and partition keys pushed to a consumer.",
                consumer -> totals.ofConsumer(consumer, Measure.EVENT_BYTES).sum());
        consumerCounter(
                all,
                "millrace_consumer_outgoing_records",
                "Records pushed to a consumer.",
                consumer -> totals.ofConsumer(consumer, Measure.EVENT_RECORDS).sum());
        var behind =
                GaugeSnapshot.builder()
                        .name("millrace_consumer_behind_seconds")
                        .help(
                                "How far a consumer was behind at most, in this minute and the"
                                        + " last.");
        each(
                (stream, consumer) ->
                        behind.dataPoint(
                                gauge(
                                        labels(stream.name()).add("consumer", consumer.name()),
                                        totals.lately(consumer, Measure.EVENT_BEHIND_MS).max()
                                                / 1_000.0)));
        all.metricSnapshot(behind.build());
    }

    private void consumerCounter(
            MetricSnapshots.Builder all, String name, String help, ToLongFunction<Consumer> value) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        each(
                (stream, consumer) ->
                        counter.dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder()
                                        .labels(
                                                labels(stream.name())
                                                        .add("consumer", consumer.name()))
                                        .value((double) value.applyAsLong(consumer))
                                        .build()));
        all.metricSnapshot(counter.build());
    }

    private interface EachConsumer {
        void visit(Stream stream, Consumer consumer);
    }

    private void each(EachConsumer visitor) {
        for (Stream stream : catalog.streams())
            for (Consumer consumer :
                    catalog.consumers().list(stream.number(), "", Integer.MAX_VALUE))
                visitor.visit(stream, consumer);
    }
}
