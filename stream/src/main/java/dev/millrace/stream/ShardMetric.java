package dev.millrace.stream;

/// A metric that can be had for each shard beside those of the whole stream.
///
/// Source: Kinesis API reference, `EnableEnhancedMonitoring`. The constants carry the API's names,
/// in the order of the reference.
@SuppressWarnings("MemberName") // the API's names, so that name() is one
public enum ShardMetric {
    IncomingBytes(1),
    IncomingRecords(2),
    OutgoingBytes(4),
    OutgoingRecords(8),
    WriteProvisionedThroughputExceeded(16),
    ReadProvisionedThroughputExceeded(32),
    IteratorAgeMilliseconds(64);

    /// In commands and snapshots: one bit of a byte. Never reuse one.
    final int bit;

    ShardMetric(int bit) {
        this.bit = bit;
    }
}
