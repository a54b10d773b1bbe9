package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/// Reads one document, JSON or CBOR, into shapes.
public abstract class ShapeReader {
    /// The first conversion fault of the document, in the service's words, or null if there was
    /// none.
    public abstract @Nullable String fault();

    /// Reads over one value of any kind, checking only that it is well formed.
    ///
    /// @throws MalformedException if it is not
    public abstract void skipValue();

    /// Checks that nothing follows the document.
    ///
    /// @throws MalformedException if something does
    public abstract void end();
}
