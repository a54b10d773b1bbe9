package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Updates that take values from elsewhere in the same item.
class NestedUpdateTest {
    private static final String ITEM =
            "'TableName': 'orders', 'Key': {'p': {'S': 'a'}, 's': {'N': '1'}}";

    private final Desk desk = new Desk();

    @BeforeEach
    void anItem() throws Exception {
        desk.createTable("orders");
        desk.call(
                "PutItem",
                """
                {'TableName': 'orders', 'Item': {'p': {'S': 'a'}, 's': {'N': '1'},
                 'm1': {'M': {'n': {'N': '1'}}}, 'm2': {'M': {}}}}
                """);
    }

    private String update(String expression, String values) throws Exception {
        return desk.refusal(
                "UpdateItem",
                "{%s, 'UpdateExpression': '%s'%s}".formatted(ITEM, expression, values));
    }

    private Object attribute(String name) throws Exception {
        return Desk.at(desk.call("GetItem", "{" + ITEM + "}"), "Item", name);
    }

    @Test
    void whatIsCopiedDoesNotChangeWithItsOrigin() throws Exception {
        update("SET m2.k1 = m1, m1.n = :n", ", 'ExpressionAttributeValues': {':n': {'N': '2'}}");
        assertEquals(Desk.json("{'M': {'n': {'N': '2'}}}"), attribute("m1"));
        assertEquals(Desk.json("{'M': {'k1': {'M': {'n': {'N': '1'}}}}}"), attribute("m2"));
    }

    @Test
    void aMapCanBePutIntoItself() throws Exception {
        update("SET m1.k1 = m1", "");
        assertEquals(
                Desk.json("{'M': {'n': {'N': '1'}, 'k1': {'M': {'n': {'N': '1'}}}}}"),
                attribute("m1"));
    }

    @Test
    void updatesNestNoDeeperThanRequests() throws Exception {
        String refusal = "answered: {}";
        int times = 0;
        for (; refusal.equals("answered: {}"); times++)
            refusal = update("SET m1.k1 = m1, m2.k1 = m1", "");
        assertEquals(
                "ValidationException: Nesting Levels have exceeded supported limits: Attributes of"
                        + " an item may be nested up to 32 levels deep",
                refusal);
        assertEquals(32, times);
    }
}
