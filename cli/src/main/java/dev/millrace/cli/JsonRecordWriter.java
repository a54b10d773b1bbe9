package dev.millrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes a JSON object a line.
final class JsonRecordWriter implements RecordWriter {
    private final OutputStream out;
    private final RecordLine line = new RecordLine.Json();

    JsonRecordWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(List<StreamRecord> records) throws IOException {
        for (StreamRecord record : records) {
            out.write(line.of(record));
            out.write('\n');
        }
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
