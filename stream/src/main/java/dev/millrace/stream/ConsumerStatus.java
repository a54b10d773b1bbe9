package dev.millrace.stream;

/// A consumer's state, as its description shows it.
public enum ConsumerStatus {
    /// It cannot subscribe yet.
    CREATING(1),
    ACTIVE(2),
    /// It cannot subscribe any more; its name is taken until it is gone.
    DELETING(3);

    /// Stands for it in the catalog's bytes. Never reuse one.
    final int code;

    ConsumerStatus(int code) {
        this.code = code;
    }

    static ConsumerStatus of(int code) {
        for (ConsumerStatus status : values()) if (status.code == code) return status;
        throw new IllegalArgumentException("consumer status " + code);
    }
}
