package dev.millrace.model;

/// The unit of points in time in CBOR: protocols differ, against RFC 8949 and by it.
public enum CborTime {
    /// Of `application/x-amz-cbor-1.1`.
    MILLISECONDS,
    /// Of smithy's rpc-v2-cbor; fractions as floats.
    SECONDS
}
