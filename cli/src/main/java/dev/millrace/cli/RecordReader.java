package dev.millrace.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Reads exported records. Not for several threads.
interface RecordReader {
    /// The next record; null when all have been read.
    ///
    /// @throws BadExportException if what follows is no record, or the file ends too early
    @Nullable StreamRecord next() throws IOException, BadExportException;
}
