package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/// An error as the API answers it. Carries no stack: it is an answer, not a bug.
public final class ApiException extends Exception {
    private final String type;
    private final int status;

    /// @param type the error's name on the wire, e.g. `ResourceNotFoundException`
    /// @param status the HTTP status
    /// @param message the text a user sees, or null for an error without one
    public ApiException(String type, int status, @Nullable String message) {
        super(message, null, false, false);
        this.type = type;
        this.status = status;
    }

    public String type() {
        return type;
    }

    public int status() {
        return status;
    }
}
