package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.kinesis.PutRecordInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class JsonReaderTest {
    private static JsonReader reader(String json) {
        // ISO 8859-1 lets a test name any byte.
        byte[] bytes = json.getBytes(StandardCharsets.ISO_8859_1);
        return new JsonReader(bytes, 0, bytes.length);
    }

    private static void skip(String json) {
        JsonReader reader = reader(json);
        reader.skipValue();
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "0",
                "-0",
                "1.5e-3",
                "1E+9",
                "\"\"",
                "true",
                " \t\r\n[ 1 , { } ] \n",
                "{\"a\":{\"a\":[]},\"\":null}",
                "\"\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\"",
                "\"\u007f\"",
                "\"\u00f4\u008f\u00bf\u00bf\""
            })
    void isJson(String json) {
        skip(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "\"a",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "[1",
                "[1,",
                "t",
                "tru",
                "nul",
                "-",
                "1.",
                "1e",
                "1e+",
                "\"\\",
                "\"\\u12",
                "\"\\ud83d",
                "\"\u00c3",
                "\"\u00e2\u0082",
                "{\"a\":1,",
                "[[]",
                "\"abcdefghijklmnop"
            })
    void isTruncated(String json) {
        assertThrows(MalformedException.class, () -> skip(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1 2]",
                "[,1]",
                "[1,]",
                "{,}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "]",
                "}",
                "[}",
                "{]",
                "01",
                "-01",
                "+1",
                ".5",
                "1.e5",
                "0x10",
                "NaN",
                "Infinity",
                "-Infinity",
                "True",
                "TRUE",
                "nulll",
                "//\n1",
                "/**/1",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "1 1",
                "{}{}",
                "[] x",
                "\u0000",
                "\u00ef\u00bb\u00bf{}",
                "\u00a0{}",
                "{\"a\":1}\u0000"
            })
    void isNotJson(String json) {
        assertThrows(MalformedException.class, () -> skip(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\ud800\\ud800",
                "\\ud800x",
                "\\ud800\\n",
                "\\udbff\\ue000",
                "\u00ed\u00a0\u0080",
                "\u00c0\u0080",
                "\u00e0\u0080\u0080",
                "\u00f0\u0080\u0080\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00ff",
                "\u0080",
                "\u00c3x",
                "\u00e2\u0082x"
            })
    void isNoText(String text) {
        assertThrows(MalformedException.class, () -> skip("\"" + text + "\""));
        assertThrows(
                MalformedException.class,
                () -> PutRecordInput.TYPE.read(reader("{\"StreamName\":\"" + text + "\"}")));
        assertThrows(
                MalformedException.class,
                () -> PutRecordInput.TYPE.read(reader("{\"" + text + "\":1}")));
        assertThrows(
                MalformedException.class,
                () -> PutRecordInput.TYPE.read(reader("{\"Data\":\"" + text + "\"}")));
    }

    @Test
    void nestsAsDeepAsAllowedAndNoDeeper() {
        int depth = ShapeReader.MAX_DEPTH;
        skip("[".repeat(depth) + "]".repeat(depth));
        skip("{\"a\":".repeat(depth) + "1" + "}".repeat(depth));
        assertThrows(
                MalformedException.class,
                () -> skip("[".repeat(depth + 1) + "]".repeat(depth + 1)));
        assertThrows(MalformedException.class, () -> skip("{\"a\":[".repeat(5_000_000)));
        String unknown = "{\"Unknown\":";
        assertThrows(
                MalformedException.class,
                () -> PutRecordInput.TYPE.read(reader(unknown + "[".repeat(depth))));
    }

    @Test
    void saysWhereItBroke() {
        var e = assertThrows(MalformedException.class, () -> skip("{\"a\":\n tru}"));
        assertEquals("no JSON value at byte 7", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"plain", "umlaut ü", "'日本語 \\ and \"quotes\"'", "🐟", "'\u0001'", "''"})
    void readsTheStringThatWasWritten(String text) {
        var writer = new JsonWriter();
        PutRecordInput.builder().streamName(text).partitionKey(text + text).build().write(writer);
        var read = PutRecordInput.TYPE.read(new JsonReader(writer.array(), 0, writer.length()));
        assertEquals(text, read.streamName());
        assertEquals(text + text, read.partitionKey());
    }

    @Test
    void readsOnlyItsPartOfTheArray() {
        byte[] bytes = "xx{\"StreamName\":\"s\"}\"}".getBytes(StandardCharsets.US_ASCII);
        var reader = new JsonReader(bytes, 2, 18);
        assertEquals("s", PutRecordInput.TYPE.read(reader).streamName());
        reader.end();
        for (int length = 0; length < 18; length++) {
            var truncated = new JsonReader(bytes, 2, length);
            assertThrows(MalformedException.class, () -> PutRecordInput.TYPE.read(truncated));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> new JsonReader(bytes, 2, 21));
    }

    @Test
    void longStringsAreFoundToTheirEndAtEveryAlignment() {
        for (int length = 0; length < 100; length++)
            for (String special : new String[] {"", "\\n", "\u00c3\u00bc"}) {
                byte[] quiet = new byte[length];
                Arrays.fill(quiet, (byte) 'a');
                String text = new String(quiet, StandardCharsets.US_ASCII);
                String json = "{\"StreamName\":\"" + text + special + text + "\",\"a\":\"\"}";
                String expected =
                        text + special.replace("\\n", "\n").replace("\u00c3\u00bc", "ü") + text;
                assertEquals(expected, PutRecordInput.TYPE.read(reader(json)).streamName());
            }
    }
}
