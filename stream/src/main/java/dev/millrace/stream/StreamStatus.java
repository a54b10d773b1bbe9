package dev.millrace.stream;

/// The states of a stream. Codes are persisted: never reuse one.
public enum StreamStatus {
    CREATING(0),
    ACTIVE(1),
    UPDATING(2),
    DELETING(3);

    final byte code;

    StreamStatus(int code) {
        this.code = (byte) code;
    }

    static StreamStatus of(byte code) {
        for (StreamStatus status : values()) if (status.code == code) return status;
        throw new IllegalArgumentException("status " + code);
    }
}
