package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Caller;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.Shard;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Peaks;
import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.MemoryEngine;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// The API over an engine in memory, at a time that stands still, called as one client would.
final class Service {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-central-1";
    static final Caller CALLER = new Caller(ACCOUNT, REGION, "AKIAEXAMPLE");

    /// Callers of another account and of another region.
    static final List<Caller> OTHERS =
            List.of(
                    new Caller("999999999999", REGION, "AKIAEXAMPLE"),
                    new Caller(ACCOUNT, "us-east-1", "AKIAEXAMPLE"));

    /// 2023-11-14T22:13:20Z
    static final long START_MS = 1_700_000_000_000L;

    final ManualClock clock = new ManualClock(START_MS);
    final Catalog catalog = new Catalog();
    final Peaks peaks = new Peaks();
    final MemoryEngine engine =
            new MemoryEngine(clock, Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks));
    final KinesisApi api;

    Service(KinesisConfig config) throws Exception {
        this(config, KeyService.NONE);
    }

    Service(KinesisConfig config, KeyService keys) throws Exception {
        api =
                KinesisApi.open(
                        engine,
                        catalog,
                        peaks,
                        clock,
                        new Random(1),
                        config,
                        keys,
                        Thread::startVirtualThread);
    }

    /// With the service's limits on all but the rates of calls, and no waiting.
    static Service aws() throws Exception {
        return new Service(config(LimitsProfile.AWS, Duration.ZERO));
    }

    /// Without limits.
    static Service unlimited() throws Exception {
        return new Service(config(LimitsProfile.OFF, Duration.ZERO));
    }

    static KinesisConfig config(LimitsProfile limits, Duration transitionDelay) {
        return Settings.with(
                "limits", limits, "transitionDelay", transitionDelay, "callRates", "*=off");
    }

    void pass(Duration time) {
        clock.advance(time);
        while (api.doWork(clock.nanos()) > 0) clock.advance(Duration.ofMillis(10));
    }

    /// An answer that may not have come yet.
    static final class Answer<O extends Shape> implements Completion<O> {
        private @Nullable O output;
        private @Nullable ApiException error;

        @Override
        public void succeed(O output) {
            if (isThere()) throw new IllegalStateException("answered twice");
            this.output = output;
        }

        @Override
        public void fail(ApiException error) {
            if (isThere()) throw new IllegalStateException("answered twice");
            this.error = error;
        }

        @Override
        public void resume(Runnable work) {
            work.run();
        }

        boolean isThere() {
            return output != null || error != null;
        }

        O get() throws ApiException {
            if (error != null) throw error;
            return Objects.requireNonNull(output, "no answer yet");
        }
    }

    @SuppressWarnings("unchecked") // an operation's handler fits its type
    <I extends Shape, O extends Shape> Answer<O> start(
            Caller caller, OperationType<I, O> type, I input) throws InterruptedException {
        var answer = new Answer<O>();
        for (Operation<?, ?> operation : api.operations()) {
            if (!operation.type().equals(type)) continue;
            switch ((Handler<I, O>) operation.handler()) {
                case Handler.Streaming<I, O> streaming -> {
                    try {
                        answer.succeed(streaming.handle(caller, input).first());
                    } catch (ApiException e) {
                        answer.fail(e);
                    }
                }
                case Handler.Prompt<I, O> prompt -> prompt.handle(caller, input, answer);
                case Handler.Blocking<I, O> blocking -> {
                    try {
                        answer.succeed(blocking.handle(caller, input));
                    } catch (ApiException e) {
                        answer.fail(e);
                    }
                }
            }
            return answer;
        }
        throw new AssertionError("no operation " + type.name());
    }

    <I extends Shape, O extends Shape> O call(OperationType<I, O> type, I input) throws Exception {
        return start(CALLER, type, input).get();
    }

    /// The error that a call must end in, as `Type: message`; one of HTTP 400 unless it says
    /// otherwise.
    <I extends Shape, O extends Shape> String error(OperationType<I, O> type, I input) {
        ApiException error = assertThrows(ApiException.class, () -> call(type, input));
        assertEquals(error.type().equals("InternalFailure") ? 500 : 400, error.status());
        String message = error.getMessage();
        return message == null ? error.type() : error.type() + ": " + message;
    }

    Service create(String stream, int shards) throws Exception {
        call(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder().streamName(stream).shardCount(shards).build());
        return this;
    }

    PutRecordInput.Builder put(String stream) {
        return PutRecordInput.builder()
                .streamName(stream)
                .partitionKey("key")
                .data(Blob.of(new byte[0]));
    }

    PutRecordOutput put(String stream, String key, String data) throws Exception {
        return call(Kinesis.PUT_RECORD, put(stream).partitionKey(key).data(blob(data)).build());
    }

    static Blob blob(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static PutRecordsRequestEntry entry(String key, int dataBytes) {
        return new PutRecordsRequestEntry(Blob.of(new byte[dataBytes]), null, key);
    }

    PutRecordsOutput putAll(String stream, List<PutRecordsRequestEntry> entries) throws Exception {
        return call(
                Kinesis.PUT_RECORDS,
                PutRecordsInput.builder().streamName(stream).records(entries).build());
    }

    /// As many records of `dataBytes` and a key of one byte.
    static List<PutRecordsRequestEntry> entries(int count, int dataBytes) {
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < count; i++) entries.add(entry("k", dataBytes));
        return entries;
    }

    static GetShardIteratorInput.Builder iterator(String stream, int shard, String type) {
        return GetShardIteratorInput.builder()
                .streamName(stream)
                .shardId("shardId-%012d".formatted(shard))
                .shardIteratorType(type);
    }

    String iterator(GetShardIteratorInput.Builder input) throws Exception {
        return Objects.requireNonNull(
                call(Kinesis.GET_SHARD_ITERATOR, input.build()).shardIterator());
    }

    GetRecordsOutput get(@Nullable String iterator) throws Exception {
        return call(Kinesis.GET_RECORDS, GetRecordsInput.builder().shardIterator(iterator).build());
    }

    /// Everything in a shard from the beginning, as text.
    List<String> readAll(String stream, int shard) throws Exception {
        return texts(get(iterator(iterator(stream, shard, "TRIM_HORIZON"))));
    }

    static List<String> texts(GetRecordsOutput output) {
        return Objects.requireNonNull(output.records()).stream()
                .map(record -> Objects.requireNonNull(record.data()).toByteArray())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    List<Shard> shards(String stream) throws Exception {
        return Objects.requireNonNull(
                call(Kinesis.LIST_SHARDS, ListShardsInput.builder().streamName(stream).build())
                        .shards());
    }

    void split(String stream, int shard, String key) throws Exception {
        call(
                Kinesis.SPLIT_SHARD,
                SplitShardInput.builder()
                        .streamName(stream)
                        .shardToSplit("shardId-%012d".formatted(shard))
                        .newStartingHashKey(key)
                        .build());
    }

    void merge(String stream, int first, int second) throws Exception {
        call(
                Kinesis.MERGE_SHARDS,
                MergeShardsInput.builder()
                        .streamName(stream)
                        .shardToMerge("shardId-%012d".formatted(first))
                        .adjacentShardToMerge("shardId-%012d".formatted(second))
                        .build());
    }
}
