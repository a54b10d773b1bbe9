package dev.millrace.cloudwatch;

import dev.millrace.stream.StateMachine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// All metrics and their points: what the ledger of this name has built up. Any thread.
///
/// Bounded: when the points take more memory than they may, every tier forgets what is older
/// than a
/// share of its time, and that share shrinks until enough is gone; so all series lose their
/// oldest
/// points alike. When there are more series than there may be, those go that have been without a
/// point for longest.
public final class MetricStore implements StateMachine {
    /// The name of the ledger that keeps the points.
    public static final String LEDGER = "metrics";

    private static final int VERSION = 1;
    private static final long SWEEP_SECONDS = 600;

    /// What is left when something had to go, so that it need not go every time.
    private static final double ENOUGH = 0.95;

    private static final double SHRINKING = 0.9;
    private static final double LEAST_SHARE = 0.01;

    private final long mostBytes;
    private final int mostSeries;
    private final Map<SeriesKey, Series> series = new LinkedHashMap<>(); // guarded by this
    private final Map<MetricKey, List<Series>> byMetric = new LinkedHashMap<>(); // guarded by this
    private long bytes; // guarded by this
    private long nextSweepSecond = Long.MIN_VALUE; // guarded by this

    /// @param mostBytes memory that points and metrics may take, more or less
    /// @param mostSeries metrics, each unit by itself
    public MetricStore(long mostBytes, int mostSeries) {
        this.mostBytes = mostBytes;
        this.mostSeries = mostSeries;
    }

    @Override
    public synchronized void apply(byte[] command) {
        PointBatch batch = PointBatch.decode(command);
        long now = batch.nowSecond();
        for (PointBatch.Entry entry : batch.entries()) {
            Series one = series.computeIfAbsent(entry.series(), this::begin);
            long before = one.size();
            one.add(entry.second(), entry.sample(), entry.resolutionSeconds(), now);
            bytes += one.size() - before;
        }
        if (now >= nextSweepSecond) {
            nextSweepSecond = now + SWEEP_SECONDS;
            forget(now, 1);
        }
        for (double share = SHRINKING; bytes > mostBytes; share *= SHRINKING) {
            if (share < LEAST_SHARE) {
                forgetIdlest(series.size() / 10 + 1);
                continue;
            }
            forget(now, share);
            if (bytes < mostBytes * ENOUGH) break;
        }
        if (series.size() > mostSeries) forgetIdlest(series.size() - (int) (mostSeries * ENOUGH));
    }

    private Series begin(SeriesKey key) {
        var one = new Series(key);
        byMetric.computeIfAbsent(key.metric(), _ -> new ArrayList<>(1)).add(one);
        bytes += one.size();
        return one;
    }

    private void forget(long nowSecond, double share) {
        for (Series one : List.copyOf(series.values())) {
            long before = one.size();
            one.forget(nowSecond, share);
            bytes += one.size() - before;
            if (one.isEmpty()) remove(one);
        }
    }

    private void forgetIdlest(int count) {
        series.values().stream()
                .sorted(Comparator.comparingLong(Series::last))
                .limit(count)
                .toList()
                .forEach(this::remove);
    }

    private void remove(Series one) {
        series.remove(one.key());
        bytes -= one.size();
        List<Series> units = byMetric.get(one.key().metric());
        if (units == null) return;
        units.remove(one);
        if (units.isEmpty()) byMetric.remove(one.key().metric());
    }

    /// Memory that is taken, more or less.
    public synchronized long bytes() {
        return bytes;
    }

    /// How many series there are.
    public synchronized int count() {
        return series.size();
    }

    /// The units in which a metric has points, the one heard of last first.
    synchronized List<String> units(MetricKey metric) {
        return byMetric.getOrDefault(metric, List.of()).stream()
                .sorted(Comparator.comparingLong(Series::last).reversed())
                .map(one -> one.key().unit())
                .toList();
    }

    /// Gives out a tier's points of a series in some time, ascending.
    ///
    /// @param from second, inclusive
    /// @param to second, exclusive
    synchronized void read(SeriesKey key, Tier tier, long from, long to, Consumer<Point> reader) {
        Series one = series.get(key);
        if (one != null) one.read(tier, from, to, reader);
    }

    /// The metrics that have had a point since, in the order in which they were first heard of.
    synchronized List<MetricKey> metrics(long sinceSecond, Predicate<MetricKey> wanted) {
        var found = new ArrayList<MetricKey>();
        for (Map.Entry<MetricKey, List<Series>> metric : byMetric.entrySet())
            if (wanted.test(metric.getKey())
                    && metric.getValue().stream().anyMatch(one -> one.last() >= sinceSecond))
                found.add(metric.getKey());
        return found;
    }

    @Override
    public synchronized byte[] snapshot() {
        Map<String, Integer> texts = new LinkedHashMap<>();
        byte[] body =
                Bytes.written(
                        out -> {
                            Bytes.writeLong(out, series.size());
                            for (Series one : series.values()) {
                                PointBatch.writeKey(out, one.key(), texts);
                                one.write(out);
                            }
                        });
        return Bytes.written(
                out -> {
                    out.writeByte(VERSION);
                    PointBatch.writeTexts(out, texts);
                    out.write(body);
                });
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        if (!series.isEmpty()) throw new IllegalStateException("restored after a command");
        Bytes.read(
                snapshot,
                snapshot.length,
                "metrics",
                in -> {
                    int version = in.readUnsignedByte();
                    if (version != VERSION) throw new IOException("metrics version " + version);
                    List<String> texts = PointBatch.readTexts(in);
                    for (int rest = Bytes.readCount(in); rest > 0; rest--) {
                        SeriesKey key = PointBatch.readKey(in, texts);
                        if (series.containsKey(key)) throw new IOException("a series twice");
                        Series one = begin(key);
                        bytes -= one.size();
                        one.read(in);
                        bytes += one.size();
                        series.put(key, one);
                    }
                });
    }
}
