package dev.millrace.stream;

/// How many consumers there may be. [Limits#UNLIMITED] in a field lifts that limit.
///
/// Source: Kinesis Data Streams developer guide, "Quotas and limits".
///
/// @param perStream consumers of a stream
/// @param perCommittedStream consumers of a stream of an account with a commitment to a minimum
///     throughput
/// @param creating consumers in the state CREATING at once per account and region
/// @param perStore consumers of all streams together, so that nobody uses up the memory
public record ConsumerLimits(
        long perStream, long perCommittedStream, long creating, long perStore) {
    public ConsumerLimits {
        if (perStream < 1 || perCommittedStream < 1 || creating < 1 || perStore < 1)
            throw new IllegalArgumentException("a limit is at least 1");
    }
}
