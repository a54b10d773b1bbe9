package dev.millrace.cloudwatch;

import java.util.Arrays;

/// How values are spread, to one percent of each: counts of values in buckets whose widths grow
/// with
/// the values. Immutable.
final class Spread {
    /// Values of which only sum and extremes are known.
    static final Spread UNKNOWN = new Spread(new int[0], new double[0]);

    /// More are joined, the lowest first: high percentiles are what people look at.
    static final int MOST_BUCKETS = 160;

    private static final double GROWTH = 1.02;
    private static final double LOG = Math.log(GROWTH);

    /// So that indexes of magnitudes are positive: those of values down to 2^-360.
    private static final int ZERO_MAGNITUDE = 12_700;

    private final int[] buckets; // ascending, and so are their values
    private final double[] counts;

    private Spread(int[] buckets, double[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    static Spread of(double value, double count) {
        return new Spread(new int[] {bucket(value)}, new double[] {count});
    }

    /// From what [#buckets] and [#counts] gave; none is [#UNKNOWN].
    static Spread of(int[] buckets, double[] counts) {
        if (buckets.length == 0) return UNKNOWN;
        return new Spread(buckets.clone(), counts.clone());
    }

    private static int bucket(double value) {
        if (value == 0) return 0;
        int magnitude = (int) Math.round(Math.log(Math.abs(value)) / LOG) + ZERO_MAGNITUDE;
        int index = Math.max(1, magnitude);
        return value > 0 ? index : -index;
    }

    private static double value(int bucket) {
        if (bucket == 0) return 0;
        double magnitude = Math.exp((Math.abs(bucket) - ZERO_MAGNITUDE) * LOG);
        return bucket > 0 ? magnitude : -magnitude;
    }

    boolean isUnknown() {
        return buckets.length == 0;
    }

    int size() {
        return buckets.length;
    }

    int bucketAt(int place) {
        return buckets[place];
    }

    double countAt(int place) {
        return counts[place];
    }

    Spread plus(Spread other) {
        if (isUnknown() || other.isUnknown()) return UNKNOWN;
        int[] joined = new int[buckets.length + other.buckets.length];
        double[] sums = new double[joined.length];
        int n = 0;
        for (int i = 0, j = 0; i < buckets.length || j < other.buckets.length; ) {
            boolean mine =
                    j == other.buckets.length
                            || (i < buckets.length && buckets[i] <= other.buckets[j]);
            int bucket = mine ? buckets[i] : other.buckets[j];
            double count = mine ? counts[i++] : other.counts[j++];
            if (n > 0 && joined[n - 1] == bucket) sums[n - 1] += count;
            else {
                joined[n] = bucket;
                sums[n++] = count;
            }
        }
        int from = Math.max(0, n - MOST_BUCKETS);
        for (int i = 0; i < from; i++) sums[from] += sums[i];
        return new Spread(Arrays.copyOfRange(joined, from, n), Arrays.copyOfRange(sums, from, n));
    }

    /// The value that this share of the values does not exceed.
    double at(double share) {
        double total = 0;
        for (double count : counts) total += count;
        double wanted = share * total;
        double seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) return value(buckets[i]);
        }
        return value(buckets[buckets.length - 1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread
                && Arrays.equals(buckets, spread.buckets)
                && Arrays.equals(counts, spread.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return isUnknown() ? "unknown" : buckets.length + " buckets";
    }
}
