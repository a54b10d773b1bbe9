package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.RemoveTagsFromStreamInput;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Every sentence of the service about values of the wrong type, and what it takes without one.
class ConversionFaultsTest {
    private static final String BOOLEAN = "class java.lang.Boolean";
    private static final String NUMBER =
            "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
    private static final String STRING = "class java.lang.String";
    private static final String LIST_FOUND = "Start of list found where not expected";
    private static final String MAP_FOUND = "Start of structure or map found where not expected.";

    private static <T extends Shape> T read(
            ShapeType<T> type, String json, @Nullable String fault) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return read(type, new JsonReader(bytes, 0, bytes.length), fault);
    }

    private static <T extends Shape> T readCbor(
            ShapeType<T> type, String hex, @Nullable String fault) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return read(type, new CborReader(bytes, 0, bytes.length), fault);
    }

    private static <T extends Shape> T read(
            ShapeType<T> type, ShapeReader reader, @Nullable String fault) {
        T shape = type.read(reader);
        reader.end();
        assertEquals(fault, reader.fault());
        return shape;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | class java.lang.Boolean can not be converted to an String",
                "false | class java.lang.Boolean can not be converted to an String",
                "-1.5  | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be"
                        + " converted to an String",
                "[]    | Start of list found where not expected",
                "[[1]] | Start of list found where not expected",
                "{}    | Start of structure or map found where not expected."
            })
    void aString(String value, String fault) {
        var empty = PutRecordInput.TYPE.empty();
        assertEquals(empty, read(PutRecordInput.TYPE, "{\"StreamName\":" + value + "}", fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true   | class java.lang.Boolean can not be converted to an Integer",
                "\"10\" | class java.lang.String can not be converted to an Integer",
                "[1]    | Start of list found where not expected",
                "{}     | Start of structure or map found where not expected."
            })
    void anInteger(String value, String fault) {
        read(GetRecordsInput.TYPE, "{\"Limit\":" + value + "}", fault);
        read(
                GetRecordsOutput.TYPE,
                "{\"MillisBehindLatest\":" + value + "}",
                fault.replace("Integer", "Long"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-0, 0",
        "1.9, 1",
        "-1.9, -1",
        "1e2, 100",
        "12345e-2, 123",
        "0.5e1, 5",
        "2147483647, 2147483647",
        "2147483648, 2147483647",
        "2147483647.9, 2147483647",
        "99999999999999999999999999, 2147483647",
        "1e999999999999, 2147483647",
        "1e-999999999999, 0",
        "-2147483649, -2147483648",
        "-1E400, -2147483648"
    })
    void anIntegerIsCutOffAndClamped(String value, int expected) {
        var input = read(GetRecordsInput.TYPE, "{\"Limit\":" + value + "}", null);
        assertEquals(expected, input.limit());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1           | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can"
                        + " not be converted to an Boolean",
                "\"23\"      | '23' can not be converted to an Boolean",
                "\"\"        | '' can not be converted to an Boolean",
                "[true]      | Start of list found where not expected",
                "{\"a\":[1]} | Start of structure or map found where not expected."
            })
    void aBoolean(String value, String fault) {
        read(PutRecordInput.TYPE, "{\"DryRun\":" + value + "}", fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\"", "\"True\"", "\"yes\"", "\"1\""})
    void aBooleanThatIsTrue(String value) {
        assertEquals(true, read(PutRecordInput.TYPE, "{\"DryRun\":" + value + "}", null).dryRun());
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "\"false\"", "\"no\"", "\"NO\"", "\"0\""})
    void aBooleanThatIsFalse(String value) {
        assertEquals(false, read(PutRecordInput.TYPE, "{\"DryRun\":" + value + "}", null).dryRun());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be"
                        + " converted to a Blob",
                "false | class java.lang.Boolean can not be converted to a Blob",
                "[]    | Start of list found where not expected",
                "{}    | Start of structure or map found where not expected.",
                "\"x\" | 'x' can not be converted to a Blob: Base64 encoded length is expected a"
                        + " multiple of 4 bytes but found: 1",
                "\"aGVsbG8\"  | 'aGVsbG8' can not be converted to a Blob: Base64 encoded length is"
                        + " expected a multiple of 4 bytes but found: 7",
                "\"=aaa\"     | '=aaa' can not be converted to a Blob: Invalid Base64 character:"
                        + " '='",
                "\"a===\"     | 'a===' can not be converted to a Blob: Invalid Base64 character:"
                        + " '='",
                "\"====\"     | '====' can not be converted to a Blob: Invalid Base64 character:"
                        + " '='",
                "\"YQ==YQ==\" | 'YQ==YQ==' can not be converted to a Blob: Invalid Base64"
                        + " character: '='",
                "\"ab-_\"     | 'ab-_' can not be converted to a Blob: Invalid Base64 character:"
                        + " '-'",
                "\"abcü\"     | 'abcü' can not be converted to a Blob: Invalid Base64 character:"
                        + " 'ü'",
                "\"+/+=\"     | '+/+=' can not be converted to a Blob: Invalid last non-pad Base64"
                        + " character dectected",
                "\"YR==\"     | 'YR==' can not be converted to a Blob: Invalid last non-pad Base64"
                        + " character dectected"
            })
    void aBlob(String value, String fault) {
        read(PutRecordInput.TYPE, "{\"Data\":" + value + "}", fault);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "YQ==, a",
        "YWI=, ab",
        "YWJj, abc",
        "Pz8/, ???",
        "Pz8\\/, ???",
        "\\u0050z8/, ???"
    })
    void aBlobThatIsFine(String base64, String expected) {
        var input = read(PutRecordInput.TYPE, "{\"Data\":\"" + base64 + "\"}", null);
        assertEquals(Blob.of(expected.getBytes(StandardCharsets.US_ASCII)), input.data());
    }

    @Test
    void aBlobIsReadRightWhereverItsQuoteIsGuessed() {
        // Two of one length, so that the third is guessed at; there, a quote stands by chance.
        String json =
                """
                {"Records":[{"Data":"YWJjZGVmZ2hp"},{"Data":"YWJjZGVmZ2hp"},\
                {"Data":"YQ==","P":""},{"Data":"YWJj"},{"Data":"YWJjZGVmZ2hp"}]}\
                """;
        var input = read(PutRecordsInput.TYPE, json, null);
        assertEquals(
                List.of("abcdefghi", "abcdefghi", "a", "abc", "abcdefghi"),
                entries(input).stream().map(entry -> text(entry.data())).toList());
    }

    private static List<PutRecordsRequestEntry> entries(PutRecordsInput input) {
        List<PutRecordsRequestEntry> entries = input.records();
        if (entries == null) throw new AssertionError("no records");
        return entries;
    }

    private static String text(@Nullable Blob blob) {
        return blob == null ? "-" : new String(blob.toByteArray(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true    | class java.lang.Boolean can not be converted to milliseconds since"
                        + " epoch",
                "\"now\" | class java.lang.String can not be converted to milliseconds since epoch",
                "[]      | Start of list found where not expected",
                "{}      | Start of structure or map found where not expected."
            })
    void aTimestamp(String value, String fault) {
        read(GetShardIteratorInput.TYPE, "{\"Timestamp\":" + value + "}", fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1538160219.636, 1538160219636",
        "1.538160219636E9, 1538160219636",
        "1.538160219636e+9, 1538160219636",
        "1538160219, 1538160219000",
        "0.0009, 0",
        "-0.0019, -1",
        "1e300, 9223372036854775807",
        "-1e300, -9223372036854775808"
    })
    void aTimestampIsInSeconds(String value, long millis) {
        var input = read(GetShardIteratorInput.TYPE, "{\"Timestamp\":" + value + "}", null);
        assertEquals(Instant.ofEpochMilli(millis), input.timestamp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "\"a\""})
    void aScalarIsNoCollection(String value) {
        read(PutRecordsInput.TYPE, "{\"Records\":" + value + "}", "Expected list or null");
        read(
                RemoveTagsFromStreamInput.TYPE,
                "{\"TagKeys\":" + value + "}",
                "Expected list or null");
        read(CreateStreamInput.TYPE, "{\"Tags\":" + value + "}", "Expected map or null");
        read(CreateStreamInput.TYPE, "{\"StreamModeDetails\":" + value + "}", "Expected null");
        read(PutRecordsInput.TYPE, "{\"Records\":[" + value + "]}", "Expected null");
        read(PutRecordsInput.TYPE, value, "Expected null");
    }

    @Test
    void oneCollectionIsNotAnother() {
        read(PutRecordsInput.TYPE, "{\"Records\":{}}", MAP_FOUND);
        read(CreateStreamInput.TYPE, "{\"Tags\":[{}]}", LIST_FOUND);
        read(CreateStreamInput.TYPE, "{\"StreamModeDetails\":[]}", LIST_FOUND);
        read(PutRecordsInput.TYPE, "{\"Records\":[[]]}", LIST_FOUND);
        read(PutRecordsInput.TYPE, "[]", LIST_FOUND);
    }

    @Test
    void onlyTheFirstFaultIsTold() {
        read(
                PutRecordInput.TYPE,
                "{\"Data\":1,\"StreamName\":true,\"PartitionKey\":[]}",
                NUMBER + " can not be converted to a Blob");
    }

    @Test
    void bytesThatAreNotJsonWinOverAFaultBeforeThem() {
        assertThrows(
                MalformedException.class,
                () -> read(PutRecordInput.TYPE, "{\"Data\":1,\"StreamName\":tru}", null));
    }

    @Test
    void nullsAndUnknownMembersAreIgnored() {
        var input =
                read(
                        PutRecordInput.TYPE,
                        "{\"Data\":null,\"Foo\":{\"a\":[1,{}]},\"StreamName\":\"s\",\"\":null}",
                        null);
        assertEquals(PutRecordInput.builder().streamName("s").build(), input);
        assertEquals(PutRecordInput.TYPE.empty(), read(PutRecordInput.TYPE, " null ", null));
    }

    @Test
    void ofTwoMembersWithOneNameTheLaterCounts() {
        var input = read(PutRecordInput.TYPE, "{\"StreamName\":\"a\",\"StreamName\":\"b\"}", null);
        assertEquals("b", input.streamName());
    }

    @Test
    void aNameMayBeEscaped() {
        var input = read(PutRecordInput.TYPE, "{\"\\u0053tream\\u004eame\":\"a\"}", null);
        assertEquals("a", input.streamName());
    }

    @Test
    void nullElementsStayForTheValidator() {
        var tags = read(CreateStreamInput.TYPE, "{\"Tags\":{\"k\":null,\"l\":\"m\"}}", null).tags();
        assertEquals("{k=null, l=m}", String.valueOf(tags));
        var keys = read(RemoveTagsFromStreamInput.TYPE, "{\"TagKeys\":[null,\"a\"]}", null);
        assertEquals(Arrays.asList(null, "a"), keys.tagKeys());
    }

    @Test
    void noMoreIsKeptOfACollectionThanShowsThatItIsTooLong() {
        String many = "{},".repeat(10_000);
        var input = read(PutRecordsInput.TYPE, "{\"Records\":[" + many + "{}]}", null);
        assertEquals(501, entries(input).size());
        String keys = "\"a\",".repeat(10_000);
        var removed =
                read(
                        RemoveTagsFromStreamInput.TYPE,
                        "{\"TagKeys\":[" + keys + "1]}",
                        NUMBER + " can not be converted to an String");
        assertEquals(51, removed.tagKeys() == null ? 0 : removed.tagKeys().size());
    }

    @Test
    void cborSpeaksTheSameLanguage() {
        // {"StreamName": …}
        String name = "a1 6a 53747265616d4e616d65";
        readCbor(PutRecordInput.TYPE, name + "f5", BOOLEAN + " can not be converted to an String");
        readCbor(PutRecordInput.TYPE, name + "20", NUMBER + " can not be converted to an String");
        readCbor(
                PutRecordInput.TYPE,
                name + "41 00",
                "class java.nio.HeapByteBuffer can not be converted to an String");
        readCbor(PutRecordInput.TYPE, name + "80", LIST_FOUND);
        readCbor(PutRecordInput.TYPE, name + "bf ff", MAP_FOUND);
        assertEquals(
                "ab", readCbor(PutRecordInput.TYPE, name + "7f 61 61 61 62 ff", null).streamName());
        for (String nothing : List.of("f6", "f7", "e0", "f8 ff", "c1 f6"))
            assertNull(readCbor(PutRecordInput.TYPE, name + nothing, null).streamName());
        // {"Data": …}
        String data = "a1 64 44617461";
        readCbor(PutRecordInput.TYPE, data + "61 61", STRING + " can not be converted to a Blob");
        readCbor(PutRecordInput.TYPE, data + "f4", BOOLEAN + " can not be converted to a Blob");
        assertEquals(
                Blob.of(new byte[] {1, 2, 3}),
                readCbor(PutRecordInput.TYPE, data + "5f 42 0102 40 41 03 ff", null).data());
        // {"Records": …}
        String records = "a1 67 5265636f726473";
        readCbor(PutRecordsInput.TYPE, records + "01", "Expected list or null");
        readCbor(PutRecordsInput.TYPE, records + "a0", MAP_FOUND);
        readCbor(PutRecordsInput.TYPE, records + "81 80", LIST_FOUND);
        readCbor(PutRecordsInput.TYPE, records + "81 01", "Expected null");
        // {"Tags": …}
        readCbor(CreateStreamInput.TYPE, "a1 64 54616773 01", "Expected map or null");
        assertEquals(
                Map.of("k", "v"),
                readCbor(CreateStreamInput.TYPE, "a1 64 54616773 bf 616b 6176 ff", null).tags());
        // {"DryRun": "no"}
        assertEquals(
                false, readCbor(PutRecordInput.TYPE, "a1 66 44727952756e 62 6e6f", null).dryRun());
    }

    @ParameterizedTest
    @CsvSource({
        "1a 7fffffff, 2147483647",
        "1a 80000000, 2147483647",
        "1b ffffffffffffffff, 2147483647",
        "3b ffffffffffffffff, -2147483648",
        "20, -1",
        "f9 3e00, 1",
        "fa bff33333, -1",
        "fb 7ff0000000000000, 2147483647",
        "d8 2a 05, 5"
    })
    void anIntegerInCbor(String hex, int expected) {
        var input = readCbor(GetRecordsInput.TYPE, "a1 65 4c696d6974" + hex, null);
        assertEquals(expected, input.limit());
    }

    @ParameterizedTest
    @CsvSource({
        "c1 1b 00000166217e54f4, 1538160219380",
        "1b 00000166217e54f4, 1538160219380",
        "c1 fb 42766217e54f4000, 1538160219380",
        "c1 20, -1"
    })
    void aTimestampInCborIsInMilliseconds(String hex, long millis) {
        var input = readCbor(GetShardIteratorInput.TYPE, "a1 69 54696d657374616d70" + hex, null);
        assertEquals(Instant.ofEpochMilli(millis), input.timestamp());
    }
}
