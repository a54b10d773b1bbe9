package dev.millrace.wire;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.MalformedException;
import dev.millrace.model.Shape;
import dev.millrace.model.ShapeType;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// How an API's requests and answers are put into bytes. Any thread.
public sealed interface Protocol permits DocumentProtocol, Query, QueryCompatible {
    /// The media type of requests, without parameters.
    String contentType();

    /// Whether answers carry the CRC-32 of their body in the header `x-amz-crc32`.
    default boolean checksummed() {
        return false;
    }

    /// The media type of answers.
    default String answerType() {
        return contentType();
    }

    /// What an answer says in headers of its own.
    ///
    /// @param error what it answers, or null if all is well
    default Map<String, String> headers(@Nullable ApiException error) {
        return Map.of();
    }

    /// The operation that a body names, of a protocol whose bodies do.
    ///
    /// @throws MalformedException if the body is not well formed
    default @Nullable String operation(Blob body) {
        return null;
    }

    /// This protocol for one answer: some repeat in the body what it answers.
    default Protocol answering(String operation, String requestId) {
        return this;
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
