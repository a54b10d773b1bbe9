package dev.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.MalformedException;
import dev.millrace.model.MemberName;
import dev.millrace.model.Nothing;
import dev.millrace.model.dynamodb.PutItemInput;
import dev.millrace.model.kinesis.ListStreamsInput;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class ProtocolTest {
    private static final List<Protocol> ALL = List.of(AwsJson.V1_1, AwsCbor.V1_1);

    private static Blob blob(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Blob blob) {
        return new String(blob.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aShapeComesBackAsItWent() {
        var shape = new ListStreamsInput(3, "s", null);
        for (Protocol protocol : ALL) {
            Decoded<ListStreamsInput> back =
                    protocol.decode(ListStreamsInput.TYPE, protocol.encode(shape));
            assertEquals(shape, back.shape());
            assertNull(back.fault());
        }
    }

    @Test
    void nothingIsNoBytes() {
        for (Protocol protocol : ALL) assertEquals(0, protocol.encode(Nothing.NOTHING).length());
    }

    @Test
    void theNamesOfDynamoDbErrorsSayWhereTheyComeFrom() {
        var own =
                new ApiException(
                        "ConditionalCheckFailedException",
                        400,
                        "no",
                        out -> out.member(MemberName.of("Item"), "x"));
        assertEquals(
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                        + "\"message\":\"no\",\"Item\":\"x\"}",
                text(AwsJson.DYNAMODB.encode(own)));
        var common = new ApiException("ValidationException", 400, "no");
        assertEquals(
                "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"no\"}",
                text(AwsJson.DYNAMODB.encode(common)));
    }

    @Test
    void valuesNestAsDeepAsTablesTakeThemAndStopThere() {
        String path = "{\"M\":{\"a\":";
        for (int levels : List.of(0, 1, 32, 60)) {
            String value = path.repeat(levels) + "{\"NS\":[\"1\"]}" + "}}".repeat(levels);
            Blob item = blob("{\"TableName\":\"t\",\"Item\":{\"k\":" + value + "}}");
            var shape = AwsJson.DYNAMODB.decode(PutItemInput.TYPE, item).shape();
            assertEquals(text(item), text(AwsJson.DYNAMODB.encode(shape)));
            AwsJson.DYNAMODB.check(item);
        }
        Blob tooDeep = blob("{\"Item\":{\"k\":" + path.repeat(70) + "1" + "}".repeat(142));
        assertThrows(
                MalformedException.class,
                () -> AwsJson.DYNAMODB.decode(PutItemInput.TYPE, tooDeep));
        assertThrows(MalformedException.class, () -> AwsJson.DYNAMODB.check(tooDeep));
    }

    @Test
    void anErrorIsItsTypeAndItsMessage() throws Exception {
        var error = new ApiException("ResourceNotFoundException", 400, "no \"s\"\n\u00e9");
        assertEquals(
                Map.of("__type", "ResourceNotFoundException", "message", "no \"s\"\n\u00e9"),
                new ObjectMapper().readValue(AwsJson.V1_1.encode(error).toByteArray(), Map.class));
        var bare = new ApiException("InternalFailure", 500, null);
        assertEquals("{\"__type\":\"InternalFailure\"}", text(AwsJson.V1_1.encode(bare)));
        var serialization = new ApiException("SerializationException", 400, "x");
        assertEquals(
                "{\"__type\":\"SerializationException\",\"Message\":\"x\"}",
                text(AwsJson.V1_1.encode(serialization)));
    }

    @Test
    void aWrongTypeIsAFaultAndNotMalformed() {
        Decoded<ListStreamsInput> decoded =
                AwsJson.V1_1.decode(ListStreamsInput.TYPE, blob("{\"Limit\":\"x\"}"));
        assertEquals("class java.lang.String can not be converted to an Integer", decoded.fault());
    }

    @Test
    void whatFollowsTheDocumentIsMalformed() {
        Blob trailing = blob("{}x");
        assertThrows(
                MalformedException.class,
                () -> AwsJson.V1_1.decode(ListStreamsInput.TYPE, trailing));
        assertThrows(MalformedException.class, () -> AwsJson.V1_1.check(trailing));
        Blob twice = Blob.of(new byte[] {(byte) 0xa0, (byte) 0xa0});
        assertThrows(MalformedException.class, () -> AwsCbor.V1_1.check(twice));
    }

    @Test
    void aBodyIsAViewOfItsArray() {
        byte[] array = "xx{\"Limit\":7}yy".getBytes(StandardCharsets.UTF_8);
        Blob view = Blob.of(array, 2, array.length - 4);
        AwsJson.V1_1.check(view);
        assertEquals(
                new ListStreamsInput(7, null, null),
                AwsJson.V1_1.decode(ListStreamsInput.TYPE, view).shape());
    }
}
