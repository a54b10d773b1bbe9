package dev.millrace.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.AppendBatch.Outcome;
import dev.millrace.stream.Clock;
import dev.millrace.stream.RecordBatch;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardEnds;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// What every storage engine owes the rooms above it. An engine's room extends this.
public abstract class StorageEngineContract {
    private static final long START_MS = 1_700_000_000_000L;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final ManualClock clock = new ManualClock(START_MS);
    private CommandHistory history = new CommandHistory();
    private StorageEngine engine = closedEngine();

    /// Opens the engine on what this test's earlier engines left; running, not stepped.
    protected abstract StorageEngine open(Clock clock, Map<String, StateMachine> machines)
            throws Exception;

    private static StorageEngine closedEngine() {
        return (StorageEngine)
                java.lang.reflect.Proxy.newProxyInstance(
                        StorageEngineContract.class.getClassLoader(),
                        new Class<?>[] {StorageEngine.class},
                        (proxy, method, arguments) -> {
                            throw new IllegalStateException("not open");
                        });
    }

    @BeforeEach
    void open() throws Exception {
        history = new CommandHistory();
        engine = open(clock, Map.of("catalog", history));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void reopen() throws Exception {
        engine.close();
        open();
    }

    private void submit(String command, ShardChange... changes) throws Exception {
        engine.ledger("catalog").submit(command.getBytes(UTF_8), List.of(changes));
    }

    private static ShardChange open(int number) {
        return new ShardChange.Open(new ShardRef(number, number / 4, number % 4), DAY_MS);
    }

    private AppendBatch append(Object... shardsAndData) throws Exception {
        var done = new CompletableFuture<AppendBatch>();
        var batch = new AppendBatch(1, done::complete);
        for (int i = 0; i < shardsAndData.length; i += 2) {
            byte[] data = shardsAndData[i + 1].toString().getBytes(UTF_8);
            batch.add((int) shardsAndData[i], "key".getBytes(UTF_8), data, 0, data.length);
        }
        engine.append(batch);
        return done.get(30, TimeUnit.SECONDS);
    }

    private List<String> read(int shard, long from) throws Exception {
        return strings(engine.read(shard, from, 10_000, 1 << 20));
    }

    private static List<String> strings(RecordBatch batch) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++)
            found.add(
                    batch.offset(i)
                            + "="
                            + new String(
                                    batch.array(),
                                    batch.dataOffset(i),
                                    batch.dataLength(i),
                                    UTF_8));
        return found;
    }

    @Test
    void offsetsStartAtOneAndAreDenseInEachShard() throws Exception {
        submit("create", open(0), open(1));
        AppendBatch batch = append(0, "a", 1, "b", 0, "c");
        for (int i = 0; i < 3; i++) assertEquals(Outcome.APPENDED, batch.outcome(i));
        assertEquals(
                List.of(1L, 1L, 2L), List.of(batch.offset(0), batch.offset(1), batch.offset(2)));
        assertEquals(List.of("1=a", "2=c"), read(0, 1));
        assertEquals(List.of("2=c"), read(0, 2));
        assertEquals(List.of(), read(0, 3));
        assertEquals(List.of("1=b"), read(1, 0));
    }

    @Test
    void aReadReturnsKeyDataAndArrivalAsAppended() throws Exception {
        submit("create", open(0));
        var done = new CompletableFuture<AppendBatch>();
        var batch = new AppendBatch(1, done::complete);
        byte[] data = new byte[1000];
        for (int i = 0; i < data.length; i++) data[i] = (byte) i;
        batch.add(0, "schlüssel".getBytes(UTF_8), data, 100, 800);
        engine.append(batch);
        done.get(30, TimeUnit.SECONDS);
        RecordBatch read = engine.read(0, 1, 1, 1);
        assertEquals("schlüssel", read.partitionKey(0));
        assertEquals(START_MS, read.arrivalMs(0));
        assertEquals(START_MS, batch.arrivalMs(0));
        assertArrayEquals(
                Arrays.copyOfRange(data, 100, 900),
                Arrays.copyOfRange(
                        read.array(), read.dataOffset(0), read.dataOffset(0) + read.dataLength(0)));
    }

    @Test
    void aReadStopsAtTheRecordsOrTheBytesAskedForButReturnsOneRecordAnyway() throws Exception {
        submit("create", open(0));
        append(0, "aaaaaaa", 0, "bbbbbbb", 0, "ccccccc"); // ten bytes each with the key
        assertEquals(2, engine.read(0, 1, 2, 1000).size());
        assertEquals(2, engine.read(0, 1, 10, 29).size());
        assertEquals(3, engine.read(0, 1, 10, 30).size());
        assertEquals(1, engine.read(0, 1, 10, 1).size());
    }

    @Test
    void whatWasAcknowledgedIsThereAfterReopening() throws Exception {
        submit("create", open(0), open(1));
        append(0, "a", 1, "b");
        submit("split", new ShardChange.Close(0), open(2));
        append(2, "c");
        reopen();
        assertEquals(List.of("create", "split"), history.commands());
        assertEquals(List.of("1=a"), read(0, 1));
        assertEquals(List.of("1=c"), read(2, 1));
        assertTrue(engine.ends(0).closed());
        assertFalse(engine.ends(1).closed());
        assertEquals(2, append(1, "d").offset(0));
        assertEquals(Outcome.CLOSED, append(0, "e").outcome(0));
    }

    @Test
    void aClosedShardRefusesRecordsAndKeepsThoseItHas() throws Exception {
        submit("create", open(0), open(1));
        append(0, "a");
        submit("close", new ShardChange.Close(0));
        AppendBatch batch = append(0, "b", 1, "c");
        assertEquals(Outcome.CLOSED, batch.outcome(0));
        assertEquals(Outcome.APPENDED, batch.outcome(1));
        assertEquals(new ShardEnds(1, 2, true, START_MS), engine.ends(0));
        assertEquals(List.of("1=a"), read(0, 1));
    }

    @Test
    void aShardThatNobodyKnowsIsClosedAndEmpty() throws Exception {
        assertEquals(Outcome.CLOSED, append(7, "a").outcome(0));
        assertEquals(ShardEnds.NONE, engine.ends(7));
        assertEquals(List.of(), read(7, 1));
    }

    @Test
    void aDroppedShardIsForgotten() throws Exception {
        submit("create", open(0), open(1));
        append(0, "a", 1, "b");
        submit("drop", new ShardChange.Drop(0));
        assertEquals(ShardEnds.NONE, engine.ends(0));
        assertEquals(List.of(), read(0, 1));
        assertEquals(Outcome.CLOSED, append(0, "c").outcome(0));
        reopen();
        assertEquals(ShardEnds.NONE, engine.ends(0));
        assertEquals(List.of("1=b"), read(1, 1));
    }

    @Test
    void arrivalNeverStepsBackNotEvenAfterReopening() throws Exception {
        submit("create", open(0));
        append(0, "a");
        clock.jump(Duration.ofSeconds(-50));
        assertEquals(START_MS, append(0, "b").arrivalMs(0));
        reopen();
        assertEquals(START_MS, append(0, "c").arrivalMs(0));
        assertEquals(START_MS, engine.ends(0).lastArrivalMs());
    }

    @Test
    void aRecordIsFoundByItsArrival() throws Exception {
        submit("create", open(0));
        for (int i = 0; i < 10; i++) {
            append(0, "r" + i);
            clock.advance(Duration.ofMillis(10));
        }
        assertEquals(1, engine.offsetAtOrAfter(0, 0));
        assertEquals(1, engine.offsetAtOrAfter(0, START_MS));
        assertEquals(2, engine.offsetAtOrAfter(0, START_MS + 1));
        assertEquals(2, engine.offsetAtOrAfter(0, START_MS + 10));
        assertEquals(11, engine.offsetAtOrAfter(0, START_MS + 91));
    }

    @Test
    void aRecordBeyondItsRetentionIsNotReturned() throws Exception {
        submit("create", open(0));
        append(0, "old");
        clock.advance(Duration.ofHours(23));
        append(0, "new");
        assertEquals(List.of("1=old", "2=new"), read(0, 1));
        clock.advance(Duration.ofHours(2));
        assertEquals(List.of("2=new"), read(0, 1));
        submit("keep", new ShardChange.Retain(0, 2 * DAY_MS));
        clock.advance(Duration.ofHours(22));
        assertEquals("2=new", read(0, 1).getLast());
    }

    @Test
    void aCommandThatMakesNoSenseToTheEngineChangesNothing() throws Exception {
        submit("create", open(0));
        assertThrows(IllegalArgumentException.class, () -> submit("again", open(0)));
        assertThrows(
                IllegalArgumentException.class, () -> submit("unknown", new ShardChange.Close(9)));
        assertEquals(List.of("create"), history.commands());
        append(0, "a");
        reopen();
        assertEquals(List.of("create"), history.commands());
    }

    @Test
    void aLargeRecordAndABatchOfManyRecordsGoThrough() throws Exception {
        submit("create", open(0), open(1));
        var done = new CompletableFuture<AppendBatch>();
        var batch = new AppendBatch(500, done::complete);
        byte[] large = new byte[10 << 20];
        ThreadLocalRandom.current().nextBytes(large);
        batch.add(0, new byte[256], large, 0, large.length);
        for (int i = 0; i < 2000; i++) batch.add(i % 2, new byte[1], large, i, 1000);
        engine.append(batch);
        done.get(30, TimeUnit.SECONDS);
        for (int i = 0; i < batch.size(); i++) assertEquals(Outcome.APPENDED, batch.outcome(i));
        RecordBatch read = engine.read(0, 1, 1, 1);
        assertEquals(
                -1,
                Arrays.mismatch(
                        large,
                        0,
                        large.length,
                        read.array(),
                        read.dataOffset(0),
                        read.dataOffset(0) + read.dataLength(0)));
        assertEquals(1001, engine.ends(0).next() - 1);
        reopen();
        assertEquals(1001, engine.ends(0).next() - 1);
        assertEquals(large.length, engine.read(0, 1, 1, 1).dataLength(0));
    }

    @Test
    void manyThreadsAppendAndEachRecordIsReadOnceInOrder() throws Exception {
        submit("create", open(0), open(1), open(2), open(3));
        int threads = 4;
        int batches = 200;
        var done = new CountDownLatch(threads * batches);
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int producer = t;
            producers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < batches; i++) {
                                            var batch = new AppendBatch(8, b -> done.countDown());
                                            for (int r = 0; r < 8; r++) {
                                                byte[] data =
                                                        (producer + ":" + (i * 8 + r))
                                                                .getBytes(UTF_8);
                                                batch.add(
                                                        r % 4,
                                                        new byte[] {(byte) producer},
                                                        data,
                                                        0,
                                                        data.length);
                                            }
                                            engine.append(batch);
                                        }
                                    }));
        }
        for (Thread producer : producers) producer.join();
        assertTrue(done.await(30, TimeUnit.SECONDS));
        int total = 0;
        for (int shard = 0; shard < 4; shard++) {
            int[] last = new int[threads];
            Arrays.fill(last, -1);
            long next = 1;
            while (true) {
                RecordBatch read = engine.read(shard, next, 100, 1 << 20);
                if (read.isEmpty()) break;
                for (int i = 0; i < read.size(); i++) {
                    assertEquals(next++, read.offset(i));
                    String[] data =
                            new String(read.array(), read.dataOffset(i), read.dataLength(i), UTF_8)
                                    .split(":", -1);
                    int producer = Integer.parseInt(data[0]);
                    int number = Integer.parseInt(data[1]);
                    assertTrue(number > last[producer], "a producer's records keep their order");
                    last[producer] = number;
                    total++;
                }
            }
        }
        assertEquals(threads * batches * 8, total);
    }

    @Test
    void aWatchHearsOfRecordsOfItsShardOnceTheyCanBeRead() throws Exception {
        submit("create", open(0), open(1));
        append(1, "so that nothing of shard 0 is still to be told");
        var seen = new LinkedBlockingQueue<Long>();
        StorageEngine.Watch watch = engine.watch(0, () -> seen.add(engine.ends(0).next()));
        append(1, "other");
        append(0, "a");
        assertEquals(2L, seen.poll(30, TimeUnit.SECONDS));
        append(0, "b", 0, "c");
        assertEquals(4L, seen.poll(30, TimeUnit.SECONDS));
        watch.close();
        append(0, "d");
        // A change that another watch hears of comes after it.
        var after = new CountDownLatch(1);
        try (var _ = engine.watch(1, after::countDown)) {
            append(1, "last");
            assertTrue(after.await(30, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), List.copyOf(seen));
    }

    @Test
    void aWatchHearsOfTheEndOfItsShardWhenTheCommandIsApplied() throws Exception {
        submit("create", open(0), open(1));
        append(1, "so that nothing of shard 0 is still to be told");
        var seen = new LinkedBlockingQueue<String>();
        try (var _ =
                engine.watch(
                        0, () -> seen.add(engine.ends(0).closed() + " " + history.commands()))) {
            submit("close", new ShardChange.Close(0));
            assertEquals("true [create, close]", seen.poll(30, TimeUnit.SECONDS));
            submit("drop", new ShardChange.Drop(0));
            assertEquals("true [create, close, drop]", seen.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws Exception {
        submit("create", open(0));
        try (var _ =
                engine.watch(
                        0,
                        () -> {
                            throw new IllegalStateException("a bug for the log, by intent");
                        })) {
            assertEquals(Outcome.APPENDED, append(0, "a").outcome(0));
            assertEquals(Outcome.APPENDED, append(0, "b").outcome(0));
        }
    }

    @Test
    void afterClosingRecordsFail() throws Exception {
        submit("create", open(0));
        engine.close();
        assertEquals(Outcome.FAILED, append(0, "a").outcome(0));
        open();
        assertEquals(List.of(), read(0, 1));
    }
}
