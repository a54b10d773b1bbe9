package dev.millrace.model;

/// How to read and check one shape; generated, one constant a shape.
public interface ShapeType<T extends Shape> {
    /// Reads one value of this shape. A value of the wrong type is noted in the reader (see
    /// [ShapeReader#fault]) and read as absent, so that malformed bytes further on are still found.
    ///
    /// @throws MalformedException if the bytes are not well formed
    T read(ShapeReader in);

    /// Adds every constraint of the model that `value` breaks.
    void validate(T value, Violations violations);
}
