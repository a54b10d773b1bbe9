package dev.millrace.cli;

import java.io.IOException;
import java.util.List;

/// Writes exported records. Not for several threads.
interface RecordWriter {
    /// Writes records of one shard, at least one.
    void write(List<StreamRecord> records) throws IOException;

    /// Says that this was all, and hands everything to the file.
    void finish() throws IOException;
}
