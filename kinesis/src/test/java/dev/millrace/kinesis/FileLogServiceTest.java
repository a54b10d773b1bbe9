package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.log.LogConfig;
import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.Completion;
import dev.millrace.model.Handler;
import dev.millrace.model.Operation;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.Shard;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.model.kinesis.UpdateShardCountInput;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.Clock;
import dev.millrace.stream.Peaks;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The API over the embedded engine.
class FileLogServiceTest {
    private static final String HALF = "170141183460469231731687303715884105728";

    @TempDir Path folder;

    private record Open(FileLog log, KinesisApi api) implements AutoCloseable {
        @Override
        public void close() {
            log.close();
        }

        @SuppressWarnings("unchecked") // an operation's handler fits its type
        <I extends Shape, O extends Shape> O call(OperationType<I, O> type, I input)
                throws Exception {
            for (Operation<?, ?> operation : api.operations()) {
                if (!operation.type().equals(type)) continue;
                return switch ((Handler<I, O>) operation.handler()) {
                    case Handler.Blocking<I, O> blocking -> blocking.handle(Service.CALLER, input);
                    case Handler.Streaming<I, O> _ -> throw new AssertionError("lasts");
                    case Handler.Prompt<I, O> prompt -> {
                        var answer = new CompletableFuture<O>();
                        prompt.handle(Service.CALLER, input, completing(answer));
                        yield answer.get(30, TimeUnit.SECONDS);
                    }
                };
            }
            throw new AssertionError(type.name());
        }

        private static <O extends Shape> Completion<O> completing(CompletableFuture<O> answer) {
            return new Completion<>() {
                @Override
                public void succeed(O output) {
                    answer.complete(output);
                }

                @Override
                public void fail(ApiException error) {
                    answer.completeExceptionally(error);
                }

                @Override
                public void resume(Runnable work) {
                    Thread.startVirtualThread(work);
                }
            };
        }

        String put(String key, String data) throws Exception {
            var input =
                    PutRecordInput.builder()
                            .streamName("orders")
                            .partitionKey(key)
                            .data(Blob.of(data.getBytes(StandardCharsets.UTF_8)))
                            .build();
            return Objects.requireNonNull(call(Kinesis.PUT_RECORD, input).sequenceNumber());
        }

        String horizon(int shard) throws Exception {
            return Objects.requireNonNull(
                    call(
                                    Kinesis.GET_SHARD_ITERATOR,
                                    GetShardIteratorInput.builder()
                                            .streamName("orders")
                                            .shardId("" + shard)
                                            .shardIteratorType("TRIM_HORIZON")
                                            .build())
                            .shardIterator());
        }

        GetRecordsOutput get(@Nullable String iterator) throws Exception {
            return call(
                    Kinesis.GET_RECORDS, GetRecordsInput.builder().shardIterator(iterator).build());
        }
    }

    private Open open(KinesisConfig config) throws Exception {
        var catalog = new Catalog();
        var peaks = new Peaks();
        FileLog log =
                FileLog.open(
                        new FolderDisk(folder),
                        Clock.SYSTEM,
                        LogConfig.DEFAULT,
                        Map.of(Catalog.LEDGER, catalog, Peaks.LEDGER, peaks));
        return new Open(
                log, KinesisApi.open(log, catalog, peaks, Clock.SYSTEM, new Random(1), config));
    }

    private static CreateStreamInput oneShard() {
        return CreateStreamInput.builder().streamName("orders").shardCount(1).build();
    }

    @Test
    void whatWasAcknowledgedIsReadAfterARestartThroughAnIteratorFromBefore() throws Exception {
        String iterator;
        String first;
        try (Open service = open(KinesisConfig.DEFAULT)) {
            service.call(Kinesis.CREATE_STREAM, oneShard());
            first = service.put("a", "one");
            service.put("b", "two");
            iterator = service.horizon(0);
        }
        try (Open service = open(KinesisConfig.DEFAULT)) {
            service.put("a", "three");
            GetRecordsOutput output = service.get(iterator);
            assertEquals(List.of("one", "two", "three"), Service.texts(output));
            assertEquals(first, Objects.requireNonNull(output.records()).get(0).sequenceNumber());
        }
    }

    @Test
    void putsThatRaceWithSplitsAreEachStoredOnceWhereTheirAnswerSays() throws Exception {
        var unlimited = Service.config(LimitsProfile.OFF, Duration.ZERO);
        try (Open service = open(unlimited)) {
            service.call(Kinesis.CREATE_STREAM, oneShard());
            var numbers = new ConcurrentHashMap<String, String>();
            var stop = new AtomicBoolean();
            var writers = new Thread[4];
            for (int w = 0; w < writers.length; w++) {
                int writer = w;
                writers[w] =
                        Thread.startVirtualThread(
                                () -> {
                                    for (int i = 0; !stop.get() || i < 50; i++) {
                                        String data = writer + "-" + i;
                                        try {
                                            numbers.put(data, service.put(data, data));
                                        } catch (Exception e) {
                                            throw new IllegalStateException(e);
                                        }
                                    }
                                });
            }
            splitThrice(service);
            stop.set(true);
            for (Thread writer : writers) writer.join();
            var read = new HashSet<String>();
            for (int shard = 0; shard < 7; shard++) readShard(service, shard, numbers, read);
            assertEquals(numbers.keySet(), read);
        }
    }

    /// Each writer has a key of its own and waits for each answer, so that its order is known.
    @Test
    void underLoadUpdatesOfTheShardCountLoseNothingAndKeepEveryKeysOrder() throws Exception {
        var unlimited = Service.config(LimitsProfile.OFF, Duration.ZERO);
        int[] targets = {2, 4, 5, 8, 3, 7, 2, 1, 6, 3};
        try (Open service = open(unlimited)) {
            service.call(Kinesis.CREATE_STREAM, oneShard());
            var numbers = new ConcurrentHashMap<String, String>();
            var failures = new ConcurrentLinkedQueue<Exception>();
            var stop = new AtomicBoolean();
            var written = new AtomicInteger();
            var writers = new Thread[16];
            for (int w = 0; w < writers.length; w++) {
                int writer = w;
                writers[w] =
                        Thread.startVirtualThread(
                                () -> {
                                    try {
                                        for (int i = 0; !stop.get(); i++) {
                                            String data = writer + "-" + i;
                                            numbers.put(data, service.put("key" + writer, data));
                                            written.incrementAndGet();
                                        }
                                    } catch (Exception e) {
                                        failures.add(e);
                                    }
                                });
            }
            for (int target : targets) {
                // Writes go on between any two updates, however fast those are.
                int enough = written.get() + 50;
                while (written.get() < enough && failures.isEmpty()) Thread.onSpinWait();
                service.call(Kinesis.UPDATE_SHARD_COUNT, to(target));
            }
            stop.set(true);
            for (Thread writer : writers) writer.join();
            assertEquals(List.of(), List.copyOf(failures));
            Map<String, List<String>> keys = readByLineage(service, numbers);
            assertEquals(numbers.size(), keys.values().stream().mapToInt(List::size).sum());
            for (int w = 0; w < writers.length; w++) {
                List<String> its = keys.getOrDefault("key" + w, List.of());
                for (int i = 0; i < its.size(); i++) assertEquals(w + "-" + i, its.get(i));
            }
        }
    }

    private static UpdateShardCountInput to(int target) {
        return UpdateShardCountInput.builder()
                .streamName("orders")
                .targetShardCount(target)
                .scalingType("UNIFORM_SCALING")
                .build();
    }

    /// The data of each key in the order in which a consumer meets it that begins a shard once its
    /// parents are read to their end. Children have higher indexes than their parents.
    private static Map<String, List<String>> readByLineage(
            Open service, Map<String, String> numbers) throws Exception {
        var keys = new HashMap<String, List<String>>();
        var lasts = new HashMap<String, String>();
        List<Shard> shards =
                Objects.requireNonNull(
                        service.call(
                                        Kinesis.LIST_SHARDS,
                                        ListShardsInput.builder().streamName("orders").build())
                                .shards());
        for (int index = 0; index < shards.size(); index++) {
            Shard shard = shards.get(index);
            assertEquals("shardId-%012d".formatted(index), shard.shardId());
            String iterator = service.horizon(index);
            while (iterator != null) {
                GetRecordsOutput output = service.get(iterator);
                for (Record record : Objects.requireNonNull(output.records())) {
                    String data =
                            new String(
                                    Objects.requireNonNull(record.data()).toByteArray(),
                                    StandardCharsets.UTF_8);
                    String key = Objects.requireNonNull(record.partitionKey());
                    String number = Objects.requireNonNull(record.sequenceNumber());
                    assertEquals(numbers.get(data), number);
                    String last = lasts.put(key, number);
                    assertTrue(last == null || last.compareTo(number) < 0, "numbers grow");
                    keys.computeIfAbsent(key, _ -> new ArrayList<>()).add(data);
                }
                iterator = output.nextShardIterator();
                boolean open =
                        Objects.requireNonNull(shard.sequenceNumberRange()).endingSequenceNumber()
                                == null;
                if (open && Objects.requireNonNull(output.millisBehindLatest()) == 0) break;
                if (iterator == null) assertNotNull(output.childShards());
            }
        }
        return keys;
    }

    @Test
    void aStreamOfTenThousandShardsSurvivesARestart() throws Exception {
        var many = CreateStreamInput.builder().streamName("orders").shardCount(10_000).build();
        String number;
        try (Open service = open(KinesisConfig.DEFAULT)) {
            service.call(Kinesis.CREATE_STREAM, many);
            number = service.put("a", "one");
        }
        try (Open service = open(KinesisConfig.DEFAULT)) {
            var summary =
                    service.call(
                                    Kinesis.DESCRIBE_STREAM_SUMMARY,
                                    DescribeStreamSummaryInput.builder()
                                            .streamName("orders")
                                            .build())
                            .streamDescriptionSummary();
            assertEquals(10_000, Objects.requireNonNull(summary).openShardCount());
            assertTrue(service.put("a", "two").compareTo(number) > 0);
        }
    }

    private static void splitThrice(Open service) throws Exception {
        String quarter = "85070591730234615865843651857942052864";
        String threeQuarters = "255211775190703847597530955573826158592";
        String[][] splits = {{"0", HALF}, {"1", quarter}, {"2", threeQuarters}};
        for (String[] split : splits)
            service.call(
                    Kinesis.SPLIT_SHARD,
                    SplitShardInput.builder()
                            .streamName("orders")
                            .shardToSplit(split[0])
                            .newStartingHashKey(split[1])
                            .build());
    }

    private static void readShard(
            Open service, int shard, Map<String, String> numbers, Set<String> read)
            throws Exception {
        String iterator = service.horizon(shard);
        String last = "";
        while (iterator != null) {
            GetRecordsOutput output = service.get(iterator);
            for (var record : Objects.requireNonNull(output.records())) {
                String data =
                        new String(
                                Objects.requireNonNull(record.data()).toByteArray(),
                                StandardCharsets.UTF_8);
                String number = Objects.requireNonNull(record.sequenceNumber());
                assertEquals(numbers.get(data), number);
                assertTrue(number.compareTo(last) > 0, "numbers grow");
                assertTrue(read.add(data), "read twice: " + data);
                last = number;
            }
            iterator = output.nextShardIterator();
            boolean open = shard >= 3;
            if (!open) {
                List<ChildShard> children = output.childShards();
                if (iterator == null) assertNotNull(children);
                else assertNull(children);
            } else if (Objects.requireNonNull(output.millisBehindLatest()) == 0) {
                return;
            }
        }
    }
}
