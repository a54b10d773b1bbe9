package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.kinesis.AddTagsToStreamInput;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DescribeStreamInput;
import dev.millrace.model.kinesis.EnableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.RemoveTagsFromStreamInput;
import dev.millrace.model.kinesis.ShardFilter;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The messages of validation, letter by letter.
class ViolationsTest {
    private static final Blob DATA = Blob.of(new byte[3]);

    private static <T extends Shape> String message(ShapeType<T> type, T value) {
        var violations = new Violations();
        type.validate(value, violations);
        assertFalse(violations.isEmpty());
        return violations.message();
    }

    private static <T extends Shape> void assertFine(ShapeType<T> type, T value) {
        var violations = new Violations();
        type.validate(value, violations);
        assertTrue(violations.isEmpty(), violations::message);
    }

    private static PutRecordInput.Builder record() {
        return PutRecordInput.builder().streamName("s").data(DATA).partitionKey("k");
    }

    @Test
    void pathsLeadThroughMapsAndListsOfLists() {
        var violations = new Violations();
        violations.enter("requestItems");
        violations.entry("orders");
        violations.check(null, List.of(), new Rule.Size(1, 25));
        violations.enter(null);
        violations.element(2);
        violations.required("key", null);
        violations.leave();
        violations.leave();
        assertEquals(
                "2 validation errors detected: Value '[]' at 'requestItems.orders.member' failed to"
                        + " satisfy constraint: Member must have length greater than or equal to 1;"
                        + " Value null at 'requestItems.orders.member.2.member.key' failed to"
                        + " satisfy constraint: Member must not be null",
                violations.message());
    }

    @Test
    void whatIsMissing() {
        assertEquals(
                "1 validation error detected: Value null at 'data' failed to satisfy constraint:"
                        + " Member must not be null",
                message(PutRecordInput.TYPE, record().data(null).build()));
        assertEquals(
                "2 validation errors detected: Value null at 'shardId' failed to satisfy"
                        + " constraint: Member must not be null; Value null at 'shardIteratorType'"
                        + " failed to satisfy constraint: Member must not be null",
                message(GetShardIteratorInput.TYPE, GetShardIteratorInput.TYPE.empty()));
        assertFine(PutRecordInput.TYPE, record().partitionKey(null).build());
    }

    @Test
    void anEmptyStringBreaksThePatternFirstAndTheLengthThen() {
        assertEquals(
                "2 validation errors detected: Value '' at 'streamName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern:"
                        + " [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1",
                message(PutRecordInput.TYPE, record().streamName("").build()));
    }

    @Test
    void aStringThatIsTooLong() {
        String key = "k".repeat(257);
        assertEquals(
                "1 validation error detected: Value '"
                        + key
                        + "' at 'partitionKey' failed to satisfy constraint: Member must have"
                        + " length less than or equal to 256",
                message(PutRecordInput.TYPE, record().partitionKey(key).build()));
        assertFine(PutRecordInput.TYPE, record().partitionKey("k".repeat(256)).build());
    }

    @Test
    void lengthCountsCharactersNotSurrogates() {
        assertFine(PutRecordInput.TYPE, record().partitionKey("🐟".repeat(256)).build());
        assertTrue(
                message(PutRecordInput.TYPE, record().partitionKey("🐟".repeat(257)).build())
                        .endsWith("Member must have length less than or equal to 256"));
    }

    @Test
    void anEnumInTheOrderOfTheService() {
        assertEquals(
                "1 validation error detected: Value 'FIRST' at 'shardIteratorType' failed to"
                        + " satisfy constraint: Member must satisfy enum value set:"
                        + " [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER,"
                        + " TRIM_HORIZON]",
                message(
                        GetShardIteratorInput.TYPE,
                        GetShardIteratorInput.builder()
                                .shardId("shardId-000000000000")
                                .shardIteratorType("FIRST")
                                .build()));
    }

    @Test
    void numbersOutOfRange() {
        var input = GetRecordsInput.builder().shardIterator("i");
        assertEquals(
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint:"
                        + " Member must have value greater than or equal to 1",
                message(GetRecordsInput.TYPE, input.limit(0).build()));
        assertEquals(
                "1 validation error detected: Value '10001' at 'limit' failed to satisfy"
                        + " constraint: Member must have value less than or equal to 10000",
                message(GetRecordsInput.TYPE, input.limit(10_001).build()));
        assertFine(GetRecordsInput.TYPE, input.limit(10_000).build());
    }

    @Test
    void aBlobPrintsAsABuffer() {
        assertEquals(
                "1 validation error detected: Value"
                        + " 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'data'"
                        + " failed to satisfy constraint: Member must have length less than or"
                        + " equal to 10485760",
                message(PutRecordInput.TYPE, record().data(Blob.of(new byte[10_485_761])).build()));
    }

    @Test
    void elementsAreCountedFromOne() {
        var fine = PutRecordsRequestEntry.builder().data(DATA).partitionKey("k").build();
        var dataless = PutRecordsRequestEntry.builder().partitionKey("k").build();
        assertEquals(
                "1 validation error detected: Value null at 'records.2.member.data' failed to"
                        + " satisfy constraint: Member must not be null",
                message(
                        PutRecordsInput.TYPE,
                        PutRecordsInput.builder().records(List.of(fine, dataless)).build()));
        var records = Arrays.asList(fine, fine);
        Collections.fill(records.subList(1, 2), null);
        assertEquals(
                "1 validation error detected: Value null at 'records.2.member' failed to satisfy"
                        + " constraint: Member must not be null",
                message(PutRecordsInput.TYPE, PutRecordsInput.builder().records(records).build()));
    }

    @Test
    void membersOfStructuresAreDotted() {
        assertEquals(
                "1 validation error detected: Value null at 'shardFilter.type' failed to satisfy"
                        + " constraint: Member must not be null",
                message(
                        ListShardsInput.TYPE,
                        ListShardsInput.builder()
                                .shardFilter(ShardFilter.builder().shardId("s").build())
                                .build()));
    }

    @Test
    void structuresInListsPrintAsTheServicesObjects() {
        var entry = PutRecordsRequestEntry.builder().data(DATA).partitionKey("k").build();
        String message =
                message(
                        PutRecordsInput.TYPE,
                        PutRecordsInput.builder().records(Collections.nCopies(501, entry)).build());
        String object =
                "com\\.amazonaws\\.kinesis\\.v20131202\\.PutRecordsRequestEntry@[0-9a-f]{1,8}";
        assertTrue(
                message.matches(
                        "1 validation error detected: Value '\\["
                                + object
                                + "(, "
                                + object
                                + "){500}]' at 'records' failed to satisfy constraint: Member must"
                                + " have length less than or equal to 500"),
                message);
    }

    @Test
    void anEmptyList() {
        assertEquals(
                "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1",
                message(
                        PutRecordsInput.TYPE,
                        PutRecordsInput.builder().records(List.of()).build()));
    }

    @Test
    void elementsOfAListOfStrings() {
        assertEquals(
                "1 validation error detected: Value '[a, ]' at 'tagKeys' failed to satisfy"
                        + " constraint: Member must satisfy constraint: [Member must have length"
                        + " less than or equal to 128, Member must have length greater than or"
                        + " equal to 1]",
                message(
                        RemoveTagsFromStreamInput.TYPE,
                        RemoveTagsFromStreamInput.builder().tagKeys(List.of("a", "")).build()));
        assertEquals(
                "1 validation error detected: Value '[Everything]' at 'shardLevelMetrics' failed to"
                        + " satisfy constraint: Member must satisfy constraint: [Member must"
                        + " satisfy enum value set: [IncomingBytes, IncomingRecords, OutgoingBytes,"
                        + " OutgoingRecords, WriteProvisionedThroughputExceeded,"
                        + " ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, ALL]]",
                message(
                        EnableEnhancedMonitoringInput.TYPE,
                        EnableEnhancedMonitoringInput.builder()
                                .shardLevelMetrics(List.of("Everything"))
                                .build()));
    }

    @Test
    void keysAndValuesOfAMap() {
        var tags = new LinkedHashMap<String, String>();
        tags.put("", "b");
        tags.put("c", "d".repeat(257));
        assertEquals(
                ("2 validation errors detected: Value '{=b, c=%1$s}' at 'tags' failed to satisfy"
                                + " constraint: Map keys must satisfy constraint: [Member must have"
                                + " length less than or equal to 128, Member must have length"
                                + " greater than or equal to 1]; Value '{=b, c=%1$s}' at 'tags'"
                                + " failed to satisfy constraint: Map value must satisfy"
                                + " constraint: [Member must have length less than or equal to 256,"
                                + " Member must have length greater than or equal to 0]")
                        .formatted("d".repeat(257)),
                message(
                        AddTagsToStreamInput.TYPE,
                        AddTagsToStreamInput.builder().streamName("s").tags(tags).build()));
        assertEquals(
                "1 validation error detected: Value '{}' at 'tags' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 1",
                message(
                        CreateStreamInput.TYPE,
                        CreateStreamInput.builder().streamName("s").tags(Map.of()).build()));
    }

    @Test
    void noMoreThanTen() {
        String message =
                message(
                        PutRecordsInput.TYPE,
                        PutRecordsInput.builder()
                                .records(
                                        Collections.nCopies(
                                                11, PutRecordsRequestEntry.TYPE.empty()))
                                .build());
        assertTrue(message.startsWith("10 validation errors detected: "), message);
        assertEquals(10, message.split("; ").length);
        assertTrue(message.contains("'records.10.member.data'"), message);
    }

    @Test
    void aPatternHasToMatchTheWholeString() {
        assertTrue(
                message(
                                DescribeStreamInput.TYPE,
                                DescribeStreamInput.builder().streamName("a b").build())
                        .contains("Member must satisfy regular expression pattern"));
    }

    @Test
    void aValueBeyondReasonIsPrintedInPart() {
        String message =
                message(
                        DescribeStreamInput.TYPE,
                        DescribeStreamInput.builder().streamName("n".repeat(10_000_000)).build());
        assertTrue(message.length() < 70_000);
        assertTrue(message.contains("nnn...' at 'streamName' failed"));
    }
}
