package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordOutput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsOutput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.PutRecordsResultEntry;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.SequenceNumber;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class WriteTest {
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final String THROTTLED = "ProvisionedThroughputExceededException";
    private static final String THROTTLED_0 =
            "Rate exceeded for shard shardId-000000000000 in stream s under account 123456789012.";

    private static SequenceNumber number(String text) {
        return assertInstanceOf(SequenceNumber.Parsed.Current.class, SequenceNumber.parse(text))
                .number();
    }

    private static List<PutRecordsResultEntry> results(PutRecordsOutput output) {
        return Objects.requireNonNull(output.records());
    }

    private static List<String> codes(PutRecordsOutput output) {
        return results(output).stream().map(result -> String.valueOf(result.errorCode())).toList();
    }

    @Test
    void aRecordsNumberHoldsItsShardItsPlaceAndItsTime() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.clock.advance(Duration.ofSeconds(5));
        PutRecordOutput output = service.put("s", "a", "x");
        assertEquals("shardId-000000000000", output.shardId());
        assertNull(output.encryptionType());
        String text = Objects.requireNonNull(output.sequenceNumber());
        assertEquals(56, text.length());
        long start = Service.START_MS / 1_000;
        assertEquals(new SequenceNumber(start, 1, start + 5, 0), number(text));
        String next = Objects.requireNonNull(service.put("s", "a", "y").sequenceNumber());
        assertTrue(next.compareTo(text) > 0);
    }

    @Test
    void everyKeyLandsWhereItsMd5OrItsExplicitHashKeySays() throws Exception {
        Service service = Service.aws().create("s", 3);
        // MD5 of "a", "b", "e": 0cc1…, 92eb…, e167….
        assertEquals("shardId-000000000000", service.put("s", "a", "").shardId());
        assertEquals("shardId-000000000001", service.put("s", "b", "").shardId());
        assertEquals("shardId-000000000002", service.put("s", "e", "").shardId());
        String[][] edges = {
            {"0", "0"},
            {"113427455640312821154458202477256070484", "0"},
            {"113427455640312821154458202477256070485", "1"},
            {"226854911280625642308916404954512140969", "1"},
            {"226854911280625642308916404954512140970", "2"},
            {"340282366920938463463374607431768211455", "2"}
        };
        for (String[] edge : edges)
            assertEquals(
                    "shardId-00000000000" + edge[1],
                    service.call(
                                    Kinesis.PUT_RECORD,
                                    service.put("s").explicitHashKey(edge[0]).build())
                            .shardId());
    }

    @Test
    void resultsStandInTheOrderOfTheRequest() throws Exception {
        Service service = Service.aws().create("s", 3);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (String key : List.of("e", "a", "b", "a"))
            entries.add(new PutRecordsRequestEntry(Service.blob(key), null, key));
        PutRecordsOutput output = service.putAll("s", entries);
        assertEquals(0, output.failedRecordCount());
        assertNull(output.encryptionType());
        assertEquals(
                List.of(
                        "shardId-000000000002",
                        "shardId-000000000000",
                        "shardId-000000000001",
                        "shardId-000000000000"),
                results(output).stream().map(PutRecordsResultEntry::shardId).toList());
        long start = Service.START_MS / 1_000;
        assertEquals(
                new SequenceNumber(start, 2, start, 0).toString(),
                results(output).get(3).sequenceNumber());
        assertEquals(List.of("a", "a"), service.readAll("s", 0));
    }

    @Test
    void aThousandRecordsASecondAndNotOneMore() throws Exception {
        Service service = Service.aws().create("s", 1);
        assertEquals(0, service.putAll("s", Service.entries(500, 0)).failedRecordCount());
        assertEquals(0, service.putAll("s", Service.entries(499, 0)).failedRecordCount());
        PutRecordsOutput output = service.putAll("s", Service.entries(2, 0));
        assertEquals(1, output.failedRecordCount());
        assertEquals(List.of("null", THROTTLED), codes(output));
        assertEquals(THROTTLED_0, results(output).get(1).errorMessage());
        assertNull(results(output).get(1).sequenceNumber());
        assertNull(results(output).get(1).shardId());
        assertEquals(
                THROTTLED + ": " + THROTTLED_0,
                service.error(Kinesis.PUT_RECORD, service.put("s").build()));
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(1, service.putAll("s", Service.entries(2, 0)).failedRecordCount());
    }

    @Test
    void aMebibyteASecondByBytesWithTheKeyAndNotOneMore() throws Exception {
        Service service = Service.aws().create("s", 1);
        int half = (1 << 19) - 1;
        assertEquals(0, service.putAll("s", Service.entries(2, half)).failedRecordCount());
        assertEquals(List.of(THROTTLED), codes(service.putAll("s", Service.entries(1, 0))));
        service.clock.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of("null", THROTTLED),
                codes(
                        service.putAll(
                                "s",
                                List.of(Service.entry("k", half), Service.entry("k", half + 1)))));
    }

    @Test
    void aThrottledShardDoesNotHoldUpTheOthers() throws Exception {
        Service service = Service.aws().create("s", 3);
        for (int i = 0; i < 2; i++) service.putAll("s", same("a", 500));
        List<PutRecordsRequestEntry> mixed = new ArrayList<>(same("a", 1));
        mixed.addAll(same("b", 1));
        assertEquals(List.of(THROTTLED, "null"), codes(service.putAll("s", mixed)));
    }

    private static List<PutRecordsRequestEntry> same(String key, int count) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) entries.add(Service.entry(key, 0));
        return entries;
    }

    @Test
    void withoutLimitsNothingIsThrottled() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        for (int i = 0; i < 20; i++)
            assertEquals(0, service.putAll("s", Service.entries(500, 100)).failedRecordCount());
    }

    @Test
    void ownLimitsReplaceTheProfiles() throws Exception {
        var two = Settings.with("limits", LimitsProfile.OFF, "recordsPerSecond", 2);
        Service service = new Service(two).create("s", 1);
        assertEquals(
                List.of("null", "null", THROTTLED),
                codes(service.putAll("s", Service.entries(3, 100))));
    }

    @Test
    void aRecordOfTheStreamsSizeFitsAndOneByteMoreDoesNot() throws Exception {
        Service service = Service.aws().create("s", 1);
        int most = (1 << 20) - 1;
        service.call(
                Kinesis.PUT_RECORD,
                service.put("s").partitionKey("k").data(Blob.of(new byte[most])).build());
        var over = service.put("s").partitionKey("k").data(Blob.of(new byte[most + 1]));
        assertTrue(
                service.error(Kinesis.PUT_RECORD, over.build()).startsWith("ValidationException"));
    }

    @Test
    void aStreamOfLargeRecordsTakesTenMebibytesOnceAndThenAsTheBurstRefills() throws Exception {
        Service service = Service.aws();
        service.call(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder()
                        .streamName("s")
                        .shardCount(1)
                        .maxRecordSizeInKiB(10_240)
                        .build());
        var large = service.put("s").partitionKey("k").data(Blob.of(new byte[(10 << 20) - 1]));
        service.call(Kinesis.PUT_RECORD, large.build());
        assertEquals(
                THROTTLED + ": " + THROTTLED_0, service.error(Kinesis.PUT_RECORD, large.build()));
        service.clock.advance(Duration.ofSeconds(10));
        service.call(Kinesis.PUT_RECORD, large.build());
    }

    @Test
    void aRequestOfTenMebibytesFitsAndOneByteMoreDoesNot() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        assertEquals(
                0, service.putAll("s", Service.entries(10, (1 << 20) - 1)).failedRecordCount());
        List<PutRecordsRequestEntry> over = Service.entries(10, (1 << 20) - 1);
        over.add(Service.entry("", 1));
        assertEquals(
                "InvalidArgumentException: Records size exceeds 10 MB limit",
                service.error(
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName("s").records(over).build()));
    }

    @Test
    void theOlderLimitOfFiveMebibytesIsASetting() throws Exception {
        var five = Settings.with("limits", LimitsProfile.OFF, "requestBytes", 5 << 20);
        Service service = new Service(five).create("s", 1);
        List<PutRecordsRequestEntry> entries = Service.entries(5, (1 << 20) - 1);
        assertEquals(0, service.putAll("s", entries).failedRecordCount());
        entries.add(Service.entry("k", 0));
        assertEquals(
                "InvalidArgumentException: Records size exceeds 5 MB limit",
                service.error(
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName("s").records(entries).build()));
    }

    @Test
    void aRequestThatIsRefusedChargesNothing() throws Exception {
        Service service = Service.aws().create("s", 1);
        List<PutRecordsRequestEntry> bad = Service.entries(499, 0);
        bad.add(Service.entry("k", 1 << 20));
        for (int i = 0; i < 5; i++)
            service.error(
                    Kinesis.PUT_RECORDS,
                    PutRecordsInput.builder().streamName("s").records(bad).build());
        for (int i = 0; i < 2; i++)
            assertEquals(0, service.putAll("s", Service.entries(500, 0)).failedRecordCount());
        assertEquals(1_000, service.readAll("s", 0).size());
    }

    @Test
    void anEmptyRecordIsARecord() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.put("s", "k", "");
        assertEquals(List.of(""), service.readAll("s", 0));
    }

    @Test
    void aFullQueueThrottlesAndABrokenDiskFails() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.engine.refuse(AppendBatch.Outcome.OVERLOADED);
        assertEquals(
                THROTTLED + ": " + THROTTLED_0,
                service.error(Kinesis.PUT_RECORD, service.put("s").build()));
        PutRecordsOutput output = service.putAll("s", Service.entries(1, 1));
        assertEquals(THROTTLED, results(output).get(0).errorCode());
        assertEquals(THROTTLED_0, results(output).get(0).errorMessage());
        service.engine.refuse(AppendBatch.Outcome.FAILED);
        assertEquals(
                "InternalFailure", service.error(Kinesis.PUT_RECORD, service.put("s").build()));
        output = service.putAll("s", Service.entries(1, 1));
        assertEquals("InternalFailure", results(output).get(0).errorCode());
        assertEquals("Internal Service Failure", results(output).get(0).errorMessage());
        assertEquals(1, output.failedRecordCount());
    }

    @Test
    void anOrderingNumberThatWasGivenOutIsTakenAndOneThatWasNotIsRefused() throws Exception {
        Service service = Service.aws().create("s", 1);
        String given = Objects.requireNonNull(service.put("s", "k", "1").sequenceNumber());
        PutRecordInput.Builder next = service.put("s").sequenceNumberForOrdering(given);
        String higher =
                Objects.requireNonNull(
                        service.call(Kinesis.PUT_RECORD, next.build()).sequenceNumber());
        assertTrue(higher.compareTo(given) > 0);
        service.call(Kinesis.PUT_RECORD, service.put("s").sequenceNumberForOrdering("0").build());
        long start = Service.START_MS / 1_000;
        String notYet = new SequenceNumber(start, 4, start, 0).toString();
        String future = new SequenceNumber(start, 1, start + 1, 0).toString();
        for (String number : List.of(notYet, future))
            assertTrue(
                    service.error(
                                    Kinesis.PUT_RECORD,
                                    service.put("s").sequenceNumberForOrdering(number).build())
                            .startsWith(
                                    "InvalidArgumentException: ExclusiveMinimumSequenceNumber"));
    }

    @Test
    void aPutThatLosesTheRaceAgainstASplitGoesToTheChild() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "a", "before");
        service.engine.hold();
        var entries =
                List.of(
                        new PutRecordsRequestEntry(Service.blob("low"), null, "a"),
                        new PutRecordsRequestEntry(Service.blob("high"), null, "b"));
        var answer =
                service.start(
                        Service.CALLER,
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName("s").records(entries).build());
        assertFalse(answer.isThere());
        service.split("s", 0, HALF);
        service.engine.release();
        PutRecordsOutput output = answer.get();
        assertEquals(0, output.failedRecordCount());
        assertEquals(
                List.of("shardId-000000000001", "shardId-000000000002"),
                results(output).stream().map(PutRecordsResultEntry::shardId).toList());
        assertEquals(List.of("before"), service.readAll("s", 0));
        assertEquals(List.of("low"), service.readAll("s", 1));
        assertEquals(List.of("high"), service.readAll("s", 2));
    }

    @Test
    void aReroutedRecordIsChargedToTheChild() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.engine.hold();
        var first =
                service.start(
                        Service.CALLER,
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName("s").records(same("a", 500)).build());
        var second =
                service.start(
                        Service.CALLER,
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName("s").records(same("a", 500)).build());
        service.split("s", 0, HALF);
        service.engine.release();
        assertEquals(0, first.get().failedRecordCount());
        assertEquals(0, second.get().failedRecordCount());
        assertEquals(List.of(THROTTLED), codes(service.putAll("s", same("a", 1))));
        assertEquals(List.of("null"), codes(service.putAll("s", same("b", 1))));
    }

    @Test
    void aPutThatLosesTheRaceAgainstADeletionFindsNoStream() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.engine.hold();
        var one = service.start(Service.CALLER, Kinesis.PUT_RECORD, service.put("s").build());
        var several =
                service.start(
                        Service.CALLER,
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder().streamName("s").records(same("a", 1)).build());
        service.call(Kinesis.DELETE_STREAM, DeleteStreamInput.builder().streamName("s").build());
        service.create("s", 1);
        service.engine.release();
        var error = assertThrows(ApiException.class, one::get);
        assertEquals("Stream s under account 123456789012 not found.", error.getMessage());
        assertEquals(List.of("InternalFailure"), codes(several.get()));
        assertEquals(List.of(), service.readAll("s", 0), "not a record of the stream of before");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.error(Kinesis.PUT_RECORD, service.put("s").dryRun(true).build());
        assertEquals(List.of(), service.readAll("s", 0));
    }
}
