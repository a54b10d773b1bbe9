package dev.millrace.benchmarks;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// The records that every server gets: keys out of a million, data that cannot be compressed.
/// The same ones in every run.
final class Bodies {
    static final int BATCH = 500;

    /// How many different requests are sent in turn.
    private static final int PREPARED = 32;

    /// @param key of at most 11 bytes
    record Entry(String key, Blob data) {}

    private final Random random = new Random(1);

    Entry entry(int bytes) {
        byte[] data = new byte[bytes];
        random.nextBytes(data);
        return new Entry("user-" + random.nextInt(1_000_000), Blob.of(data));
    }

    List<Entry> entries(int count, int bytes) {
        return prepared(count, () -> entry(bytes));
    }

    List<List<Entry>> batches(int count, int bytes) {
        return prepared(PREPARED, () -> entries(count, bytes));
    }

    List<byte[]> putRecords(Request format, String stream, int bytes) {
        return prepared(PREPARED, () -> format.of("PutRecords", input(stream, bytes)));
    }

    PutRecordsInput input(String stream, int bytes) {
        return PutRecordsInput.builder()
                .streamName(stream)
                .records(
                        entries(BATCH, bytes).stream()
                                .map(
                                        entry ->
                                                PutRecordsRequestEntry.builder()
                                                        .partitionKey(entry.key())
                                                        .data(entry.data())
                                                        .build())
                                .toList())
                .build();
    }

    List<byte[]> putRecord(String stream, int bytes) {
        return prepared(
                PREPARED * 8,
                () -> {
                    Entry entry = entry(bytes);
                    return Request.JSON.of(
                            "PutRecord",
                            PutRecordInput.builder()
                                    .streamName(stream)
                                    .partitionKey(entry.key())
                                    .data(entry.data())
                                    .build());
                });
    }

    private static <T> List<T> prepared(int count, Supplier<T> one) {
        var all = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) all.add(one.get());
        return all;
    }
}
