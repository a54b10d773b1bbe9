package dev.millrace.cloudwatch;

import dev.millrace.stream.Flow;
import dev.millrace.stream.ShardMetric;
import dev.millrace.stream.Tally;

/// What went through one shard: a sample for each second in which anything did.
record ShardTallies(
        Tally recordsIn,
        Tally bytesIn,
        Tally throttledRecords,
        Tally recordsOut,
        Tally bytesOut,
        Tally throttledReads,
        Tally ages) {

    static ShardTallies of(Flow flow) {
        return new ShardTallies(
                one(flow.recordsIn()),
                one(flow.bytesIn()),
                one(flow.throttledRecords()),
                one(flow.recordsOut()),
                one(flow.bytesOut()),
                one(flow.throttledReads()),
                flow.ages());
    }

    private static Tally one(long value) {
        return new Tally(1, value, value, value);
    }

    ShardTallies plus(ShardTallies other) {
        return new ShardTallies(
                recordsIn.plus(other.recordsIn),
                bytesIn.plus(other.bytesIn),
                throttledRecords.plus(other.throttledRecords),
                recordsOut.plus(other.recordsOut),
                bytesOut.plus(other.bytesOut),
                throttledReads.plus(other.throttledReads),
                ages.plus(other.ages));
    }

    Tally of(ShardMetric metric) {
        return switch (metric) {
            case IncomingBytes -> bytesIn;
            case IncomingRecords -> recordsIn;
            case OutgoingBytes -> bytesOut;
            case OutgoingRecords -> recordsOut;
            case WriteProvisionedThroughputExceeded -> throttledRecords;
            case ReadProvisionedThroughputExceeded -> throttledReads;
            case IteratorAgeMilliseconds -> ages;
        };
    }
}
