package dev.millrace.model;

/// What an event stream carries. The union of a model's events is a sealed interface of these; the
/// errors of the union are no events but an [ApiException], and the last that a stream carries.
public interface Event extends Shape {
    /// The event's name in its union, as on the wire: `SubscribeToShardEvent`.
    String eventType();
}
