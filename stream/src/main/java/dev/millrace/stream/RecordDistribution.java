package dev.millrace.stream;

/// Who says to which shard a record goes.
public enum RecordDistribution {
    /// Its partition key or its explicit hash key.
    USER_PARTITION_KEY(1),
    /// The service, evenly; partition keys mean nothing. Only in on-demand streams.
    AUTO(2);

    /// In commands and snapshots. Never reuse one.
    final int code;

    RecordDistribution(int code) {
        this.code = code;
    }

    static RecordDistribution of(int code) {
        for (RecordDistribution each : values()) if (each.code == code) return each;
        throw new IllegalArgumentException("record distribution " + code);
    }
}
