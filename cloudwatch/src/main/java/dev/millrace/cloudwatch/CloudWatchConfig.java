package dev.millrace.cloudwatch;

/// How much of metrics is kept.
///
/// @param metricBytes memory that metrics and their points take, more or less; when it is full,
/// every
///     tier of retention loses its oldest points
/// @param metrics how many there may be, each unit by itself; one more, and those go that have
///     been
///     without a point for longest
public record CloudWatchConfig(long metricBytes, int metrics) {
    public static final CloudWatchConfig DEFAULT = new CloudWatchConfig(16 << 20, 10_000);

    public CloudWatchConfig {
        if (metricBytes < 1 << 16)
            throw new IllegalArgumentException(
                    "metric-bytes must be at least 65536: " + metricBytes);
        if (metrics < 100)
            throw new IllegalArgumentException("metrics must be at least 100: " + metrics);
    }
}
