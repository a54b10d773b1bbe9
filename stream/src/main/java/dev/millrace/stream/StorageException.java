package dev.millrace.stream;

/// The storage engine could not do it: the disk failed, is full, or the engine is closed.
public final class StorageException extends Exception {
    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
