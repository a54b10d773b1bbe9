package dev.millrace.cloudwatch;

/// What is known of the values of a metric in some time.
///
/// @param count how many values, more than 0
/// @param spread how they are spread, for percentiles
record Sample(double count, double sum, double min, double max, Spread spread) {
    static Sample of(double value) {
        return of(value, 1);
    }

    /// The same value several times.
    static Sample of(double value, double count) {
        return new Sample(count, value * count, value, value, Spread.of(value, count));
    }

    /// Values of which no more is known.
    static Sample ofSet(double count, double sum, double min, double max) {
        return new Sample(
                count, sum, min, max, min == max ? Spread.of(min, count) : Spread.UNKNOWN);
    }

    Sample plus(Sample other) {
        return new Sample(
                count + other.count,
                sum + other.sum,
                Math.min(min, other.min),
                Math.max(max, other.max),
                spread.plus(other.spread));
    }

    double average() {
        return sum / count;
    }

    /// The value that this share of the values does not exceed, or NaN if that is not known.
    ///
    /// @param share 0 to 1
    double percentile(double share) {
        return spread.isUnknown() ? Double.NaN : Math.clamp(spread.at(share), min, max);
    }
}
