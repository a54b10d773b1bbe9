package dev.millrace.model;

/// A structure of a published model: an immutable record whose members are null when absent.
public interface Shape {
    /// Writes this structure, absent members left out.
    void write(ShapeWriter out);
}
