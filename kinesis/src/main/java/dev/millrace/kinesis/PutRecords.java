package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Writes up to 500 records, each with an outcome of its own.
final class PutRecords {
    private final Streams streams;
    private final StorageEngine engine;
    private final long requestBytes;

    PutRecords(Streams streams, StorageEngine engine, long requestBytes) {
        this.streams = streams;
        this.engine = engine;
        this.requestBytes = requestBytes;
    }

    void handle(Caller caller, PutRecordsInput input, Completion<PutRecordsOutput> completion) {
        try {
            start(caller, input, completion);
        } catch (ApiException e) {
            completion.fail(e);
        }
    }

    private void start(
            Caller caller, PutRecordsInput input, Completion<PutRecordsOutput> completion)
            throws ApiException {
        List<PutRecordsRequestEntry> entries = Objects.requireNonNull(input.records());
        int size = entries.size();
        var partitionKeys = new byte[size][];
        var data = new Blob[size];
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            PutRecordsRequestEntry entry = entries.get(i);
            partitionKeys[i] =
                    Objects.requireNonNull(entry.partitionKey()).getBytes(StandardCharsets.UTF_8);
            data[i] = Objects.requireNonNull(entry.data());
            bytes += partitionKeys[i].length + data[i].length();
        }
        if (bytes > requestBytes)
            throw KinesisErrors.invalidArgument(
                    "Records size exceeds " + (requestBytes >> 20) + " MB limit");
        Stream stream =
                PutRecord.writable(
                        streams,
                        streams.key(
                                caller, input.streamName(), input.streamARN(), input.streamId()));
        var hashKeys = new HashKey[size];
        for (int i = 0; i < size; i++) {
            PutRecord.checkSize(
                    stream, partitionKeys[i], data[i], "records." + (i + 1) + ".member.data");
            hashKeys[i] = PutRecord.hashKey(entries.get(i).explicitHashKey(), partitionKeys[i]);
        }
        if (Boolean.TRUE.equals(input.dryRun())) throw KinesisErrors.dryRun();
        new Appending(stream, partitionKeys, hashKeys, data, completion).append.start();
    }

    /// One request under way.
    private final class Appending {
        private final Stream stream;
        private final Completion<PutRecordsOutput> completion;
        private final RecordAppend append;

        Appending(
                Stream stream,
                byte[][] partitionKeys,
                HashKey[] hashKeys,
                Blob[] data,
                Completion<PutRecordsOutput> completion) {
            this.stream = stream;
            this.completion = completion;
            append =
                    new RecordAppend(
                            streams,
                            engine,
                            stream,
                            partitionKeys,
                            hashKeys,
                            data,
                            completion,
                            this::answer);
        }

        private void answer() {
            int failed = 0;
            var results = new PutRecordsResultEntry[append.size()];
            for (int i = 0; i < results.length; i++) {
                results[i] =
                        switch (append.fate(i)) {
                            case STORED ->
                                    new PutRecordsResultEntry(
                                            append.sequenceNumber(i),
                                            append.shard(i).id(),
                                            null,
                                            null);
                            case THROTTLED ->
                                    new PutRecordsResultEntry(
                                            null,
                                            null,
                                            "ProvisionedThroughputExceededException",
                                            KinesisErrors.rateExceeded(
                                                    stream.key(), append.shard(i).id()));
                            case FAILED, STREAM_GONE ->
                                    new PutRecordsResultEntry(
                                            null,
                                            null,
                                            "InternalFailure",
                                            "Internal Service Failure");
                        };
                if (append.fate(i) != RecordAppend.Fate.STORED) failed++;
            }
            completion.succeed(
                    PutRecordsOutput.builder()
                            .failedRecordCount(failed)
                            .records(List.of(results))
                            .build());
        }
    }
}
