package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.testkit.ManualClock;
import dev.millrace.testkit.MemoryEngine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// Whatever is put, updated and deleted: gets, queries and scans, of the table and of its index,
/// page by page and segment by segment, show what a plain map would; also after a restart.
class TableModelTest {
    private static final int STEPS = 150;

    private record Key(String p, int s) {}

    private final Map<Key, Map<?, ?>> model =
            new TreeMap<>(Comparator.comparing(Key::p).thenComparingInt(Key::s));

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("seeds", 20));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTableIsTheMap(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var desk = new Desk();
        desk.createTable("orders");
        for (int i = 0; i < STEPS; i++) {
            step(desk, random);
            if (random.nextInt(8) == 0) check(desk, random);
            if (random.nextInt(40) == 0) desk = restarted(desk);
        }
        check(desk, random);
    }

    private static Desk restarted(Desk before) {
        var tables = new Tables();
        tables.restore(before.tables.snapshot());
        assertEquals(before.tables.memory(), tables.memory());
        var clock = new ManualClock(before.clock.wallMs());
        return new Desk(clock, tables, new MemoryEngine(clock, Map.of(Tables.LEDGER, tables)));
    }

    private static Key key(SplittableRandom random) {
        return new Key("p" + random.nextInt(4), random.nextInt(12) - 4);
    }

    private static String keyText(Key key) {
        return "'p': {'S': '%s'}, 's': {'N': '%d'}".formatted(key.p, key.s);
    }

    private void step(Desk desk, SplittableRandom random) throws Exception {
        Key key = key(random);
        String table = "{'TableName': 'orders', 'ReturnValues': 'ALL_OLD', ";
        Object before = model.get(key);
        Map<?, ?> answer;
        switch (random.nextInt(4)) {
            case 0 -> {
                answer = desk.call("DeleteItem", table + "'Key': {" + keyText(key) + "}}");
                model.remove(key);
            }
            case 1 -> {
                answer =
                        desk.call(
                                "UpdateItem",
                                table
                                        + "'Key': {"
                                        + keyText(key)
                                        + "}, 'UpdateExpression': 'ADD n :n SET g = :g',"
                                        + " 'ExpressionAttributeValues': {':n': {'N': '1'}, ':g':"
                                        + " {'S': 'g"
                                        + random.nextInt(3)
                                        + "'}}}");
                var now =
                        (Map<?, ?>)
                                Desk.at(
                                        desk.call(
                                                "GetItem",
                                                "{'TableName': 'orders', 'Key': {"
                                                        + keyText(key)
                                                        + "}}"),
                                        "Item");
                int count =
                        before instanceof Map<?, ?> item && item.get("n") instanceof Map<?, ?> n
                                ? Integer.parseInt((String) n.get("N"))
                                : 0;
                assertEquals(Map.of("N", Integer.toString(count + 1)), now.get("n"));
                model.put(key, now);
            }
            default -> {
                String group =
                        random.nextInt(3) == 0 ? "" : ", 'g': {'S': 'g" + random.nextInt(3) + "'}";
                String item =
                        "{"
                                + keyText(key)
                                + ", 'v': {'N': '"
                                + random.nextInt()
                                + "'}"
                                + group
                                + "}";
                answer = desk.call("PutItem", table + "'Item': " + item + "}");
                model.put(key, Desk.json(item));
            }
        }
        assertEquals(before, answer.get("Attributes"));
    }

    private void check(Desk desk, SplittableRandom random) throws Exception {
        int limit = 1 + random.nextInt(9);
        Key some = key(random);
        assertEquals(
                model.get(some),
                desk.call("GetItem", "{'TableName': 'orders', 'Key': {" + keyText(some) + "}}")
                        .get("Item"));
        checkQuery(desk, some, limit, random);
        int segments = 1 + random.nextInt(5);
        List<Object> scanned = new ArrayList<>();
        for (int i = 0; i < segments; i++)
            scanned.addAll(
                    pages(
                            desk,
                            "Scan",
                            "'Segment': %d, 'TotalSegments': %d".formatted(i, segments),
                            limit));
        assertEquals(model.size(), scanned.size());
        assertEquals(Set.copyOf(model.values()), Set.copyOf(scanned));
        List<Object> indexed = new ArrayList<>();
        for (int i = 0; i < 3; i++)
            indexed.addAll(
                    pages(
                            desk,
                            "Query",
                            "'IndexName': 'byG', 'KeyConditionExpression': 'g = :g',"
                                    + " 'ExpressionAttributeValues': {':g': {'S': 'g"
                                    + i
                                    + "'}}",
                            limit));
        Set<Object> grouped = new HashSet<>(model.values());
        grouped.removeIf(item -> !((Map<?, ?>) item).containsKey("g"));
        assertEquals(grouped.size(), indexed.size());
        assertEquals(grouped, Set.copyOf(indexed));
        assertEquals(
                model.size(),
                Desk.at(
                        desk.call("DescribeTable", "{'TableName': 'orders'}"),
                        "Table",
                        "ItemCount"));
    }

    private void checkQuery(Desk desk, Key some, int limit, SplittableRandom random)
            throws Exception {
        boolean forward = random.nextBoolean();
        String comparator = List.of("<", "<=", ">", ">=", "=").get(random.nextInt(5));
        List<Object> expected = new ArrayList<>();
        for (var entry : model.entrySet()) {
            int order = Integer.compare(entry.getKey().s, some.s);
            boolean wanted =
                    switch (comparator) {
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        case ">=" -> order >= 0;
                        default -> order == 0;
                    };
            if (entry.getKey().p.equals(some.p) && wanted) expected.add(entry.getValue());
        }
        String query =
                ("'KeyConditionExpression': 'p = :p AND s %s :s', 'ScanIndexForward': %s,"
                                + " 'ExpressionAttributeValues': {':p': {'S': '%s'}, ':s': {'N':"
                                + " '%d'}}")
                        .formatted(comparator, forward, some.p, some.s);
        assertEquals(forward ? expected : expected.reversed(), pages(desk, "Query", query, limit));
    }

    private static List<Object> pages(Desk desk, String operation, String input, int limit)
            throws Exception {
        List<Object> items = new ArrayList<>();
        String start = "";
        var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
        while (true) {
            Map<?, ?> page =
                    desk.call(
                            operation,
                            "{'TableName': 'orders', 'Limit': "
                                    + limit
                                    + ", "
                                    + input
                                    + start
                                    + "}");
            var found = (List<?>) Desk.at(page, "Items");
            assertTrue(found.size() <= limit);
            items.addAll(found);
            Object last = page.get("LastEvaluatedKey");
            if (last == null) return items;
            start = ", 'ExclusiveStartKey': " + mapper.writeValueAsString(last);
        }
    }
}
