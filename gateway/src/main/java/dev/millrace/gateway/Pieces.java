package dev.millrace.gateway;

import dev.millrace.model.Blob;

/// A body that is made while it is sent, piece by piece, each when the client has room for it.
///
/// Whoever sends it calls these on the connection's event loop; they return at once.
public interface Pieces {
    /// The client has room: the next piece is to be given to `sink`, now or later, once. Not called
    /// again before that piece has left.
    void next(Sink sink);

    /// The server is about to stop: the body should end soon, as if it were complete.
    void finish();

    /// The client has left. Nothing more is asked, and what is given is thrown away.
    void cancel();

    /// Where a piece is given to. Any thread.
    @FunctionalInterface
    interface Sink {
        /// Sends a piece.
        ///
        /// @param piece may be empty
        /// @param last whether the body ends with it
        /// @param gone runs once, on any thread, when the piece's bytes are held no more: they were
        ///     sent, or the client has left
        void give(Blob piece, boolean last, Runnable gone);
    }
}
