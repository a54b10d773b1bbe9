package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a server acknowledged, of one stream with one shard, to be compared with what it has.
final class Acknowledgements {
    private static final String SHARD = "shardId-000000000000";

    private final String stream;

    /// Number by data.
    private final Map<String, String> numbers = Collections.synchronizedMap(new LinkedHashMap<>());

    private int next;

    Acknowledgements(String stream) {
        this.stream = stream;
    }

    int count() {
        return numbers.size();
    }

    /// Writes one record; if it is acknowledged, that is remembered.
    ///
    /// @param bytes about how large it is
    void put(KinesisClient kinesis, int bytes) {
        String data = next++ + " " + "x".repeat(bytes);
        PutRecordResponse response =
                kinesis.putRecord(
                        request ->
                                request.streamName(stream)
                                        .partitionKey("k")
                                        .data(SdkBytes.fromUtf8String(data)));
        numbers.put(data, response.sequenceNumber());
    }

    String iterator(KinesisClient kinesis) {
        return kinesis.getShardIterator(
                        request ->
                                request.streamName(stream)
                                        .shardId(SHARD)
                                        .shardIteratorType("TRIM_HORIZON"))
                .shardIterator();
    }

    /// Everything acknowledged is there, once, at its number. What was not may be there too.
    void check(KinesisClient kinesis) {
        var found = new LinkedHashMap<String, String>();
        String iterator = iterator(kinesis);
        while (true) {
            String from = iterator;
            GetRecordsResponse read = kinesis.getRecords(request -> request.shardIterator(from));
            for (Record record : read.records())
                assertEquals(
                        null,
                        found.put(record.data().asUtf8String(), record.sequenceNumber()),
                        "twice");
            if (read.records().isEmpty() && read.millisBehindLatest() == 0) break;
            iterator = read.nextShardIterator();
        }
        List<String> missing = new ArrayList<>();
        numbers.forEach(
                (data, number) -> {
                    if (!number.equals(found.get(data))) missing.add(number);
                });
        assertEquals(List.of(), missing);
    }
}
