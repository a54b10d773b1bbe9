package dev.millrace.dynamodb;

/// Capacity units a second that a table or an index was provisioned with. They are shown, not
/// enforced.
record Throughput(long read, long write) {
    static final Throughput NONE = new Throughput(0, 0);
}
