package dev.millrace.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.AppendBatch.Outcome;
import dev.millrace.stream.ShardChange;
import dev.millrace.stream.ShardRef;
import dev.millrace.stream.StateMachine;
import dev.millrace.stream.StorageException;
import dev.millrace.testkit.CommandHistory;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// An engine on threads of its own, when something in them throws what nobody expects.
class ThreadsTest {
    private static final Logger ROOM = Logger.getLogger("dev.millrace.log");

    @BeforeAll
    static void quiet() {
        ROOM.setLevel(Level.OFF);
    }

    private static FileLog open(StateMachine machine) throws StorageException {
        return FileLog.open(
                new FaultyDisk(1),
                new ManualClock(1_700_000_000_000L),
                TestConfig.SMALL,
                Map.of("catalog", machine));
    }

    private static void submit(FileLog log, String command, ShardChange... changes)
            throws Exception {
        log.ledger("catalog").submit(command.getBytes(StandardCharsets.UTF_8), List.of(changes));
    }

    private static AppendBatch batch(java.util.function.Consumer<AppendBatch> listener) {
        var batch = new AppendBatch(1, listener::accept);
        batch.add(0, new byte[1], new byte[10], 0, 10);
        return batch;
    }

    @Test
    void anErrorOnTheCommittersThreadFailsWhoWaitsAndStopsTheLog() throws Exception {
        StateMachine broken =
                new StateMachine() {
                    @Override
                    public void apply(byte[] command) {
                        throw new OutOfMemoryError("made up");
                    }

                    @Override
                    public byte[] snapshot() {
                        return new byte[0];
                    }

                    @Override
                    public void restore(byte[] snapshot) {}
                };
        FileLog log = open(broken);
        assertThrows(StorageException.class, () -> submit(log, "a"));
        assertFalse(log.writable());
        var done = new CompletableFuture<AppendBatch>();
        log.append(batch(done::complete));
        assertEquals(Outcome.FAILED, done.get(30, TimeUnit.SECONDS).outcome(0));
        log.close();
    }

    @Test
    void aListenerThatThrowsHarmsNobodyElse() throws Exception {
        FileLog log = open(new CommandHistory());
        submit(log, "open", new ShardChange.Open(new ShardRef(0, 0, 0), 86_400_000));
        log.append(
                batch(
                        b -> {
                            throw new StackOverflowError("made up");
                        }));
        var done = new CompletableFuture<AppendBatch>();
        log.append(batch(done::complete));
        assertEquals(Outcome.APPENDED, done.get(30, TimeUnit.SECONDS).outcome(0));
        assertTrue(log.writable());
        log.close();
    }
}
