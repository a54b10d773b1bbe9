package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.log.FileLog;
import dev.millrace.log.FolderDisk;
import dev.millrace.log.LogConfig;
import dev.millrace.model.ApiException;
import dev.millrace.stream.Clock;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Writers on threads of their own over the real engine: of those who ask for the same number, one
/// gets it; transactions move what they move as a whole.
class ManyWritersTest {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 40;

    @TempDir Path folder;

    @Test
    void aNumberIsTakenOnceAndATransferKeepsTheSum() throws Exception {
        var tables = new Tables();
        try (FileLog log =
                        FileLog.open(
                                new FolderDisk(folder),
                                Clock.SYSTEM,
                                LogConfig.DEFAULT,
                                Map.of(Tables.LEDGER, tables));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var desk = new Desk(new ManualClock(1_700_000_000_000L), tables, log);
            desk.createTable("orders");
            for (int i = 0; i < 4; i++) desk.call("UpdateItem", addition(i, 100));
            var taken = new AtomicInteger[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) taken[i] = new AtomicInteger();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit((Callable<?>) () -> write(desk, writer, taken)));
            }
            for (Future<?> writer : writers) writer.get();
            for (AtomicInteger times : taken) assertEquals(1, times.get());
            int sum = 0;
            for (int i = 0; i < 4; i++)
                sum +=
                        Integer.parseInt(
                                (String)
                                        Desk.at(
                                                desk.call(
                                                        "GetItem",
                                                        "{'TableName': 'orders', " + key(i) + "}"),
                                                "Item",
                                                "n",
                                                "N"));
            assertEquals(400, sum);
        }
    }

    private static Object write(Desk desk, int writer, AtomicInteger[] taken) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                desk.call(
                        "PutItem",
                        ("{'TableName': 'orders', 'Item': {'p': {'S': 'round'}, 's': {'N': '%d'}},"
                                        + " 'ConditionExpression': 'attribute_not_exists(p)'}")
                                .formatted(round));
                taken[round].incrementAndGet();
            } catch (ApiException other) {
                assertEquals("ConditionalCheckFailedException", other.type());
            }
            int from = (writer + round) % 4;
            int to = (from + 1 + round % 3) % 4;
            desk.call(
                    "TransactWriteItems",
                    "{'TransactItems': [{'Update': %s}, {'Update': %s}]}"
                            .formatted(addition(from, -1), addition(to, 1)));
        }
        return writer;
    }

    private static String key(int account) {
        return "'Key': {'p': {'S': 'account'}, 's': {'N': '" + account + "'}}";
    }

    private static String addition(int account, int amount) {
        return ("{'TableName': 'orders', %s, 'UpdateExpression': 'ADD n :n',"
                        + " 'ExpressionAttributeValues': {':n': {'N': '%d'}}}")
                .formatted(key(account), amount);
    }
}
