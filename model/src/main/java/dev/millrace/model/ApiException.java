package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/// An error as the API answers it. Carries no stack: it is an answer, not a bug.
public final class ApiException extends Exception {
    private final String type;
    private final int status;
    private final @Nullable ErrorMembers members;

    /// @param type the error's name on the wire, e.g. `ResourceNotFoundException`
    /// @param status the HTTP status
    /// @param message the text a user sees, or null for an error without one
    public ApiException(String type, int status, @Nullable String message) {
        this(type, status, message, null);
    }

    /// An error that says more than its message.
    public ApiException(
            String type, int status, @Nullable String message, @Nullable ErrorMembers members) {
        super(message, null, false, false);
        this.type = type;
        this.status = status;
        this.members = members;
    }

    public String type() {
        return type;
    }

    public int status() {
        return status;
    }

    /// The error's members beside its message, or null if it has none.
    public @Nullable ErrorMembers members() {
        return members;
    }

    /// Writes members into the structure that has been begun.
    @FunctionalInterface
    public interface ErrorMembers {
        void write(ShapeWriter out);
    }
}
