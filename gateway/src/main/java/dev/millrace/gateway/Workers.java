package dev.millrace.gateway;

/// Runs what may block, beside whoever asks for it.
@FunctionalInterface
public interface Workers {
    /// A virtual thread for each piece of work.
    Workers VIRTUAL = (name, work) -> Thread.ofVirtual().name(name).start(work);

    /// Starts a piece of work.
    ///
    /// @param name what the work is called
    void start(String name, Runnable work);
}
