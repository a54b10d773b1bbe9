package dev.millrace.benchmarks;

import dev.millrace.model.kinesis.GetRecordsInput;

import java.io.IOException;

/// One consumer: follows its shard to the tip, then starts over.
final class ReadCall implements Load.Call {
    private static final String NEXT = "NextShardIterator";

    private final Connection connection;
    private final Request format;
    private final byte[] first;
    private final int perCall;
    private final int bytes;
    private byte[] next;

    /// @param perCall how many records to ask for
    /// @param bytes of each record's data
    ReadCall(Connection connection, Request format, String iterator, int perCall, int bytes) {
        this.connection = connection;
        this.format = format;
        this.perCall = perCall;
        this.bytes = bytes;
        first = request(iterator);
        next = first;
    }

    private byte[] request(String iterator) {
        return format.of(
                "GetRecords",
                GetRecordsInput.builder().shardIterator(iterator).limit(perCall).build());
    }

    @Override
    public int once() throws IOException {
        connection.require(next);
        // A full answer holds perCall records; one that is nearly empty is the tip.
        if (connection.bodyLength() < perCall * bytes) {
            next = first;
            return 0;
        }
        next = request(nextIterator());
        return perCall;
    }

    private String nextIterator() throws IOException {
        String text = connection.text();
        if (format == Request.JSON) return JsonText.value(text, NEXT);
        // A text of up to 255 bytes: 0x78 and its length; of up to 23, 0x60 and more.
        int at = text.lastIndexOf(NEXT) + NEXT.length();
        int kind = text.charAt(at);
        int length = kind == 0x78 ? text.charAt(at + 1) : kind - 0x60;
        int from = at + (kind == 0x78 ? 2 : 1);
        return text.substring(from, from + length);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
