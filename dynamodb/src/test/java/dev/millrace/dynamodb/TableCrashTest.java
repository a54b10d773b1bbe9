package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.log.FileLog;
import dev.millrace.log.LogConfig;
import dev.millrace.model.ApiException;
import dev.millrace.testkit.FaultyDisk;
import dev.millrace.testkit.ManualClock;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// A crash at any write or force of a disk that forgets and tears what was not forced: every write
/// that was acknowledged is there, a transaction as a whole or not at all, and nothing else but the
/// one that was under way.
class TableCrashTest {
    static final LogConfig CONFIG =
            new LogConfig(
                    1 << 20,
                    16 << 10,
                    64 << 10,
                    256 << 10,
                    32 << 10,
                    32 << 10,
                    8 << 10,
                    8 << 10,
                    Duration.ofHours(1),
                    1,
                    64 << 10,
                    16 << 10,
                    16,
                    4 << 10,
                    Duration.ofHours(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1),
                    false);
    private static final int KEYS = 6;

    private final Map<Integer, Integer> acknowledged = new HashMap<>(); // counters by key
    private final Map<Integer, Integer> underWay = new HashMap<>(); // as they may be instead
    private boolean created;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 30));
    }

    private static Desk open(FaultyDisk disk, SplittableRandom random) throws Exception {
        var tables = new Tables();
        var clock = new ManualClock(1_700_000_000_000L);
        FileLog log =
                FileLog.openStepped(
                        disk, clock, CONFIG, Map.of(Tables.LEDGER, tables), random.split());
        return new Desk(clock, tables, log);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void acknowledgedWritesSurviveACrash(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var disk = new FaultyDisk(seed);
        for (int life = 0; life < 4; life++) {
            disk.crashAfter(disk.operations() + 20 + random.nextInt(300));
            live(disk, random);
            disk.crash();
            check(open(disk, random));
            disk.crash(); // without having closed
        }
    }

    private void live(FaultyDisk disk, SplittableRandom random) {
        try {
            Desk desk = open(disk, random);
            while (!disk.hasCrashed()) {
                if (!created) {
                    desk.createTable("orders");
                    created = true;
                }
                write(desk, random);
                underWay.clear();
            }
        } catch (Exception | AssertionError crashed) {
            assertTrue(disk.hasCrashed(), () -> "failed by itself: " + crashed);
        }
    }

    /// Adds one to one counter, or to several at once.
    private void write(Desk desk, SplittableRandom random) throws Exception {
        int first = random.nextInt(KEYS);
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(KEYS - first) : 1;
        var now = new HashMap<Integer, Integer>();
        for (int key = first; key < first + count; key++)
            now.put(key, acknowledged.getOrDefault(key, 0) + 1);
        underWay.putAll(now);
        if (count == 1) desk.call("UpdateItem", "{" + addition(first) + "}");
        else {
            var actions = new StringBuilder();
            for (int key = first; key < first + count; key++)
                actions.append(actions.isEmpty() ? "" : ", ")
                        .append("{'Update': {")
                        .append(addition(key))
                        .append("}}");
            desk.call("TransactWriteItems", "{'TransactItems': [" + actions + "]}");
        }
        acknowledged.putAll(now);
    }

    private String addition(int key) {
        int before = acknowledged.getOrDefault(key, 0);
        return ("'TableName': 'orders', 'Key': {'p': {'S': 'k'}, 's': {'N': '%d'}},"
                        + " 'UpdateExpression': 'SET n = :n, filler = :pad', 'ConditionExpression':"
                        + " '%s', 'ExpressionAttributeValues': {':n': {'N': '%d'}, ':pad': {'S':"
                        + " '%s'}%s}")
                .formatted(
                        key,
                        before == 0 ? "attribute_not_exists(n)" : "n = :before",
                        before + 1,
                        "x".repeat(200),
                        before == 0 ? "" : ", ':before': {'N': '" + before + "'}");
    }

    private void check(Desk desk) throws Exception {
        Map<Integer, Integer> found = new HashMap<>();
        try {
            for (int key = 0; key < KEYS; key++) {
                var item =
                        desk.call(
                                        "GetItem",
                                        "{'TableName': 'orders', 'Key': {'p': {'S': 'k'}, 's':"
                                                + " {'N': '"
                                                + key
                                                + "'}}}")
                                .get("Item");
                if (item instanceof Map<?, ?> attributes)
                    found.put(key, Integer.parseInt((String) Desk.at(attributes, "n", "N")));
            }
        } catch (ApiException noTable) {
            assertTrue(!created, "the table is gone");
            return;
        }
        created = true;
        Map<Integer, Integer> instead = new HashMap<>(acknowledged);
        instead.putAll(underWay);
        assertTrue(
                found.equals(acknowledged) || found.equals(instead),
                () -> "found " + found + ", acknowledged " + acknowledged + ", asked " + instead);
        acknowledged.clear();
        acknowledged.putAll(found);
        underWay.clear();
        assertEquals(found.size(), (int) desk.tables.all().firstEntry().getValue().count());
    }
}
