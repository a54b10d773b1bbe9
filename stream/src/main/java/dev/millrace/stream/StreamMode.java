package dev.millrace.stream;

/// How a stream's capacity is chosen. Codes are persisted: never reuse one.
public enum StreamMode {
    PROVISIONED(0),
    ON_DEMAND(1);

    final byte code;

    StreamMode(int code) {
        this.code = (byte) code;
    }

    static StreamMode of(byte code) {
        for (StreamMode mode : values()) if (mode.code == code) return mode;
        throw new IllegalArgumentException("mode " + code);
    }
}
