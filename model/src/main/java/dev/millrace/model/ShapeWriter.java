package dev.millrace.model;

/// Writes one document, JSON or CBOR, from shapes.
public abstract class ShapeWriter {
    /// The bytes written so far; a copy.
    public abstract byte[] toByteArray();
}
