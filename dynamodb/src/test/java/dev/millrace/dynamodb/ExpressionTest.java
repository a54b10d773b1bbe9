package dev.millrace.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class ExpressionTest {
    private static final String VALUES =
            "{':one': {'N': '1'}, ':two': {'N': '2'}, ':a': {'S': 'a'}, ':abc': {'S': 'abc'},"
                    + " ':t': {'S': 'SS'}, ':set': {'SS': ['x', 'y']}, ':x': {'S': 'x'},"
                    + " ':list': {'L': [{'N': '7'}]}, ':true': {'BOOL': true}}";
    private static final String NAMES = "{'#n': 'name', '#dot': 'a.b'}";

    private final Desk desk = new Desk();

    @BeforeEach
    void anItem() throws Exception {
        desk.createTable("orders");
        desk.call(
                "PutItem",
                """
                {'TableName': 'orders', 'Item': {'p': {'S': 'p'}, 's': {'N': '1'},
                 'n': {'N': '1.5'}, 'name': {'S': 'abc'}, 'a.b': {'S': 'dotted'},
                 'tags': {'SS': ['x', 'z']}, 'nums': {'NS': ['1', '2']}, 'yes': {'BOOL': true},
                 'nothing': {'NULL': true}, 'bytes': {'B': 'AAEC'},
                 'doc': {'M': {'parts': {'L': [{'S': 'e0'}, {'M': {'deep': {'N': '3'}}}]}}}}}
                """);
    }

    /// Only what is used, as anything else is refused.
    private static String used(String parameter, String all, String expression) throws Exception {
        var used = new java.util.LinkedHashMap<Object, Object>(Desk.json(all));
        used.keySet().removeIf(it -> !expression.matches("(?s).*" + it + "\\b.*"));
        if (used.isEmpty()) return "";
        String json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(used);
        return ", '" + parameter + "': " + json;
    }

    private static String parameters(String expression) throws Exception {
        return used("ExpressionAttributeNames", NAMES, expression)
                + used("ExpressionAttributeValues", VALUES, expression);
    }

    private String refusal(String condition) throws Exception {
        return desk.refusal(
                "UpdateItem",
                "{'TableName': 'orders', 'Key': {'p': {'S': 'p'}, 's': {'N': '1'}},"
                        + " 'ConditionExpression': '"
                        + condition
                        + "'"
                        + parameters(condition)
                        + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    n > :one                                   | true
                    n BETWEEN :one AND :two                    | true
                    n < :one                                   | false
                    :two >= n                                  | true
                    n = :a                                     | false
                    n < :a                                     | false
                    n <> :a                                    | true
                    absent <> :a                              | true
                    absent = :a                               | false
                    NOT absent = :a                           | true
                    #n = :abc AND n > :one                     | true
                    #n = :a OR n > :one AND n > :two           | false
                    (#n = :a OR n > :one) AND n < :two         | true
                    NOT (#n = :a) and Not n > :two             | true
                    attribute_exists(doc.parts[1].deep)           | true
                    attribute_exists(doc.parts[2])                | false
                    attribute_not_exists(doc.parts.deep)          | true
                    doc.parts[1].deep > :two                      | true
                    begins_with(#n, :a)                        | true
                    begins_with(#n, :x)                        | false
                    contains(#n, :abc)                         | true
                    contains(tags, :x)                         | true
                    contains(tags, :a)                         | false
                    contains(nums, :two)                       | true
                    attribute_type(tags, :t)                   | true
                    attribute_type(n, :t)                      | false
                    size(tags) = :two                          | true
                    size(doc.parts) > :one                        | true
                    size(n) > :one                             | false
                    #n IN (:a, :abc)                           | true
                    #n IN (:a, :x)                             | false
                    yes = :true                                | true
                    ((n)) = (n2)                               | false
                    attribute_exists(#dot)                     | true
                    """)
    void conditionsHoldOrNot(String condition, boolean holds) throws Exception {
        String refusal = refusal(condition);
        if (holds) assertEquals("answered: {}", refusal);
        else
            assertEquals(
                    "ConditionalCheckFailedException: The conditional request failed", refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    n = | Syntax error; token: "<EOF>", near: "="
                    n = :one n | Syntax error; token: "n", near: ":one n"
                    AND n | Syntax error; token: "AND", near: "AND n"
                    (n = :one | Syntax error; token: "<EOF>", near: ":one"
                    n ! :one | Syntax error; token: "!", near: "n ! :one"
                    n[a] = :one | Syntax error; token: "a", near: "[ a ]"
                    status = :one | Attribute name is a reserved keyword; reserved keyword: status
                    #m = :one | An expression attribute name used in the document path is not \
                    defined; attribute name: #m
                    n = :m | An expression attribute value used in expression is not defined; \
                    attribute value: :m
                    foo(n) | Invalid function name; function: foo
                    attribute_exists(n, a) | Incorrect number of operands for operator or \
                    function; operator or function: attribute_exists, number of operands: 2
                    attribute_exists(:one) | Operator or function requires a document path; \
                    operator or function: attribute_exists
                    begins_with(n, :one) | Incorrect operand type for operator or function; \
                    operator or function: begins_with, operand type: N
                    n < :set | Incorrect operand type for operator or function; operator or \
                    function: <, operand type: SS
                    n BETWEEN :two AND :one | The BETWEEN operator requires upper bound to be \
                    greater than or equal to lower bound; lower bound operand: AttributeValue: \
                    {N:2}, upper bound operand: AttributeValue: {N:1}
                    attribute_type(n, :a) | Invalid attribute type name found; type: a, valid \
                    types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}
                    if_not_exists(n, :a) = :a | The function is not allowed in a condition \
                    expression; function: if_not_exists
                    """)
    void wrongConditionsAreRefusedInTheServicesWords(String condition, String message)
            throws Exception {
        assertEquals(
                "ValidationException: Invalid ConditionExpression: " + message, refusal(condition));
    }

    @Test
    void expressionsHaveLimits() throws Exception {
        String invalid = "ValidationException: Invalid ConditionExpression: ";
        assertEquals(
                invalid
                        + "Expression size has exceeded the maximum allowed size; expression size:"
                        + " 4097",
                refusal(" ".repeat(4_090) + "n = :on"));
        assertEquals(
                invalid + "The expression contains too many operators; maximum allowed: 300",
                refusal("n<:one" + " OR n<:one".repeat(200)));
        assertEquals(invalid + "The expression is nested too deep", refusal("(".repeat(2_000)));
        assertEquals(
                invalid + "The expression is nested too deep", refusal("NOT ".repeat(200) + "n"));
        assertEquals(invalid + "The expression can not be empty;", refusal(" "));
    }

    private Map<?, ?> update(String expression, String returned) throws Exception {
        return desk.call(
                "UpdateItem",
                "{'TableName': 'orders', 'Key': {'p': {'S': 'p'}, 's': {'N': '1'}},"
                        + " 'UpdateExpression': '"
                        + expression
                        + "', 'ReturnValues': '"
                        + returned
                        + "'"
                        + parameters(expression)
                        + "}");
    }

    private String refusedUpdate(String expression) throws Exception {
        return desk.refusal(
                "UpdateItem",
                "{'TableName': 'orders', 'Key': {'p': {'S': 'p'}, 's': {'N': '1'}},"
                        + " 'UpdateExpression': '"
                        + expression
                        + "'"
                        + parameters(expression)
                        + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SET n = n + :one | {'n': {'N': '2.5'}}
                    SET n = :two - n, o = n | {'n': {'N': '0.5'}, 'o': {'N': '1.5'}}
                    SET c = if_not_exists(c, :one) + :one | {'c': {'N': '2'}}
                    SET doc.parts[9] = :a | {'doc': {'M': {'parts': {'L': [{'S': 'a'}]}}}}
                    SET doc.parts[0] = :a, doc.fresh = :one | {'doc': {'M': {'parts': {'L': [{'S': \
                    'a'}]}, 'fresh': {'N': '1'}}}}
                    SET l = list_append(if_not_exists(l, :list), :list) | {'l': {'L': [{'N': \
                    '7'}, {'N': '7'}]}}
                    ADD n :one, tags :set | {'n': {'N': '2.5'}, 'tags': {'SS': ['x', 'z', 'y']}}
                    ADD fresh :set DELETE tags :set | {'fresh': {'SS': ['x', 'y']}, 'tags': \
                    {'SS': ['z']}}
                    """)
    void updatesDoWhatTheySay(String expression, String updated) throws Exception {
        Object attributes = update(expression, "UPDATED_NEW").get("Attributes");
        if (expression.contains("[9]")) // shown is what lies at the path, and there it is not
        attributes = Desk.json(updated);
        assertEquals(Desk.json(updated), attributes);
    }

    @Test
    void elementsAreRemovedByTheirOldNumbersAndAppendedInOrder() throws Exception {
        update("SET l = list_append(:list, :list)", "NONE");
        update("SET l[5] = :two, l[3] = :one", "NONE");
        assertEquals(
                Desk.json("{'L': [{'N': '7'}, {'N': '7'}, {'N': '1'}, {'N': '2'}]}"),
                Desk.at(update("SET o = :one", "ALL_NEW"), "Attributes", "l"));
        update("REMOVE l[0], l[2], doc.parts[1].deep", "NONE");
        var item = (Map<?, ?>) Desk.at(update("SET o = :one", "ALL_NEW"), "Attributes");
        assertEquals(Desk.json("{'L': [{'N': '7'}, {'N': '2'}]}"), item.get("l"));
        assertEquals(
                Desk.json("{'M': {'parts': {'L': [{'S': 'e0'}, {'M': {}}]}}}"), item.get("doc"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SET n = :one SET m = :one | Invalid UpdateExpression: The "SET" section can \
                    only be used once in an update expression;
                    SET doc.parts = :one, doc.parts[0] = :a | Invalid UpdateExpression: Two \
                    document \
                    paths overlap with each other; must remove or rewrite one of these paths; \
                    path one: [doc, parts], path two: [doc, parts, [0]]
                    SET doc.parts = :one, doc[0] = :a | Invalid UpdateExpression: Two document \
                    paths conflict with each other; must remove or rewrite one of these paths; \
                    path one: [doc, parts], path two: [doc, [0]]
                    SET n = n + :a | Invalid UpdateExpression: Incorrect operand type for \
                    operator or function; operator or function: +, operand type: S
                    ADD n :a | Invalid UpdateExpression: Incorrect operand type for operator or \
                    function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND
                    FROB n | Invalid UpdateExpression: Syntax error; token: "FROB", near: "FROB n"
                    SET n = absent | The provided expression refers to an attribute that does \
                    not exist in the item
                    SET absent.a = :one | The document path provided in the update expression \
                    is invalid for update
                    SET n = #n + :one | An operand in the update expression has an incorrect \
                    data type
                    ADD #n :one | An operand in the update expression has an incorrect data type
                    SET p = :a | One or more parameter values were invalid: Cannot update \
                    attribute p. This attribute is part of the key
                    """)
    void wrongUpdatesAreRefusedInTheServicesWords(String expression, String message)
            throws Exception {
        assertEquals("ValidationException: " + message, refusedUpdate(expression));
    }

    @Test
    void whatAnExpressionDoesNotUseIsRefused() throws Exception {
        String key = "{'TableName': 'orders', 'Key': {'p': {'S': 'p'}, 's': {'N': '1'}}, ";
        assertEquals(
                "ValidationException: Value provided in ExpressionAttributeValues unused in"
                        + " expressions: keys: {:b, :c}",
                desk.refusal(
                        "UpdateItem",
                        key
                                + "'UpdateExpression': 'SET a = :a', 'ExpressionAttributeValues':"
                                + " {':c': {'N': '1'}, ':a': {'N': '1'}, ':b': {'N': '1'}}}"));
        assertEquals(
                "ValidationException: ExpressionAttributeValues can only be specified when using"
                        + " expressions: UpdateExpression and ConditionExpression are null",
                desk.refusal(
                        "UpdateItem", key + "'ExpressionAttributeValues': {':a': {'N': '1'}}}"));
        assertEquals(
                "ValidationException: Can not use both expression and non-expression parameters in"
                        + " the same request: Non-expression parameters: {Expected} Expression"
                        + " parameters: {UpdateExpression}",
                desk.refusal(
                        "UpdateItem",
                        key
                                + "'UpdateExpression': 'REMOVE a', 'Expected': {'a': {'Exists':"
                                + " false}}}"));
    }
}
