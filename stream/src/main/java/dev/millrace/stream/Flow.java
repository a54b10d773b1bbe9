package dev.millrace.stream;

/// What went through a shard, or a stream, in some time.
///
/// @param recordsIn records admitted; one that found its shard closed counts at its child too
/// @param bytesIn their data and partition keys
/// @param throttledRecords records refused because a limit was used up
/// @param recordsOut records returned to readers
/// @param bytesOut their data and partition keys
/// @param throttledReads calls of GetRecords refused because a limit was used up
/// @param ages how far callers of GetRecords were behind, in milliseconds
public record Flow(
        long recordsIn,
        long bytesIn,
        long throttledRecords,
        long recordsOut,
        long bytesOut,
        long throttledReads,
        Tally ages) {
    static final Flow NONE = new Flow(0, 0, 0, 0, 0, 0);

    /// One in which nobody called GetRecords.
    public Flow(
            long recordsIn,
            long bytesIn,
            long throttledRecords,
            long recordsOut,
            long bytesOut,
            long throttledReads) {
        this(
                recordsIn,
                bytesIn,
                throttledRecords,
                recordsOut,
                bytesOut,
                throttledReads,
                Tally.NONE);
    }

    Flow plus(Flow other) {
        return new Flow(
                recordsIn + other.recordsIn,
                bytesIn + other.bytesIn,
                throttledRecords + other.throttledRecords,
                recordsOut + other.recordsOut,
                bytesOut + other.bytesOut,
                throttledReads + other.throttledReads,
                ages.plus(other.ages));
    }
}
