package dev.millrace.log;

/// A snapshot of a data folder and the segments that it names, all of which stay where they are
/// until this is closed. A process that ends lets go of its pins: what they kept is deleted then,
/// or by the next opening.
public interface Pin extends AutoCloseable {
    /// The snapshot's name inside the data folder.
    String snapshot();

    /// Lets go; any thread, as often as one likes.
    @Override
    void close();
}
