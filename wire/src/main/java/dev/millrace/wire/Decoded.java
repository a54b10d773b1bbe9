package dev.millrace.wire;

import dev.millrace.model.Shape;

import org.jspecify.annotations.Nullable;

/// An input as it was read.
///
/// @param fault the first value of a wrong type, in the service's words, or null; the shape is then
///     incomplete
public record Decoded<T extends Shape>(T shape, @Nullable String fault) {}
