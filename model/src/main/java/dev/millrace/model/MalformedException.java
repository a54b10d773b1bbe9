package dev.millrace.model;

/// The bytes of a request are not well-formed JSON or CBOR, or break a limit on depth or size.
public final class MalformedException extends RuntimeException {
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
