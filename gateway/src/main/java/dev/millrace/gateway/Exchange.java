package dev.millrace.gateway;

import dev.millrace.model.Blob;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/// One request, whole, and the way back. Everything but [#respond] and [#executor] belongs to the
/// connection's event loop.
public interface Exchange {
    /// E.g. `POST`.
    String method();

    /// Path and query as the client sent them.
    String target();

    /// The first header of that name.
    ///
    /// @param name in lower case
    @Nullable String header(String name);

    Blob body();

    /// Nobody looks at [#body], or at blobs that share its bytes, any more: they may hold another
    /// request's soon. From any thread, but it does nothing off the event loop.
    default void forgetBody() {}

    /// The connection's event loop. Refuses work once the server has closed.
    Executor executor();

    /// Answers; exactly once, from any thread. Quietly does nothing when the client has left.
    ///
    /// @param gone runs once, on any thread, when the answer's bytes are held no more: it was sent,
    ///     or the client has left
    /// @throws IllegalStateException if there was an answer already
    void respond(Response response, Runnable gone);

    /// The same, for an answer whose bytes nobody counts.
    default void respond(Response response) {
        respond(response, () -> {});
    }

    /// Answers with a body that is made while it is sent; instead of [#respond], under its rules.
    /// When the client has left, `body` hears that, at once if need be.
    ///
    /// @param head a response without a body
    void stream(Response head, Pieces body);

    /// Closes the connection instead of answering; from any thread.
    ///
    /// @throws IllegalStateException if there was an answer already
    void drop();
}
