package dev.millrace.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/// How a stream's records are written to a file.
enum ExportFormat {
    /// A JSON object a line, as `tail --json` prints them.
    JSON {
        @Override
        RecordWriter writer(OutputStream out) {
            return new JsonRecordWriter(out);
        }

        @Override
        RecordReader reader(InputStream in) {
            return new JsonRecordReader(in);
        }
    },
    /// Blocks with checksums; their bytes are drawn in `docs/file-format.md`.
    BINARY {
        @Override
        RecordWriter writer(OutputStream out) throws IOException {
            return new BlockWriter(out);
        }

        @Override
        RecordReader reader(InputStream in) throws IOException, BadExportException {
            return new BlockReader(in);
        }
    };

    /// The end of a file's name that stands for the binary form.
    static final String BINARY_SUFFIX = ".millrace";

    abstract RecordWriter writer(OutputStream out) throws IOException;

    abstract RecordReader reader(InputStream in) throws IOException, BadExportException;

    static ExportFormat of(String fileName) {
        return fileName.endsWith(BINARY_SUFFIX) ? BINARY : JSON;
    }

    /// A reader for whichever form the bytes begin with.
    static RecordReader detect(InputStream in) throws IOException, BadExportException {
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(Block.MAGIC.length);
        byte[] start = buffered.readNBytes(Block.MAGIC.length);
        buffered.reset();
        return (Arrays.equals(start, Block.MAGIC) ? BINARY : JSON).reader(buffered);
    }
}
