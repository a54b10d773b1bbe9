package dev.millrace.stream;

/// How often something was measured, and what.
///
/// @param count 0 if it was not
/// @param min of no meaning if it was not, as `max`
public record Tally(long count, long sum, long min, long max) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public Tally plus(Tally other) {
        if (count == 0) return other;
        if (other.count == 0) return this;
        return new Tally(
                count + other.count,
                sum + other.sum,
                Math.min(min, other.min),
                Math.max(max, other.max));
    }
}
