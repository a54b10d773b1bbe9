package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class TableOperationsTest {
    private static final String KEY = "'Key': {'p': {'S': 'a'}, 's': {'N': '1'}}";
    private static final String T = "'TableName': 'orders'";

    private final Desk desk = new Desk();

    @BeforeEach
    void aTable() throws Exception {
        desk.createTable("orders");
    }

    private void put(String key, int sort, String more) throws Exception {
        desk.call(
                "PutItem",
                "{%s, 'Item': {'p': {'S': '%s'}, 's': {'N': '%d'}%s}}"
                        .formatted(T, key, sort, more));
    }

    @Test
    void tablesAreListedAndThereOnce() throws Exception {
        desk.createTable("more");
        assertEquals(
                Desk.json("{'TableNames': ['more'], 'LastEvaluatedTableName': 'more'}"),
                desk.call("ListTables", "{'Limit': 1}"));
        assertEquals(
                Desk.json("{'TableNames': ['orders']}"),
                desk.call("ListTables", "{'ExclusiveStartTableName': 'more'}"));
        assertEquals(
                "ResourceInUseException: Table already exists: orders",
                desk.refusal("CreateTable", creation("orders")));
        desk.createTable("third");
        assertEquals(
                "LimitExceededException: Subscriber limit exceeded: There is a limit of 3 tables"
                        + " per subscriber",
                desk.refusal("CreateTable", creation("fourth")));
        assertEquals(
                "ResourceNotFoundException: Requested resource not found: Table: no.such not found",
                desk.refusal("DescribeTable", "{'TableName': 'no.such'}"));
        assertEquals(
                "ResourceNotFoundException: Requested resource not found",
                desk.refusal("GetItem", "{'TableName': 'no.such', " + KEY + "}"));
    }

    private static String creation(String name) {
        return "{'TableName': '"
                + name
                + "', 'BillingMode': 'PAY_PER_REQUEST', 'KeySchema': [{'AttributeName': 'p',"
                + " 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p',"
                + " 'AttributeType': 'S'}]}";
    }

    @Test
    void aProtectedTableIsNotDeleted() throws Exception {
        desk.call("UpdateTable", "{" + T + ", 'DeletionProtectionEnabled': true}");
        assertEquals(
                "ValidationException: Resource cannot be deleted as it is currently protected"
                        + " against deletion. Disable deletion protection first.",
                desk.refusal("DeleteTable", "{" + T + "}"));
        desk.call("UpdateTable", "{" + T + ", 'DeletionProtectionEnabled': false}");
        put("a", 1, "");
        desk.call("DeleteTable", "{" + T + "}");
        assertEquals(0, desk.tables.memory());
        desk.createTable("orders");
        assertNull(desk.call("GetItem", "{" + T + ", " + KEY + "}").get("Item"));
    }

    @Test
    void transitionsTakeTheirTime() throws Exception {
        var slow =
                new Desk(
                        new DynamoDbConfig(
                                1 << 20, 3, Duration.ofSeconds(2), Duration.ofSeconds(10)));
        slow.createTable("orders");
        assertEquals("CREATING", status(slow));
        assertEquals(
                "ResourceInUseException: Attempt to change a resource which is still in use: Table"
                        + " is being created: orders",
                slow.refusal("DeleteTable", "{" + T + "}"));
        slow.clock.advance(Duration.ofSeconds(2));
        assertEquals("ACTIVE", status(slow));
        slow.call("DeleteTable", "{" + T + "}");
        assertEquals("DELETING", status(slow));
        slow.clock.advance(Duration.ofSeconds(2));
        assertEquals(
                "ResourceNotFoundException: Requested resource not found: Table: orders not found",
                slow.refusal("DescribeTable", "{" + T + "}"));
        assertEquals(1, slow.api.doWork(slow.clock.nanos()));
        assertEquals(Map.of(), slow.tables.all());
    }

    private static String status(Desk desk) throws Exception {
        return (String) Desk.at(desk.call("DescribeTable", "{" + T + "}"), "Table", "TableStatus");
    }

    @Test
    void anIndexMadeLaterHasWhatWasThereBefore() throws Exception {
        put("a", 1, ", 'color': {'S': 'red'}, 'v': {'N': '1'}");
        put("a", 2, ", 'color': {'N': '5'}");
        desk.call(
                "UpdateTable",
                "{"
                        + T
                        + ", 'AttributeDefinitions': [{'AttributeName': 'color', 'AttributeType':"
                        + " 'S'}], 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName':"
                        + " 'byColor', 'KeySchema': [{'AttributeName': 'color', 'KeyType':"
                        + " 'HASH'}], 'Projection': {'ProjectionType': 'KEYS_ONLY'}}}]}");
        put("b", 1, ", 'color': {'S': 'red'}");
        assertEquals(
                Desk.json(
                        "{'Count': 2, 'ScannedCount': 2, 'Items': [{'p': {'S': 'a'}, 's': {'N':"
                                + " '1'}, 'color': {'S': 'red'}}, {'p': {'S': 'b'}, 's': {'N':"
                                + " '1'}, 'color': {'S': 'red'}}]}"),
                sorted(query("byColor", "color", "red")));
        assertEquals(
                "ValidationException: One or more parameter values were invalid: Type mismatch for"
                        + " Index Key color Expected: S Actual: N IndexName: byColor",
                desk.refusal(
                        "PutItem",
                        "{"
                                + T
                                + ", 'Item': {'p': {'S': 'c'}, 's': {'N': '1'}, 'color': {'N':"
                                + " '1'}}}"));
        desk.call(
                "UpdateTable",
                "{"
                        + T
                        + ", 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName':"
                        + " 'byColor'}}]}");
        put("c", 1, ", 'color': {'N': '1'}");
        assertEquals(
                "ValidationException: The table does not have the specified index: byColor",
                desk.refusal("Scan", "{" + T + ", 'IndexName': 'byColor'}"));
    }

    private Map<?, ?> query(String index, String attribute, String value) throws Exception {
        return desk.call(
                "Query",
                "{%s, 'IndexName': '%s', 'KeyConditionExpression': '%s = :v', 'ExpressionAttributeValues': {':v': {'S': '%s'}}}"
                        .formatted(T, index, attribute, value));
    }

    @SuppressWarnings("unchecked")
    private static Map<?, ?> sorted(Map<?, ?> page) {
        ((List<Object>) Desk.at(page, "Items"))
                .sort(java.util.Comparator.comparing(Object::toString));
        return page;
    }

    @Test
    void whatHasExpiredIsDeletedUnlessItWasGivenMoreTime() throws Exception {
        desk.call(
                "UpdateTimeToLive",
                "{"
                        + T
                        + ", 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName':"
                        + " 'until'}}");
        put("a", 1, ", 'until': {'N': '1700000010'}");
        put("a", 2, ", 'until': {'N': '1700000010'}");
        put("a", 3, ", 'until': {'S': '1700000010'}");
        put("a", 4, ", 'until': {'N': '1'}"); // more than five years ago
        desk.clock.advance(Duration.ofSeconds(10));
        assertEquals(0, desk.api.doWork(desk.clock.nanos()));
        put("a", 2, ", 'until': {'N': '1700000100'}");
        desk.clock.advance(Duration.ofSeconds(11));
        assertEquals(1, desk.api.doWork(desk.clock.nanos()));
        assertEquals(3, desk.call("Scan", "{" + T + "}").get("Count"));
        assertEquals(
                "ValidationException: TimeToLive is already enabled",
                desk.refusal(
                        "UpdateTimeToLive",
                        "{"
                                + T
                                + ", 'TimeToLiveSpecification': {'Enabled': true,"
                                + " 'AttributeName': 'until'}}"));
    }

    @Test
    void aTransactionIsCarriedOutOnce() throws Exception {
        String adding =
                "{'ClientRequestToken': '%s', 'TransactItems': [{'Update': {"
                        + T
                        + ", "
                        + KEY
                        + ", 'UpdateExpression': 'ADD n :%s', 'ExpressionAttributeValues': {':%s':"
                        + " {'N': '1'}}}}]}";
        desk.call("TransactWriteItems", adding.formatted("t", "n", "n"));
        desk.call("TransactWriteItems", adding.formatted("t", "n", "n"));
        assertEquals("1", counter());
        assertEquals(
                "IdempotentParameterMismatchException: Another transaction has the same idempotency"
                        + " token, but other parameters.",
                desk.refusal("TransactWriteItems", adding.formatted("t", "m", "m")));
        desk.call("TransactWriteItems", adding.formatted("u", "n", "n"));
        assertEquals("2", counter());
        desk.clock.advance(Duration.ofMinutes(10));
        desk.call("TransactWriteItems", adding.formatted("t", "n", "n"));
        assertEquals("3", counter());
    }

    private String counter() throws Exception {
        return (String) Desk.at(desk.call("GetItem", "{" + T + ", " + KEY + "}"), "Item", "n", "N");
    }

    @Test
    void aTransactionThatIsRefusedChangesNothing() throws Exception {
        put("a", 1, "");
        String refusal =
                desk.refusal(
                        "TransactWriteItems",
                        "{'TransactItems': [{'Put': {"
                                + T
                                + ", 'Item': {'p': {'S': 'b'}, 's': {'N': '1'}}}},"
                                + " {'ConditionCheck': {"
                                + T
                                + ", "
                                + KEY
                                + ", 'ConditionExpression': 'attribute_not_exists(p)'}}]}");
        assertEquals(
                "TransactionCanceledException: Transaction cancelled, please refer cancellation"
                        + " reasons for specific reasons [None, ConditionalCheckFailed]",
                refusal);
        assertEquals(1, desk.call("Scan", "{" + T + "}").get("Count"));
        assertEquals(
                "ValidationException: Transaction request cannot include multiple operations on one"
                        + " item",
                desk.refusal(
                        "TransactWriteItems",
                        "{'TransactItems': [{'Delete': {%s, %s}}, {'Delete': {%s, %s}}]}"
                                .formatted(T, KEY, T, KEY)));
    }

    @Test
    void aKeyOnceInABatch() throws Exception {
        String item = "{'PutRequest': {'Item': {'p': {'S': 'a'}, 's': {'N': '%s'}}}}";
        assertEquals(
                "ValidationException: Provided list of item keys contains duplicates",
                desk.refusal(
                        "BatchWriteItem",
                        "{'RequestItems': {'orders': [%s, %s]}}"
                                .formatted(item.formatted("1"), item.formatted("1.0"))));
        assertEquals(0, desk.call("Scan", "{" + T + "}").get("Count"));
        assertEquals(
                Desk.json("{'UnprocessedItems': {}}"),
                desk.call(
                        "BatchWriteItem",
                        "{'RequestItems': {'orders': [%s, %s]}}"
                                .formatted(item.formatted("1"), item.formatted("2"))));
        assertEquals(
                2,
                ((List<?>)
                                Desk.at(
                                        desk.call(
                                                "BatchGetItem",
                                                "{'RequestItems': {'orders': {'Keys': [{'p': {'S':"
                                                    + " 'a'}, 's': {'N': '1'}}, {'p': {'S': 'a'},"
                                                    + " 's': {'N': '2'}}, {'p': {'S': 'x'}, 's':"
                                                    + " {'N': '2'}}]}}}"),
                                        "Responses",
                                        "orders"))
                        .size());
    }

    @Test
    void memoryHasALimitThatDeletingMakesRoomUnder() throws Exception {
        String large = "x".repeat(300_000);
        int put = 0;
        String refusal = "";
        while (refusal.isEmpty()) {
            String answer =
                    desk.refusal(
                            "PutItem",
                            "{%s, 'Item': {'p': {'S': 'a'}, 's': {'N': '%d'}, 'v': {'S': '%s'}}}"
                                    .formatted(T, put, large));
            if (answer.startsWith("answered")) put++;
            else refusal = answer;
        }
        assertEquals("LimitExceededException", refusal.substring(0, refusal.indexOf(':')));
        assertEquals(13, put);
        desk.call("DeleteItem", "{" + T + ", " + KEY + "}");
        put("b", 1, "");
    }

    @Test
    void capacityIsCountedExactly() throws Exception {
        String item =
                "{%s, 'ReturnConsumedCapacity': 'INDEXES', 'Item': {'p': {'S': 'a'}, 's': {'N':"
                        + " '1'}%s}}";
        String kib = ", 'v': {'S': '" + "x".repeat(1_024) + "'}";
        assertEquals(1.0, units(desk.call("PutItem", item.formatted(T, ""))));
        assertEquals(2.0, units(desk.call("PutItem", item.formatted(T, kib))));
        // As large as what was there before; and the index, of the new item.
        Map<?, ?> indexed = desk.call("PutItem", item.formatted(T, ", 'g': {'S': 'g'}"));
        assertEquals(3.0, units(indexed));
        assertEquals(
                Desk.json("{'byG': {'CapacityUnits': 1.0}}"),
                Desk.at(indexed, "ConsumedCapacity", "GlobalSecondaryIndexes"));
        String get = "{%s, %s, 'ConsistentRead': %s, 'ReturnConsumedCapacity': 'TOTAL'}";
        assertEquals(1.0, units(desk.call("GetItem", get.formatted(T, KEY, true))));
        assertEquals(0.5, units(desk.call("GetItem", get.formatted(T, KEY, false))));
    }

    private static Object units(Map<?, ?> answer) {
        return Desk.at(answer, "ConsumedCapacity", "CapacityUnits");
    }

    @Test
    void aPageEndsBeforeAMebibyte() throws Exception {
        for (int i = 0; i < 4; i++) put("a", i, ", 'v': {'S': '" + "x".repeat(300_000) + "'}");
        Map<?, ?> page = desk.call("Scan", "{" + T + ", 'Select': 'COUNT'}");
        assertEquals(3, page.get("Count"));
        assertEquals(Desk.json("{'p': {'S': 'a'}, 's': {'N': '2'}}"), page.get("LastEvaluatedKey"));
    }

    @Test
    void wrongItemsAndKeysAreRefusedInTheServicesWords() throws Exception {
        String put = "{" + T + ", 'Item': ";
        String invalid = "ValidationException: One or more parameter values were invalid: ";
        assertEquals(
                invalid + "Missing the key s in the item",
                desk.refusal("PutItem", put + "{'p': {'S': 'a'}}}"));
        assertEquals(
                invalid + "Type mismatch for key s expected: N actual: S",
                desk.refusal("PutItem", put + "{'p': {'S': 'a'}, 's': {'S': '1'}}}"));
        assertEquals(
                "ValidationException: One or more parameter values are not valid. The"
                        + " AttributeValue for a key attribute cannot contain an empty string"
                        + " value. Key: p",
                desk.refusal("PutItem", put + "{'p': {'S': ''}, 's': {'N': '1'}}}"));
        assertEquals(
                "ValidationException: The provided key element does not match the schema",
                desk.refusal("GetItem", "{" + T + ", 'Key': {'p': {'S': 'a'}}}"));
        assertEquals(
                "ValidationException: Item size has exceeded the maximum allowed size",
                desk.refusal(
                        "PutItem",
                        put
                                + "{'p': {'S': 'a'}, 's': {'N': '1'}, 'v': {'S': '"
                                + "x".repeat(400 << 10)
                                + "'}}}"));
        assertEquals(
                "ValidationException: Supplied AttributeValue has more than one datatypes set, must"
                        + " contain exactly one of the supported datatypes",
                desk.refusal("PutItem", put + "{'p': {'S': 'a', 'N': '1'}, 's': {'N': '1'}}}"));
        assertEquals(
                "ValidationException: Query condition missed key schema element: p",
                desk.refusal(
                        "Query",
                        "{"
                                + T
                                + ", 'KeyConditionExpression': 's = :s',"
                                + " 'ExpressionAttributeValues': {':s': {'N': '1'}}}"));
        assertEquals(
                "ValidationException: Consistent reads are not supported on global secondary"
                        + " indexes",
                desk.refusal("Scan", "{" + T + ", 'IndexName': 'byG', 'ConsistentRead': true}"));
    }
}
