package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/// Sends prepared requests in turn over one connection.
final class PutCall implements Load.Call {
    /// Every so many answers are searched for records that were refused.
    private static final int LOOKED_AT = 64;

    private final Connection connection;
    private final List<byte[]> requests;
    private final int recordsEach;
    private int next;

    private PutCall(Connection connection, List<byte[]> requests, int recordsEach, int next) {
        this.connection = connection;
        this.requests = requests;
        this.recordsEach = recordsEach;
        this.next = next;
    }

    static Load.Calls of(int port, List<byte[]> requests, int recordsEach) {
        return connection ->
                new PutCall(new Connection(port), requests, recordsEach, connection * 7);
    }

    @Override
    public int once() throws IOException {
        int status = connection.send(requests.get(next++ % requests.size()));
        if (status != 200 || (next % LOOKED_AT == 0 && refused(connection.text())))
            throw new IOException(status + " " + new String(connection.body(), UTF_8));
        return recordsEach;
    }

    /// Some servers have the member in every entry, without a value.
    private static boolean refused(String answer) {
        return answer.contains("ErrorCode")
                && !answer.contains("ErrorCode\":null")
                && !answer.contains("ErrorCode\": null");
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
