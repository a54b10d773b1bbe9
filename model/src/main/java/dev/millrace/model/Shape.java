package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/// A structure of a published model: an immutable record whose members are null when absent.
public interface Shape {
    /// Writes this structure, absent members left out.
    void write(ShapeWriter out);

    /// About how many bytes this structure takes when written. A guess, on the large side, for a
    /// writer to begin with: growing costs more than writing.
    long roughSize();

    /// The value of a member that is a text, for what concerns every operation alike.
    ///
    /// @param member its name in the model, e.g. `StreamName`
    /// @return null if it is absent, or no text, or there is no such member
    default @Nullable String text(String member) {
        return null;
    }
}
