package dev.millrace.stream;

import java.io.IOException;

/// The disk has no space left, or the user's quota is used up. Nothing is broken: once space
/// returns, writing can go on.
public final class DiskFullException extends IOException {
    public DiskFullException(String message) {
        super(message);
    }

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
