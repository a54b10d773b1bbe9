package dev.millrace.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// One folder of a disk: all file access of the storage engine goes through here, so that a test
/// can forget, tear, fail and fill. Names are relative, parts separated by `/`, made of
/// `[A-Za-z0-9.-]`. Running out of space is always a [DiskFullException].
public interface Disk {
    /// Opens a file for reading and writing.
    ///
    /// @param create whether to create it when it is absent; its name is durable only after
    ///     [#forceDirectory]
    File open(String name, boolean create) throws IOException;

    boolean exists(String name) throws IOException;

    /// Names of the files and folders directly inside a folder (`""` is the root), sorted; none if
    /// there is no such folder.
    List<String> list(String folder) throws IOException;

    /// Creates a folder and its parents, if absent; durable only after [#forceDirectory] of each
    /// parent.
    void createFolder(String name) throws IOException;

    /// Moves a file over another, atomically; durable only after [#forceDirectory].
    void rename(String from, String to) throws IOException;

    /// Deletes a file or an empty folder, if present.
    void delete(String name) throws IOException;

    /// Makes the names inside a folder durable.
    void forceDirectory(String folder) throws IOException;

    /// Bytes that can still be written.
    long freeBytes() throws IOException;

    /// Takes the folder for this process until the returned handle is closed.
    ///
    /// @throws IOException if another holds it
    AutoCloseable lock(String name) throws IOException;

    /// An open file. Reads and writes name their position; safe for several threads.
    interface File extends AutoCloseable {
        /// Reads into `buffer` until it is full or the file ends.
        ///
        /// @return bytes read, 0 at the end
        int read(ByteBuffer buffer, long position) throws IOException;

        /// Writes all of `buffer`, extending the file when needed.
        void write(ByteBuffer buffer, long position) throws IOException;

        /// Makes all that was written durable, the length included. Never retried when it fails.
        void force() throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }
}
