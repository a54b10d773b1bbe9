package dev.millrace.model;

import org.jspecify.annotations.Nullable;

/// How to read and check one shape; generated, one constant a shape.
public interface ShapeType<T extends Shape> {
    /// Reads a document of this shape. A value of the wrong type is noted in the reader (see
    /// [ShapeReader#fault]) and read as absent, so that malformed bytes further on are still found.
    ///
    /// @throws MalformedException if the bytes are not well formed
    default T read(ShapeReader in) {
        T value = readNullable(in);
        return value == null ? empty() : value;
    }

    /// Reads one value of this shape inside a document.
    ///
    /// @return null if the value is null or of the wrong type
    /// @throws MalformedException if the bytes are not well formed
    @Nullable T readNullable(ShapeReader in);

    /// The shape with every member absent.
    T empty();

    /// Adds every constraint of the model that `value` breaks.
    void validate(T value, Violations violations);
}
