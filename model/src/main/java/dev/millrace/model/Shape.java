package dev.millrace.model;

/// A structure of a published model: an immutable record whose members are null when absent.
public interface Shape {
    /// Writes this structure, absent members left out.
    void write(ShapeWriter out);

    /// About how many bytes this structure takes when written. A guess, on the large side, for a
    /// writer to begin with: growing costs more than writing.
    long roughSize();
}
