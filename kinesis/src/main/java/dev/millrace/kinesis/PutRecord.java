package dev.millrace.kinesis;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.stream.HashKey;
import dev.millrace.stream.SequenceNumber;
import dev.millrace.stream.Shard;
import dev.millrace.stream.StorageEngine;
import dev.millrace.stream.Stream;
import dev.millrace.stream.StreamKey;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Writes one record.
final class PutRecord {
    private final Streams streams;
    private final StorageEngine engine;

    PutRecord(Streams streams, StorageEngine engine) {
        this.streams = streams;
        this.engine = engine;
    }

    void handle(Caller caller, PutRecordInput input, Completion<PutRecordOutput> completion) {
        try {
            start(caller, input, completion);
        } catch (ApiException e) {
            completion.fail(e);
        }
    }

    private void start(Caller caller, PutRecordInput input, Completion<PutRecordOutput> completion)
            throws ApiException {
        Stream stream =
                writable(
                        streams,
                        streams.key(
                                caller, input.streamName(), input.streamARN(), input.streamId()));
        byte[] partitionKey =
                Objects.requireNonNull(input.partitionKey()).getBytes(StandardCharsets.UTF_8);
        Blob data = Objects.requireNonNull(input.data());
        checkSize(stream, partitionKey, data, "data");
        HashKey hashKey = hashKey(input.explicitHashKey(), partitionKey);
        if (input.sequenceNumberForOrdering() != null)
            checkOrdering(
                    stream, stream.routing().route(hashKey), input.sequenceNumberForOrdering());
        if (Boolean.TRUE.equals(input.dryRun())) throw KinesisErrors.dryRun();
        new Appending(stream, partitionKey, hashKey, data, completion).append.start();
    }

    /// The stream, if records can be put to it.
    static Stream writable(Streams streams, StreamKey key) throws ApiException {
        Stream stream = streams.require(key);
        if (!stream.hasShards()) throw KinesisErrors.streamNotFound(key);
        return stream;
    }

    static void checkSize(Stream stream, byte[] partitionKey, Blob data, String path)
            throws ApiException {
        long most = stream.maxRecordKiB() * 1024L;
        if ((long) partitionKey.length + data.length() > most)
            throw KinesisErrors.validation(
                    ("1 validation error detected: Value '%s' at '%s' failed to satisfy"
                                    + " constraint: Member must have length less than or equal to"
                                    + " %d")
                            .formatted(data, path, most));
    }

    static HashKey hashKey(@Nullable String explicit, byte[] partitionKey) throws ApiException {
        if (explicit == null) return HashKey.ofPartitionKey(partitionKey);
        HashKey key = HashKey.parse(explicit);
        if (key == null)
            throw KinesisErrors.invalidArgument(
                    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
                            + " Specified value was "
                            + explicit);
        return key;
    }

    /// Any number that this stream has given out for the key is smaller than the next one; others
    /// are refused, because no promise can be made about them.
    private void checkOrdering(Stream stream, Shard shard, String number) throws ApiException {
        boolean given =
                switch (SequenceNumber.parse(number)) {
                    case SequenceNumber.Parsed.VersionZero() -> true;
                    case SequenceNumber.Parsed.Invalid() -> false;
                    case SequenceNumber.Parsed.Current(SequenceNumber parsed) ->
                            parsed.isBefore(
                                    shard.numberOf(
                                            engine.ends(shard.number()).next(),
                                            streams.clock().wallMs()));
                };
        if (!given)
            throw KinesisErrors.invalidArgument(
                    "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is invalid."
                            .formatted(number, stream.name(), stream.key().account()));
    }

    /// One request under way.
    private final class Appending {
        private final Stream stream;
        private final Completion<PutRecordOutput> completion;
        private final RecordAppend append;

        Appending(
                Stream stream,
                byte[] partitionKey,
                HashKey hashKey,
                Blob data,
                Completion<PutRecordOutput> completion) {
            this.stream = stream;
            this.completion = completion;
            append =
                    new RecordAppend(
                            streams,
                            engine,
                            stream,
                            new byte[][] {partitionKey},
                            new HashKey[] {hashKey},
                            new Blob[] {data},
                            completion,
                            this::answer);
        }

        private void answer() {
            switch (append.fate(0)) {
                case STORED ->
                        completion.succeed(
                                PutRecordOutput.builder()
                                        .shardId(append.shard(0).id())
                                        .sequenceNumber(append.sequenceNumber(0))
                                        .build());
                case THROTTLED ->
                        completion.fail(
                                KinesisErrors.throughputExceeded(
                                        stream.key(), append.shard(0).id()));
                case FAILED -> completion.fail(KinesisErrors.internalFailure());
                case STREAM_GONE -> completion.fail(KinesisErrors.streamNotFound(stream.key()));
            }
        }
    }
}
