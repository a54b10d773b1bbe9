package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.MalformedException;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeType;

/// How an API's requests and answers are put into bytes. Any thread.
public sealed interface Protocol permits DocumentProtocol {
    /// The media type, without parameters.
    String contentType();

    /// Whether answers carry the CRC-32 of their body in the header `x-amz-crc32`.
    default boolean checksummed() {
        return false;
    }

    /// Reads a request's input.
    ///
    /// @throws MalformedException if the body is not well formed
    <T extends Shape> Decoded<T> decode(ShapeType<T> type, Blob body);

    /// Whether what is decoded shares no bytes with the body.
    boolean copies();

    /// Checks that a body is well formed, whatever it means.
    ///
    /// @throws MalformedException if it is not
    void check(Blob body);

    /// The body of a good answer.
    Blob encode(Shape output);

    /// The body of an error.
    Blob encode(ApiException error);
}
