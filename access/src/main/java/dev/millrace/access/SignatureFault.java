package dev.millrace.access;

/// Why the service refuses a request for its signature, before it looks at any key.
public enum SignatureFault {
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException"),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException"),
    INVALID_SIGNATURE("InvalidSignatureException");

    private final String errorType;

    SignatureFault(String errorType) {
        this.errorType = errorType;
    }

    /// The error's name on the wire.
    public String errorType() {
        return errorType;
    }
}
