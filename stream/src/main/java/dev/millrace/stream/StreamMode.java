package dev.millrace.stream;

/// Who decides on the number of shards.
public enum StreamMode {
    /// The stream's owner.
    PROVISIONED(1),
    /// The service, following the traffic.
    ON_DEMAND(2);

    /// In commands and snapshots. Never reuse one.
    final int code;

    StreamMode(int code) {
        this.code = code;
    }

    static StreamMode of(int code) {
        for (StreamMode mode : values()) if (mode.code == code) return mode;
        throw new IllegalArgumentException("stream mode " + code);
    }
}
