package dev.millrace.model;

/// Events for one client, pulled: the next one is made when the client has room for it, and not
/// before. Whoever pulls owes [#close] in the end.
public interface EventSource<E extends Event> extends AutoCloseable {
    /// Gives the next event, if there is one. May wait for the disk. One thread at a time.
    ///
    /// @param maxBytes most bytes that the event may stand for, at least 1
    /// @param waker runs at most once, when asking again is worth while: after [Next.Later]
    ///     certainly, after anything else perhaps. On any thread; it must be quick and not throw
    /// @throws ApiException if the stream ends with an error
    Next<E> poll(int maxBytes, Runnable waker) throws ApiException;

    /// Nothing will be asked any more: the client has left, or the stream has ended. Any thread,
    /// any number of times, during a [#poll] too.
    @Override
    void close();

    /// What a client is to hear next.
    sealed interface Next<E extends Event> {
        /// An event; others may follow.
        record Now<E extends Event>(E event) implements Next<E> {}

        /// An event that stands for more bytes than were allowed. Who allows as many is given it.
        record Larger<E extends Event>(int bytes) implements Next<E> {}

        /// Nothing yet: the waker will run.
        record Later<E extends Event>() implements Next<E> {}

        /// Nothing ever.
        record End<E extends Event>() implements Next<E> {}
    }
}
