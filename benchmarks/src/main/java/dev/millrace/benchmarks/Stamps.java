package dev.millrace.benchmarks;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.PutRecordInput;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/// Records that carry the time at which they were sent, so that whoever reads them knows how long
/// they took. One reader.
final class Stamps {
    private static final int DATA_BYTES = 96;

    /// Eight bytes of time and one more, so that they end where a character ends.
    private static final int STAMP_BYTES = 9;

    private static final int STAMP_CHARACTERS = 12;
    private static final String DATA = "Data";

    private final Window window;
    private final Histogram histogram = Load.histogram();
    private final AtomicLong sent = new AtomicLong();

    Stamps(Window window) {
        this.window = window;
    }

    /// How long the records took that were sent while it was measured.
    Histogram histogram() {
        return histogram;
    }

    /// How many records were sent while it was measured. Any thread.
    long sent() {
        return sent.get();
    }

    private boolean counts(long ns) {
        return ns >= window.measureNs() && ns < window.endNs();
    }

    /// Takes all records in an answer in JSON, or an event.
    void read(String json) {
        long now = System.nanoTime();
        for (int at = 0; (at = JsonText.next(json, DATA, at)) >= 0; at += STAMP_CHARACTERS) {
            byte[] stamp = Base64.getDecoder().decode(json.substring(at, at + STAMP_CHARACTERS));
            long then = ByteBuffer.wrap(stamp).getLong();
            if (counts(then)) histogram.recordValue(now - then);
        }
    }

    /// Sends one such record a call.
    Load.Calls puts(int port, String stream) {
        return connection -> new Put(new Connection(port), stream);
    }

    private final class Put implements Load.Call {
        private final Connection connection;
        private final byte[] request;
        private final int at;

        Put(Connection connection, String stream) {
            this.connection = connection;
            request =
                    Request.JSON.of(
                            "PutRecord",
                            PutRecordInput.builder()
                                    .streamName(stream)
                                    .partitionKey("stamp")
                                    .data(Blob.of(new byte[DATA_BYTES]))
                                    .build());
            String text = new String(request, StandardCharsets.ISO_8859_1);
            at = JsonText.next(text, DATA, 0);
        }

        @Override
        public int once() throws IOException {
            long now = System.nanoTime();
            byte[] stamp = ByteBuffer.allocate(STAMP_BYTES).putLong(now).array();
            byte[] characters = Base64.getEncoder().encode(stamp);
            System.arraycopy(characters, 0, request, at, characters.length);
            connection.require(request);
            if (counts(now)) sent.incrementAndGet();
            return 1;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
