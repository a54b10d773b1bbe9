package dev.millrace.cloudwatch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// The points of one metric in one unit, in all tiers. For one thread at a time.
final class Series {
    private static final int OVERHEAD = 512;

    private final SeriesKey key;
    private final Map<Tier, TierPoints> tiers = new EnumMap<>(Tier.class);

    Series(SeriesKey key) {
        this.key = key;
    }

    SeriesKey key() {
        return key;
    }

    /// Gives out the points of a tier in some time; see [TierPoints#read].
    void read(Tier tier, long from, long to, Consumer<Point> reader) {
        TierPoints points = tiers.get(tier);
        if (points != null) points.read(from, to, reader);
    }

    /// Adds to every tier that is not finer than the resolution and still keeps that time.
    void add(long second, Sample sample, int resolutionSeconds, long nowSecond) {
        for (Tier tier : Tier.values())
            if (tier.seconds >= resolutionSeconds && second > nowSecond - tier.keptSeconds)
                tiers.computeIfAbsent(tier, TierPoints::new).add(second, sample);
    }

    /// Forgets what is too old.
    ///
    /// @param share of each tier's time for which points are kept, 0 to 1
    void forget(long nowSecond, double share) {
        for (TierPoints points : tiers.values())
            points.forgetBefore(nowSecond - (long) (points.tier().keptSeconds * share));
        tiers.values().removeIf(TierPoints::isEmpty);
    }

    boolean isEmpty() {
        return tiers.isEmpty();
    }

    /// The beginning of the newest point, in the finest tier that has one.
    long last() {
        long last = Long.MIN_VALUE;
        for (TierPoints points : tiers.values()) last = Math.max(last, points.last());
        return last;
    }

    /// About how much memory it takes.
    long size() {
        long size = OVERHEAD;
        for (TierPoints points : tiers.values()) size += points.size();
        return size;
    }

    void write(DataOutputStream out) throws IOException {
        Bytes.writeLong(out, tiers.size());
        for (TierPoints points : tiers.values()) {
            Bytes.writeLong(out, points.tier().seconds);
            points.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int rest = Bytes.readCount(in); rest > 0; rest--) {
            int seconds = Bytes.readInt(in);
            Tier tier = null;
            for (Tier known : Tier.values()) if (known.seconds == seconds) tier = known;
            if (tier == null) throw new IOException("a tier of " + seconds + " s");
            if (tiers.put(tier, TierPoints.read(tier, in)) != null)
                throw new IOException("a tier twice");
        }
    }
}
