package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.ChildShard;
import dev.millrace.model.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.HashKeyRange;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.ShardFilter;
import dev.millrace.stream.SequenceNumber;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

class ReadTest {
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final String BELOW_HALF = "170141183460469231731687303715884105727";
    private static final String MAX = "340282366920938463463374607431768211455";
    private static final String THROTTLED =
            "ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000"
                    + " in stream s under account 123456789012.";
    private static final String GONE =
            "ResourceNotFoundException: Shard shardId-000000000000 in stream s under account"
                    + " 123456789012 does not exist";

    private static String error(Service service, @Nullable String iterator) {
        return service.error(
                Kinesis.GET_RECORDS, GetRecordsInput.builder().shardIterator(iterator).build());
    }

    private static String horizon(Service service, int shard) throws Exception {
        return service.iterator(Service.iterator("s", shard, "TRIM_HORIZON"));
    }

    private static List<Record> records(GetRecordsOutput output) {
        return Objects.requireNonNull(output.records());
    }

    @Test
    void aRecordIsReadAsItWasWritten() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.clock.advance(Duration.ofMillis(1_234));
        String number = service.put("s", "schlüssel", "data").sequenceNumber();
        GetRecordsOutput output = service.get(horizon(service, 0));
        Record record = records(output).get(0);
        assertEquals(number, record.sequenceNumber());
        assertEquals("schlüssel", record.partitionKey());
        assertEquals(Service.blob("data"), record.data());
        assertNull(record.encryptionType());
        assertEquals(
                Instant.ofEpochMilli(Service.START_MS + 1_234),
                record.approximateArrivalTimestamp());
        assertEquals(0, output.millisBehindLatest());
        assertNull(output.childShards());
        assertNotNull(output.nextShardIterator());
    }

    @Test
    void everyAnswerCarriesAnIteratorThatGoesOnAndTheOldOneMayBeUsedAgain() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        String first = horizon(service, 0);
        service.put("s", "k", "1");
        String second = service.get(first).nextShardIterator();
        service.put("s", "k", "2");
        GetRecordsOutput output = service.get(second);
        assertEquals(List.of("2"), Service.texts(output));
        assertEquals(List.of("1", "2"), Service.texts(service.get(first)));
        GetRecordsOutput empty = service.get(output.nextShardIterator());
        assertEquals(List.of(), records(empty));
        assertNotEquals(output.nextShardIterator(), empty.nextShardIterator());
    }

    @Test
    void aLimitIsKeptAndTheRestIsWhatTheReaderLagsBehind() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        for (int i = 0; i < 5; i++) {
            service.put("s", "k", "" + i);
            service.clock.advance(Duration.ofSeconds(1));
        }
        var two = GetRecordsInput.builder().limit(2);
        String iterator = horizon(service, 0);
        GetRecordsOutput output =
                service.call(Kinesis.GET_RECORDS, two.shardIterator(iterator).build());
        assertEquals(List.of("0", "1"), Service.texts(output));
        assertEquals(4_000, output.millisBehindLatest());
        output = service.get(output.nextShardIterator());
        assertEquals(List.of("2", "3", "4"), Service.texts(output));
        assertEquals(0, output.millisBehindLatest());
    }

    /// Whoever reads until the lag is 0 would else leave some.
    @Test
    void whatHasArrivedInThisMillisecondIsStillToBeRead() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        for (int i = 0; i < 3; i++) service.put("s", "k", "" + i);
        GetRecordsOutput output =
                service.call(
                        Kinesis.GET_RECORDS,
                        GetRecordsInput.builder()
                                .limit(2)
                                .shardIterator(horizon(service, 0))
                                .build());
        assertEquals(1, output.millisBehindLatest());
        assertEquals(0, service.get(output.nextShardIterator()).millisBehindLatest());
    }

    @Test
    void anAnswerHoldsTenThousandRecordsAtMost() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        for (int i = 0; i < 21; i++) service.putAll("s", Service.entries(500, 0));
        GetRecordsOutput output = service.get(horizon(service, 0));
        assertEquals(10_000, records(output).size());
        assertEquals(500, records(service.get(output.nextShardIterator())).size());
    }

    @Test
    void anAnswerHoldsTenMebibytesAtMost() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.putAll("s", Service.entries(10, (1 << 20) - 1));
        service.putAll("s", Service.entries(1, 0));
        GetRecordsOutput output = service.get(horizon(service, 0));
        assertEquals(10, records(output).size());
        assertEquals(1, records(service.get(output.nextShardIterator())).size());
    }

    @Test
    void anIteratorLivesFiveMinutesAndNotAMillisecondMore() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        String iterator = horizon(service, 0);
        service.clock.advance(Duration.ofMinutes(5));
        service.get(iterator);
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(
                "ExpiredIteratorException: Iterator expired. The iterator was created at time Tue"
                    + " Nov 14 22:13:20 UTC 2023 while right now it is Tue Nov 14 22:18:20 UTC 2023"
                    + " which is further in the future than the tolerated delay of 300000"
                    + " milliseconds.",
                error(service, iterator));
    }

    @Test
    void anIteratorInDoubleQuotesIsTaken() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "k", "1");
        assertEquals(List.of("1"), Service.texts(service.get('"' + horizon(service, 0) + '"')));
    }

    @Test
    void iteratorsStartWhereTheirTypeSays() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "k", "1");
        String second = service.put("s", "k", "2").sequenceNumber();
        String latest = service.iterator(Service.iterator("s", 0, "LATEST"));
        service.put("s", "k", "3");
        assertEquals(List.of("3"), Service.texts(service.get(latest)));
        var at = Service.iterator("s", 0, "AT_SEQUENCE_NUMBER").startingSequenceNumber(second);
        assertEquals(List.of("2", "3"), Service.texts(service.get(service.iterator(at))));
        var after =
                Service.iterator("s", 0, "AFTER_SEQUENCE_NUMBER").startingSequenceNumber(second);
        assertEquals(List.of("3"), Service.texts(service.get(service.iterator(after))));
        var start =
                Objects.requireNonNull(service.shards("s").get(0).sequenceNumberRange())
                        .startingSequenceNumber();
        for (String type : List.of("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")) {
            var first = Service.iterator("s", 0, type).startingSequenceNumber(start);
            assertEquals(
                    List.of("1", "2", "3"), Service.texts(service.get(service.iterator(first))));
        }
    }

    @Test
    void anIteratorAtATimeStartsAtTheFirstRecordOfThatMillisecondOrLater() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.clock.advance(Duration.ofMillis(10));
        service.put("s", "k", "1");
        service.put("s", "k", "2");
        service.clock.advance(Duration.ofMillis(10));
        service.put("s", "k", "3");
        service.clock.advance(Duration.ofMillis(10));
        assertEquals(List.of("1", "2", "3"), from(service, 0));
        assertEquals(List.of("1", "2", "3"), from(service, 10));
        assertEquals(List.of("3"), from(service, 11));
        assertEquals(List.of("3"), from(service, 20));
        assertEquals(List.of(), from(service, 21));
        assertEquals(List.of("1", "2", "3"), from(service, -Duration.ofDays(400).toMillis()));
        var now = Instant.ofEpochMilli(Service.START_MS + 30);
        String tip = service.iterator(Service.iterator("s", 0, "AT_TIMESTAMP").timestamp(now));
        service.put("s", "k", "4");
        assertEquals(List.of("4"), Service.texts(service.get(tip)));
    }

    @Test
    void aTimeAfterAShardWasClosedIsItsEnd() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "k", "1");
        service.clock.advance(Duration.ofMillis(10));
        service.split("s", 0, HALF);
        service.clock.advance(Duration.ofMillis(10));
        for (long afterStartMs : new long[] {1, 10, 11, 20}) {
            var at = Instant.ofEpochMilli(Service.START_MS + afterStartMs);
            var input = Service.iterator("s", 0, "AT_TIMESTAMP").timestamp(at);
            GetRecordsOutput end = service.get(service.iterator(input));
            assertEquals(List.of(), end.records());
            assertNull(end.nextShardIterator());
            assertEquals(2, Objects.requireNonNull(end.childShards()).size());
        }
        assertEquals(List.of("1"), from(service, 0));
    }

    @Test
    void aRecordCanBeKeptForAYearAndNotAMillisecondLonger() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        increase(service, 8_760);
        service.put("s", "k", "1");
        service.clock.advance(Duration.ofDays(365));
        assertEquals(List.of("1"), service.readAll("s", 0));
        assertEquals(List.of("1"), from(service, 0));
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(), service.readAll("s", 0));
        assertEquals(List.of(), from(service, 0));
    }

    private static List<String> from(Service service, long afterStartMs) throws Exception {
        var at = Instant.ofEpochMilli(Service.START_MS + afterStartMs);
        return Service.texts(
                service.get(
                        service.iterator(Service.iterator("s", 0, "AT_TIMESTAMP").timestamp(at))));
    }

    @Test
    void aClosedShardEndsWithItsChildren() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "a", "1");
        service.split("s", 0, HALF);
        GetRecordsOutput output = service.get(horizon(service, 0));
        assertEquals(List.of("1"), Service.texts(output));
        assertNull(output.nextShardIterator());
        assertEquals(0, output.millisBehindLatest());
        assertEquals(
                List.of(
                        new ChildShard(
                                "shardId-000000000001",
                                List.of("shardId-000000000000"),
                                new HashKeyRange("0", BELOW_HALF)),
                        new ChildShard(
                                "shardId-000000000002",
                                List.of("shardId-000000000000"),
                                new HashKeyRange(HALF, MAX))),
                output.childShards());
        service.merge("s", 1, 2);
        var merged =
                List.of(
                        new ChildShard(
                                "shardId-000000000003",
                                List.of("shardId-000000000001", "shardId-000000000002"),
                                new HashKeyRange("0", MAX)));
        for (int shard : List.of(1, 2)) {
            output = service.get(service.iterator(Service.iterator("s", shard, "LATEST")));
            assertNull(output.nextShardIterator());
            assertEquals(merged, output.childShards());
        }
    }

    @Test
    void aClosedShardGoesOnUntilItsLastRecordIsRead() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "a", "1");
        service.put("s", "a", "2");
        String early = horizon(service, 0);
        service.split("s", 0, HALF);
        GetRecordsOutput output =
                service.call(
                        Kinesis.GET_RECORDS,
                        GetRecordsInput.builder().shardIterator(early).limit(1).build());
        assertNotNull(output.nextShardIterator());
        assertNull(output.childShards());
        output = service.get(output.nextShardIterator());
        assertEquals(List.of("2"), Service.texts(output));
        assertNull(output.nextShardIterator());
        assertEquals(2, Objects.requireNonNull(output.childShards()).size());
    }

    @Test
    void theEndingNumberOfAClosedShardIsItsEnd() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "a", "1");
        service.split("s", 0, HALF);
        String end =
                Objects.requireNonNull(service.shards("s").get(0).sequenceNumberRange())
                        .endingSequenceNumber();
        for (String type : List.of("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")) {
            var at = Service.iterator("s", 0, type).startingSequenceNumber(end);
            GetRecordsOutput output = service.get(service.iterator(at));
            assertEquals(List.of(), records(output));
            assertNull(output.nextShardIterator());
        }
    }

    @Test
    void aNumberThatWasNeverGivenStandsForTheNextRecord() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        long second = Service.START_MS / 1_000;
        String far = new SequenceNumber(second, 99, second, 0).toString();
        var at = Service.iterator("s", 0, "AT_SEQUENCE_NUMBER").startingSequenceNumber(far);
        String iterator = service.iterator(at);
        service.put("s", "k", "1");
        assertEquals(List.of("1"), Service.texts(service.get(iterator)));
    }

    @Test
    void noRecordIsOlderThanTheRetention() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "k", "1");
        service.clock.advance(Duration.ofHours(1));
        service.put("s", "k", "2");
        service.clock.advance(Duration.ofHours(23));
        assertEquals(List.of("1", "2"), service.readAll("s", 0));
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(List.of("2"), service.readAll("s", 0));
        assertEquals(List.of("2"), from(service, 0));
        var first =
                Objects.requireNonNull(service.shards("s").get(0).sequenceNumberRange())
                        .startingSequenceNumber();
        var at = Service.iterator("s", 0, "AT_SEQUENCE_NUMBER").startingSequenceNumber(first);
        assertEquals(List.of("2"), Service.texts(service.get(service.iterator(at))));
        service.clock.advance(Duration.ofHours(1));
        assertEquals(List.of(), service.readAll("s", 0));
        service.put("s", "k", "3");
        assertEquals(List.of("3"), service.readAll("s", 0));
    }

    @Test
    void raisingTheRetentionBringsNothingBackAndLoweringTrimsAtOnce() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.put("s", "k", "1");
        service.clock.advance(Duration.ofHours(25));
        service.put("s", "k", "2");
        increase(service, 48);
        assertEquals(Duration.ofDays(2).toMillis(), service.engine.retentionMs(0));
        assertEquals(List.of("2"), service.readAll("s", 0));
        service.clock.advance(Duration.ofHours(40));
        assertEquals(List.of("2"), service.readAll("s", 0));
        service.call(
                Kinesis.DECREASE_STREAM_RETENTION_PERIOD,
                DecreaseStreamRetentionPeriodInput.builder()
                        .streamName("s")
                        .retentionPeriodHours(24)
                        .build());
        assertEquals(Duration.ofDays(1).toMillis(), service.engine.retentionMs(0));
        assertEquals(List.of(), service.readAll("s", 0));
        increase(service, 8760);
        assertEquals(List.of(), service.readAll("s", 0));
    }

    /// Source: recorded from the service, facts §2.5.
    @Test
    void anIncreaseThatDecreasesIsRefusedAndTheSameValueIsNot() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        increase(service, 48);
        increase(service, 48);
        assertEquals(
                "InvalidArgumentException: Requested retention period (47 hours) for stream s can"
                        + " not be shorter than existing retention period (48 hours). Use"
                        + " DecreaseRetentionPeriod API.",
                service.error(
                        Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                        IncreaseStreamRetentionPeriodInput.builder()
                                .streamName("s")
                                .retentionPeriodHours(47)
                                .build()));
    }

    @Test
    void aRecordIsReadThoughTheClockWasSetBack() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.clock.jump(Duration.ofMinutes(-1));
        service.put("s", "k", "1");
        assertEquals(List.of("1"), service.readAll("s", 0));
        service.split("s", 0, HALF);
        assertEquals(1, list(service, "AT_TRIM_HORIZON"));
        assertEquals(2, list(service, "AT_LATEST"));
        service.put("s", "k", "2");
    }

    private static int list(Service service, String filter) throws Exception {
        return Objects.requireNonNull(
                        service.call(
                                        Kinesis.LIST_SHARDS,
                                        ListShardsInput.builder()
                                                .streamName("s")
                                                .shardFilter(new ShardFilter(filter, null, null))
                                                .build())
                                .shards())
                .size();
    }

    private static void increase(Service service, int hours) throws Exception {
        service.call(
                Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                IncreaseStreamRetentionPeriodInput.builder()
                        .streamName("s")
                        .retentionPeriodHours(hours)
                        .build());
    }

    @Test
    void fiveReadsASecondAndNotOneMore() throws Exception {
        Service service = Service.aws().create("s", 1);
        String iterator = horizon(service, 0);
        for (int i = 0; i < 5; i++) service.get(iterator);
        assertEquals(THROTTLED, error(service, iterator));
        service.clock.advance(Duration.ofMillis(200));
        service.get(iterator);
        assertEquals(THROTTLED, error(service, iterator));
    }

    @Test
    void fiveIteratorsASecondAndNotOneMore() throws Exception {
        Service service = Service.aws().create("s", 1);
        for (int i = 0; i < 5; i++) horizon(service, 0);
        assertEquals(
                THROTTLED,
                service.error(
                        Kinesis.GET_SHARD_ITERATOR, Service.iterator("s", 0, "LATEST").build()));
        service.clock.advance(Duration.ofMillis(200));
        horizon(service, 0);
    }

    @Test
    void twoMebibytesOutASecondAndNotOneMore() throws Exception {
        Service service = Service.aws().create("s", 1);
        for (int i = 0; i < 2; i++) {
            service.putAll("s", Service.entries(1, (1 << 20) - 1));
            service.clock.advance(Duration.ofSeconds(1));
        }
        String next = service.get(horizon(service, 0)).nextShardIterator();
        assertEquals(THROTTLED, error(service, next));
        service.clock.advance(Duration.ofSeconds(1));
        service.get(next);
    }

    @Test
    void anAnswerOfTenMebibytesThrottlesTheNextFiveSeconds() throws Exception {
        Service service = Service.aws().create("s", 1);
        for (int i = 0; i < 10; i++) {
            service.putAll("s", Service.entries(1, (1 << 20) - 1));
            service.clock.advance(Duration.ofSeconds(1));
        }
        GetRecordsOutput output = service.get(horizon(service, 0));
        assertEquals(10, records(output).size());
        service.clock.advance(Duration.ofSeconds(5));
        assertEquals(THROTTLED, error(service, output.nextShardIterator()));
        service.clock.advance(Duration.ofMillis(1));
        service.get(output.nextShardIterator());
    }

    @Test
    void anIteratorOfADeletedStreamFindsNothingInItsSuccessor() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        String iterator = horizon(service, 0);
        service.call(Kinesis.DELETE_STREAM, DeleteStreamInput.builder().streamName("s").build());
        assertEquals(GONE, error(service, iterator));
        service.create("s", 1);
        service.put("s", "k", "1");
        assertEquals(GONE, error(service, iterator));
    }

    @Test
    void anExpiredShardIsGone() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        service.split("s", 0, HALF);
        service.clock.advance(Duration.ofDays(1));
        String iterator = horizon(service, 0);
        service.clock.advance(Duration.ofMillis(1));
        assertEquals(GONE, error(service, iterator));
        assertEquals(
                GONE,
                service.error(
                        Kinesis.GET_SHARD_ITERATOR, Service.iterator("s", 0, "LATEST").build()));
        assertEquals(2, service.shards("s").size());
        assertTrue(service.engine.knows(0));
        service.pass(Duration.ofSeconds(1));
        assertTrue(!service.engine.knows(0), "its files are dropped");
        assertEquals(2, service.shards("s").size());
    }

    @Test
    void anIteratorIsOfUseToItsOwnerInItsRegionOnly() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        String iterator = service.iterator(Service.iterator("s", 0, "LATEST"));
        var input = GetRecordsInput.builder().shardIterator(iterator).build();
        for (Caller other : Service.OTHERS) {
            var answer = service.start(other, Kinesis.GET_RECORDS, input);
            ApiException error = assertThrows(ApiException.class, answer::get);
            assertEquals("Invalid ShardIterator.", error.getMessage());
        }
        service.get(iterator);
    }

    @Test
    void anIteratorIsForItsOwnStreamOnly() throws Exception {
        Service service = Service.unlimited().create("s", 1).create("t", 1);
        String iterator = horizon(service, 0);
        var input = GetRecordsInput.builder().shardIterator(iterator);
        String arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/";
        service.call(Kinesis.GET_RECORDS, input.streamARN(arn + "s").build());
        assertEquals(
                "InvalidArgumentException: Invalid ShardIterator.",
                service.error(Kinesis.GET_RECORDS, input.streamARN(arn + "t").build()));
    }
}
