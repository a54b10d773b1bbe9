package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is too large, too long or too far away.
class LimitsTest {
    private static final String T = "'TableName': 'orders'";

    private final Desk desk = new Desk();

    @BeforeEach
    void aTable() throws Exception {
        desk.createTable("orders");
    }

    private String put(String key, int sort, String more) throws Exception {
        return desk.refusal(
                "PutItem",
                "{%s, 'Item': {'p': {'S': '%s'}, 's': {'N': '%d'}%s}}"
                        .formatted(T, key, sort, more));
    }

    @Test
    void noQueryIsForKeysThatNoItemHas() throws Exception {
        assertEquals(
                "ValidationException: One or more parameter values were invalid: Size of hashkey"
                        + " has exceeded the maximum size limit of2048 bytes",
                desk.refusal(
                        "Query",
                        "{%s, 'KeyConditionExpression': 'p = :v', 'ExpressionAttributeValues':"
                                        .formatted(T)
                                + " {':v': {'S': '"
                                + "x".repeat(2_049)
                                + "'}}}"));
        desk.call("DeleteTable", "{" + T + "}");
        desk.call(
                "CreateTable",
                """
                {'TableName': 'orders', 'BillingMode': 'PAY_PER_REQUEST',
                 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'},
                               {'AttributeName': 's', 'KeyType': 'RANGE'}],
                 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},
                                          {'AttributeName': 's', 'AttributeType': 'B'}]}
                """);
        String high = "/".repeat(4_000); // Base64 of 3,000 bytes of all ones
        String refusal =
                "ValidationException: One or more parameter values were invalid: Aggregated size of"
                        + " all range keys has exceeded the size limit of 1024 bytes";
        for (String condition : new String[] {"s > :v", "s <= :v", "begins_with(s, :v)"})
            assertEquals(
                    refusal,
                    desk.refusal(
                            "Query",
                            ("{%s, 'KeyConditionExpression': 'p = :w AND %s',"
                                            + " 'ExpressionAttributeValues': {':v': {'B': '%s'},"
                                            + " ':w': {'S': 'a'}}}")
                                    .formatted(T, condition, high)));
        assertEquals(
                refusal,
                desk.refusal(
                        "Scan",
                        "{%s, 'ExclusiveStartKey': {'p': {'S': 'a'}, 's': {'B': '%s'}}}"
                                .formatted(T, high)));
    }

    @Test
    void thousandsOfLegacyConditions() throws Exception {
        String expected =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> "'a" + i + "': {'Exists': false}")
                        .collect(Collectors.joining(", "));
        String put = "{%s, 'Item': {'p': {'S': 'a'}, 's': {'N': '1'}, '%s': {'N': '1'}}, %s}";
        assertEquals(
                "answered: {}",
                desk.refusal(
                        "PutItem", put.formatted(T, "a49999", "'Expected': {" + expected + "}")));
        assertEquals(
                "ConditionalCheckFailedException: The conditional request failed",
                desk.refusal("PutItem", put.formatted(T, "v", "'Expected': {" + expected + "}")));
    }

    @Test
    void aTimeBeyondAllTimesNeverComes() throws Exception {
        desk.call(
                "UpdateTimeToLive",
                "{%s, 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'until'}}"
                        .formatted(T));
        // 2^64 and what the clock says: its lowest bits alone are in the past soon. As many as are
        // looked at together, so that those behind them would not be.
        for (int i = 0; i < 100; i++) put("a", i, ", 'until': {'N': '18446744075409551616'}");
        put("b", 1, ", 'until': {'N': '1700000005.5'}");
        put("b", 2, ", 'until': {'N': '-1E+125'}");
        desk.clock.advance(Duration.ofSeconds(20));
        assertEquals(1, desk.api.doWork(desk.clock.nanos()));
        assertEquals(101, desk.call("Scan", "{" + T + "}").get("Count"));
    }

    @Test
    void whatIsThereCanChangeWhenMemoryIsFull() throws Exception {
        int put = fill("");
        assertEquals(
                "answered: {}", put("a", put - 1, ", 'v': {'S': '" + "y".repeat(9_999) + "'}"));
        assertEquals(
                "answered: {}",
                desk.refusal(
                        "TransactWriteItems",
                        ("{'ClientRequestToken': 't', 'TransactItems': [{'Delete':"
                                        + " {%s, 'Key': {'p': {'S': 'a'}, 's': {'N': '0'}}}}]}")
                                .formatted(T)));
    }

    /// @return how many items were put before one was refused
    private int fill(String more) throws Exception {
        int put = 0;
        String answer = "answered: {}";
        while (answer.equals("answered: {}"))
            answer =
                    put(
                            "a",
                            put++,
                            ", 'v': {'S': '"
                                    + "x".repeat(more.isEmpty() ? 9_999 : 1)
                                    + "'}"
                                    + more);
        assertEquals("LimitExceededException", answer.substring(0, answer.indexOf(':')));
        assertTrue(desk.tables.memory() <= Desk.CONFIG.maxBytes());
        return put - 1;
    }

    @Test
    void anIndexThatMemoryHasNoRoomForIsNotMade() throws Exception {
        fill(", 'color': {'S': 'red'}");
        String created =
                desk.refusal(
                        "UpdateTable",
                        """
                        {%s, 'AttributeDefinitions': [{'AttributeName': 'color',
                                                       'AttributeType': 'S'}],
                         'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'byColor',
                            'KeySchema': [{'AttributeName': 'color', 'KeyType': 'HASH'}],
                            'Projection': {'ProjectionType': 'KEYS_ONLY'}}}]}
                        """
                                .formatted(T));
        assertEquals("LimitExceededException", created.substring(0, created.indexOf(':')));
        assertTrue(desk.tables.memory() <= Desk.CONFIG.maxBytes());
    }

    @Test
    void theKeysOfAnIndexTakeMemoryToo() throws Exception {
        long before = desk.tables.memory();
        put("a", 1, ", 'g': {'S': '" + "x".repeat(2_048) + "'}");
        assertTrue(desk.tables.memory() - before > 2 * 2_048);
        desk.call(
                "UpdateTable",
                "{%s, 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'byG'}}]}"
                        .formatted(T));
        assertTrue(desk.tables.memory() - before < 2 * 2_048);
        desk.call("DeleteTable", "{" + T + "}");
        assertEquals(0, desk.tables.memory());
    }

    @Test
    void whatATransactionLeavesBehindIsLimited() throws Exception {
        var writes = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            put("a", i, ", 'v': {'S': '" + "x".repeat(200_000) + "'}");
            writes.append(i == 0 ? "" : ", ")
                    .append(
                            ("{'Update': {%s, 'Key': {'p': {'S': 'a'}, 's': {'N': '%d'}},"
                                            + " 'UpdateExpression': 'SET w = v'}}")
                                    .formatted(T, i));
        }
        assertEquals(
                "ValidationException: The items of a TransactWriteItems call exceed 4 MB",
                desk.refusal("TransactWriteItems", "{'TransactItems': [" + writes + "]}"));
    }
}
