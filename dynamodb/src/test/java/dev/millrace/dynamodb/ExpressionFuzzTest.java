package dev.millrace.dynamodb;

import dev.millrace.fuzzing.ParserFuzzing;
import dev.millrace.model.ApiException;
import dev.millrace.model.dynamodb.AttributeValue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Expressions: whatever they say, they are refused in words, or mean something that can be asked
/// of an item.
class ExpressionFuzzTest extends ParserFuzzing {
    ExpressionFuzzTest() {
        super(
                "expressions",
                " AND ",
                " OR ",
                "NOT ",
                "(",
                ")",
                "a.b[1]",
                ":v",
                "#n",
                " = ",
                " BETWEEN ",
                " IN (",
                "size(",
                "begins_with(",
                "attribute_exists(",
                "SET ",
                "REMOVE ",
                "ADD ",
                "if_not_exists(",
                "list_append(",
                " + ");
    }

    @Override
    protected List<byte[]> examples() {
        return List.of(
                "a = :v AND (NOT b.c[1] BETWEEN :v AND :v OR size(#n) IN (:v, c))".getBytes(UTF_8),
                "SET a = if_not_exists(b, :v) + :v, c = list_append(d, e) REMOVE f[1] ADD g :v"
                        .getBytes(UTF_8),
                "a.b[1], #n".getBytes(UTF_8));
    }

    private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

    @Override
    public void parse(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        var item = new java.util.HashMap<String, Value>();
        item.put("a", new Value.Text("x"));
        item.put("name", new Value.Text("y"));
        try {
            ExpressionParser.condition("ConditionExpression", text, placeholders()).holds(item);
        } catch (ApiException refused) {
            requireWords(refused);
        }
        try {
            UpdateParser.parse(text, placeholders()).apply(item);
        } catch (ApiException refused) {
            requireWords(refused);
        }
        try {
            Projection.of(
                            ExpressionParser.projection(
                                    Placeholders.PROJECTION, text, placeholders()))
                    .of(item);
        } catch (ApiException refused) {
            requireWords(refused);
        }
    }

    private static Placeholders placeholders() throws ApiException {
        return Placeholders.of(
                Map.of("#n", "name"),
                Map.of(":v", AttributeValue.builder().n("1").build()),
                new Placeholders.Given("ConditionExpression", ""));
    }

    private static void requireWords(ApiException refused) {
        if (!refused.type().equals("ValidationException")) throw new AssertionError(refused);
    }

    @Override
    protected long mostBytes(int length) {
        return (512 << 10) + 4_096L * length;
    }
}
