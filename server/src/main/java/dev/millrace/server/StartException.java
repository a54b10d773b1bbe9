package dev.millrace.server;

/// A server could not start. The message says why, and what can be done, to whoever started it.
public final class StartException extends Exception {
    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
