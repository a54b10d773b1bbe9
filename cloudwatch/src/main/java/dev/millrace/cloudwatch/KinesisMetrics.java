package dev.millrace.cloudwatch;

import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Consumer;
import dev.millrace.stream.Flow;
import dev.millrace.stream.Ledger;
import dev.millrace.stream.Meters;
import dev.millrace.stream.Shard;
import dev.millrace.stream.ShardId;
import dev.millrace.stream.StorageException;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamName;
import dev.millrace.stream.Tallies;
import dev.millrace.stream.Tally;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Publishes what [Meters] counted as the metrics of `AWS/Kinesis`, a point a minute, of streams,
/// consumers, and shards of streams that ask for it: a duty cycle, for one thread, which also
/// drains
/// the shards' flows. A minute in which nothing happened has no points.
final class KinesisMetrics {
    private static final System.Logger LOG = System.getLogger(KinesisMetrics.class.getName());

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_MS = 60_000;

    /// Points that become durable together: a command holds up whoever writes records.
    private static final int MOST_ENTRIES = 500;

    private final Meters meters;
    private final Catalog catalog;
    private final Ledger ledger;
    private final Clock clock;
    private final TrafficTotals totals;

    private final Map<Integer, Tallies> streams = new HashMap<>();
    private final Map<Integer, Tallies> consumers = new HashMap<>();
    private final Map<ShardPlace, ShardTallies> shards = new HashMap<>();
    private long nextDrainNs;
    private long minute;

    private record ShardPlace(int stream, int shard) {}

    /// @param ledger that of [MetricStore]
    KinesisMetrics(
            Meters meters, Catalog catalog, Ledger ledger, Clock clock, TrafficTotals totals) {
        this.meters = meters;
        this.catalog = catalog;
        this.ledger = ledger;
        this.clock = clock;
        this.totals = totals;
        nextDrainNs = clock.nanos();
        minute = Math.floorDiv(clock.wallMs(), MINUTE_MS);
        meters.listen(this::add);
    }

    private void add(int stream, Shard shard, Flow flow) {
        Stream its = catalog.find(stream);
        if (its == null || its.settings().shardMetrics().isEmpty()) return;
        shards.merge(
                new ShardPlace(stream, shard.index()), ShardTallies.of(flow), ShardTallies::plus);
    }

    /// Drains calls each second, and publishes when a minute is over.
    ///
    /// @return how many points were published
    int doWork(long nowNs) throws InterruptedException {
        if (nowNs - nextDrainNs < 0) return 0;
        nextDrainNs = nowNs + SECOND_NS;
        meters.drainCalls(
                (stream, tallies) -> {
                    add(streams, stream, tallies);
                    totals.addToStream(stream, tallies);
                },
                stream -> catalog.find(stream) != null,
                (consumer, tallies) -> {
                    add(consumers, consumer, tallies);
                    totals.addToConsumer(consumer, tallies);
                },
                consumer -> catalog.consumers().find(consumer) != null);
        long now = Math.floorDiv(clock.wallMs(), MINUTE_MS);
        if (now == minute) return 0;
        long ended = minute;
        minute = now;
        totals.endMinute(catalog);
        return publish(ended * (MINUTE_MS / 1_000));
    }

    private static void add(Map<Integer, Tallies> sums, int number, Tallies tallies) {
        sums.merge(number, tallies, Tallies::plus);
    }

    private int publish(long second) throws InterruptedException {
        var entries = new ArrayList<PointBatch.Entry>();
        streams.forEach(
                (number, tallies) -> {
                    StreamName name = name(number);
                    if (name == null) return;
                    Map<String, String> dimensions = Map.of(KinesisMetric.STREAM, name.name());
                    for (KinesisMetric metric : KinesisMetric.OF_STREAMS)
                        add(entries, name, dimensions, metric, metric.of(tallies), second);
                });
        consumers.forEach(
                (number, tallies) -> {
                    Consumer consumer = catalog.consumers().find(number);
                    if (consumer == null) return;
                    StreamName name = name(consumer.stream());
                    if (name == null) return;
                    Map<String, String> dimensions =
                            Map.of(
                                    KinesisMetric.STREAM,
                                    name.name(),
                                    KinesisMetric.CONSUMER,
                                    consumer.name());
                    for (KinesisMetric metric : KinesisMetric.OF_CONSUMERS)
                        add(entries, name, dimensions, metric, metric.of(tallies), second);
                });
        shards.forEach((place, tallies) -> addShard(entries, place, tallies, second));
        streams.clear();
        consumers.clear();
        shards.clear();
        submit(entries);
        return entries.size();
    }

    private void addShard(
            List<PointBatch.Entry> entries, ShardPlace place, ShardTallies tallies, long second) {
        Stream stream = catalog.find(place.stream());
        if (stream == null) return;
        Map<String, String> dimensions =
                Map.of(
                        KinesisMetric.STREAM,
                        stream.name().name(),
                        KinesisMetric.SHARD,
                        ShardId.of(place.shard()));
        stream.settings()
                .shardMetrics()
                .forEach(
                        metric ->
                                add(
                                        entries,
                                        stream.name(),
                                        dimensions,
                                        KinesisMetric.ofShard(metric),
                                        tallies.of(metric),
                                        second));
    }

    private @Nullable StreamName name(int stream) {
        Stream present = catalog.find(stream);
        return present == null ? catalog.findDeleted(stream) : present.name();
    }

    private static void add(
            List<PointBatch.Entry> entries,
            StreamName stream,
            Map<String, String> dimensions,
            KinesisMetric metric,
            Tally tally,
            long second) {
        if (tally.count() == 0) return;
        double scale = metric.scale();
        var key =
                new MetricKey(
                        stream.account(),
                        stream.region(),
                        KinesisMetric.NAMESPACE,
                        metric.name(),
                        dimensions);
        entries.add(
                new PointBatch.Entry(
                        new SeriesKey(key, metric.unit()),
                        second,
                        Sample.ofSet(
                                (double) tally.count(),
                                tally.sum() * scale,
                                tally.min() * scale,
                                tally.max() * scale),
                        Tier.MINUTE.seconds));
    }

    private void submit(List<PointBatch.Entry> entries) throws InterruptedException {
        long nowSecond = Math.floorDiv(clock.wallMs(), 1_000);
        try {
            for (int from = 0; from < entries.size(); from += MOST_ENTRIES) {
                int to = Math.min(entries.size(), from + MOST_ENTRIES);
                var batch = new PointBatch(nowSecond, entries.subList(from, to));
                ledger.submit(batch.encode(), List.of());
            }
        } catch (StorageException e) {
            LOG.log(Level.WARNING, "the metrics of the last minute were not kept", e);
        }
    }
}
