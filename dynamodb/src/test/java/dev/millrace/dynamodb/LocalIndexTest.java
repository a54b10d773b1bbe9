package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Indexes that share the table's partition key.
class LocalIndexTest {
    private static final String T = "'TableName': 'trips'";

    private final Desk desk = new Desk();

    @BeforeEach
    void aTable() throws Exception {
        desk.call("CreateTable", creation("p"));
        put("a", 1, ", 'far': {'N': '30'}, 'note': {'S': 'x'}");
        put("a", 2, ", 'far': {'N': '-4.5'}");
        put("a", 3, "");
        put("a", 4, ", 'far': {'N': '7'}");
        put("b", 1, ", 'far': {'N': '8'}");
    }

    private static String creation(String partition) {
        return """
        {'TableName': 'trips', 'BillingMode': 'PAY_PER_REQUEST',
         'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'},
                       {'AttributeName': 's', 'KeyType': 'RANGE'}],
         'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},
                                  {'AttributeName': 's', 'AttributeType': 'N'},
                                  {'AttributeName': 'far', 'AttributeType': 'N'}],
         'LocalSecondaryIndexes': [{'IndexName': 'byFar',
            'KeySchema': [{'AttributeName': '%s', 'KeyType': 'HASH'},
                          {'AttributeName': 'far', 'KeyType': 'RANGE'}],
            'Projection': {'ProjectionType': 'KEYS_ONLY'}}]}
        """
                .formatted(partition);
    }

    private Map<?, ?> put(String key, int sort, String more) throws Exception {
        return desk.call(
                "PutItem",
                """
                {%s, 'ReturnItemCollectionMetrics': 'SIZE', 'ReturnConsumedCapacity': 'INDEXES',
                 'Item': {'p': {'S': '%s'}, 's': {'N': '%d'}%s}}
                """
                        .formatted(T, key, sort, more));
    }

    private Map<?, ?> query(String more) throws Exception {
        return desk.call(
                "Query",
                "{%s, 'IndexName': 'byFar', 'ExpressionAttributeValues': {':p': {'S': 'a'}%s}"
                        .formatted(T, more));
    }

    private static List<Object> sorts(Map<?, ?> page) {
        List<Object> sorts = new ArrayList<>();
        for (Object item : (List<?>) Desk.at(page, "Items"))
            sorts.add(Desk.at((Map<?, ?>) item, "s", "N"));
        return sorts;
    }

    @Test
    void aPartitionInAnotherOrder() throws Exception {
        String all = "}, 'KeyConditionExpression': 'p = :p'";
        assertEquals(List.of("2", "4", "1"), sorts(query(all)));
        assertEquals(List.of("1", "4", "2"), sorts(query(all + ", 'ScanIndexForward': false")));
        assertEquals(
                List.of("4", "1"),
                sorts(
                        query(
                                ", ':far': {'N': '0'}}, 'KeyConditionExpression': 'p = :p AND far >"
                                        + " :far'")));
        Map<?, ?> first = query(all + ", 'Limit': 2, 'ConsistentRead': true");
        assertEquals(
                Desk.json("{'p': {'S': 'a'}, 's': {'N': '4'}, 'far': {'N': '7'}}"),
                first.get("LastEvaluatedKey"));
        Map<?, ?> second =
                query(
                        all
                                + ", 'ExclusiveStartKey': {'p': {'S': 'a'}, 's': {'N': '4'}, 'far':"
                                + " {'N': '7'}}");
        assertEquals(List.of("1"), sorts(second));
        assertNull(second.get("LastEvaluatedKey"));
    }

    @Test
    void itemsMoveComeAndGo() throws Exception {
        String all = "}, 'KeyConditionExpression': 'p = :p'";
        put("a", 1, ", 'far': {'N': '0'}");
        put("a", 4, "");
        put("a", 3, ", 'far': {'N': '0'}");
        desk.call("DeleteItem", "{%s, 'Key': {'p': {'S': 'a'}, 's': {'N': '2'}}}".formatted(T));
        assertEquals(List.of("1", "3"), sorts(query(all)));
        assertEquals(
                Desk.json("{'byFar': {'CapacityUnits': 2.0}}"),
                Desk.at(
                        put("a", 3, ", 'far': {'N': '1'}"),
                        "ConsumedCapacity",
                        "LocalSecondaryIndexes"));
    }

    @Test
    void whatTheIndexLacksIsFetchedFromTheTable() throws Exception {
        String far = ", ':far': {'N': '30'}}, 'KeyConditionExpression': 'p = :p AND far = :far'";
        assertEquals(
                Desk.json("{'p': {'S': 'a'}, 's': {'N': '1'}, 'far': {'N': '30'}}"),
                items(query(far)).getFirst());
        Map<?, ?> fetched =
                query(far + ", 'Select': 'ALL_ATTRIBUTES', 'ReturnConsumedCapacity': 'INDEXES'");
        assertEquals(
                Desk.json(
                        "{'p': {'S': 'a'}, 's': {'N': '1'}, 'far': {'N': '30'}, 'note': {'S':"
                                + " 'x'}}"),
                items(fetched).getFirst());
        assertEquals(1.0, Desk.at(fetched, "ConsumedCapacity", "CapacityUnits"));
        assertEquals(
                Desk.json("{'note': {'S': 'x'}}"),
                items(query(far + ", 'ProjectionExpression': 'note'")).getFirst());
    }

    private static List<?> items(Map<?, ?> page) {
        return (List<?>) Desk.at(page, "Items");
    }

    @Test
    void theSizeOfAPartitionIsTold() throws Exception {
        assertEquals(
                Desk.json(
                        "{'ItemCollectionKey': {'p': {'S': 'a'}}, 'SizeEstimateRangeGB': [0.0,"
                                + " 1.0]}"),
                put("a", 5, "").get("ItemCollectionMetrics"));
    }

    @Test
    void anotherPartitionKeyIsRefused() throws Exception {
        desk.call("DeleteTable", "{" + T + "}");
        assertEquals(
                "ValidationException: One or more parameter values were invalid: Table KeySchema"
                        + " does not have a range key, which is required when specifying a"
                        + " LocalSecondaryIndex",
                desk.refusal(
                        "CreateTable",
                        creation("p")
                                .replace(
                                        """
                                        {'AttributeName': 'p', 'KeyType': 'HASH'},
                                                       {'AttributeName': 's', 'KeyType': 'RANGE'}],
                                         'Att\
                                        """,
                                        "{'AttributeName': 'p', 'KeyType': 'HASH'}], 'Att")));
    }
}
