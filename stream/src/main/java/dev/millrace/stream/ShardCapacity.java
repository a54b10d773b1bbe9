package dev.millrace.stream;

/// What one shard takes, for those who plan with shards.
///
/// @param bytes of data and partition keys a second
/// @param records a second
public record ShardCapacity(long bytes, long records) {
    /// As the limits say; the service's where there are none, or nothing would ever be scaled.
    public static ShardCapacity of(Limits limits) {
        return new ShardCapacity(
                or(limits.bytesPerSecond(), Limits.AWS.bytesPerSecond()),
                or(limits.recordsPerSecond(), Limits.AWS.recordsPerSecond()));
    }

    private static long or(long limit, long otherwise) {
        return limit == Limits.UNLIMITED ? otherwise : limit;
    }

    /// How many shards take `percent` hundredths of a throughput, rounded up; at least 1.
    int shardsFor(Throughput throughput, long percent) {
        double shards = shareOf(throughput) * percent / 100;
        return Math.clamp((long) Math.ceil(shards), 1, Integer.MAX_VALUE);
    }

    /// How much of one shard a throughput takes; 1 is all of it.
    double shareOf(Throughput throughput) {
        return Math.max(throughput.bytes() / 60.0 / bytes, throughput.records() / 60.0 / records);
    }
}
