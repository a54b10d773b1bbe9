package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.Blob;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.DescribeStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.GetRecordsInput;
import dev.millrace.model.kinesis.GetShardIteratorInput;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.ShardFilter;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.stream.SequenceNumber;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The errors of every operation, word for word.
///
/// R: recorded from the service. E: as emulators and client libraries have it. U: the service's own
/// words are unknown; only the type is meant to last.
class ErrorTextsTest {
    private static final String MAX = "340282366920938463463374607431768211455";
    private static final String OVER_MAX = "340282366920938463463374607431768211456";
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final String SHARD_0 = "shardId-000000000000";
    private static final String SHARD_1 = "shardId-000000000001";
    private static final String IN_S = "in stream s under account 123456789012";
    private static final String NO_NOPE =
            "ResourceNotFoundException: Stream nope under account 123456789012 not found.";
    private static final String NO_SHARD_X =
            "ResourceNotFoundException: Could not find shard shard-x in stream nope under account"
                    + " 123456789012.";
    private static final String EITHER =
            "InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or"
                    + " AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or"
                    + " LATEST and no StartingSequenceNumber. Request specified ";

    record Case(String name, Ask<?> ask, String expected) {}

    record Ask<I extends Shape>(OperationType<I, ?> type, I input) {
        String error(Service service) {
            return service.error(type, input);
        }
    }

    static <I extends Shape> Case refused(
            String name, OperationType<I, ?> type, I input, String expected) {
        return new Case(name, new Ask<>(type, input), expected);
    }

    /// Stream `s` has two open shards, `demand` is on-demand, `old` was deleted.
    private static Service service() throws Exception {
        Service service = Service.aws().create("s", 2).create("old", 1);
        service.call(Kinesis.DELETE_STREAM, DeleteStreamInput.builder().streamName("old").build());
        service.call(
                Kinesis.CREATE_STREAM, CreateStreamInput.builder().streamName("demand").build());
        return service;
    }

    @TestFactory
    Stream<DynamicTest> theTextIsTheServices() {
        return Stream.of(
                        streams(),
                        AttributeTexts.all(),
                        addresses(),
                        retention(),
                        splits(),
                        merges(),
                        iterators(),
                        reads(),
                        puts(),
                        lists())
                .flatMap(List::stream)
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.name(),
                                        () ->
                                                assertEquals(
                                                        each.expected(),
                                                        each.ask().error(service()))));
    }

    private static CreateStreamInput.Builder create(String name) {
        return CreateStreamInput.builder().streamName(name);
    }

    private static List<Case> streams() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 51; i++) many.put("k" + i, "v");
        return List.of(
                refused(
                        "create, exists [R]",
                        Kinesis.CREATE_STREAM,
                        create("s").shardCount(1).build(),
                        "ResourceInUseException: Stream s under account 123456789012 already"
                                + " exists."),
                refused(
                        "create, over the quota [R]",
                        Kinesis.CREATE_STREAM,
                        create("t").shardCount(19_999).build(),
                        "LimitExceededException: This request would exceed the shard limit for the"
                            + " account 123456789012 in eu-central-1. Current shard count for the"
                            + " account: 2. Limit: 20000. Number of additional shards that would"
                            + " have resulted from this request: 19999. Refer to the AWS Service"
                            + " Limits page"
                            + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html)"
                            + " for current limits and how to request higher limits."),
                refused(
                        "create, provisioned without a count [U]",
                        Kinesis.CREATE_STREAM,
                        create("t").streamModeDetails(new StreamModeDetails("PROVISIONED")).build(),
                        "ValidationException: ShardCount is required for a stream in PROVISIONED"
                                + " mode."),
                refused(
                        "create, on-demand with a count [U]",
                        Kinesis.CREATE_STREAM,
                        create("t")
                                .streamModeDetails(new StreamModeDetails("ON_DEMAND"))
                                .shardCount(1)
                                .build(),
                        "ValidationException: ShardCount must not be given for a stream in"
                                + " ON_DEMAND mode."),
                refused(
                        "create, warm throughput [U]",
                        Kinesis.CREATE_STREAM,
                        create("t").warmThroughputMiBps(10).build(),
                        "ValidationException: WarmThroughputMiBps needs an account with a minimum"
                                + " throughput billing commitment that is not about to end."),
                refused(
                        "create, exists comes before the tags [R]",
                        Kinesis.CREATE_STREAM,
                        create("s").shardCount(1).tags(Map.of("a?", "b")).build(),
                        "ResourceInUseException: Stream s under account 123456789012 already"
                                + " exists."),
                refused(
                        "create, a tag with an unknown character [R]",
                        Kinesis.CREATE_STREAM,
                        create("t").shardCount(1).tags(Map.of("a?", "b")).build(),
                        "InvalidArgumentException: Some tags contain invalid characters. Valid"
                                + " characters: Unicode letters, digits, white space, _ . / = + -"
                                + " % @."),
                refused(
                        "create, a tag with a per cent sign [R]",
                        Kinesis.CREATE_STREAM,
                        create("t").shardCount(1).tags(Map.of("a", "1%")).build(),
                        "InvalidArgumentException: Failed to add tags to stream t under account"
                            + " 123456789012 because some tags contained illegal characters. The"
                            + " allowed characters are Unicode letters, white-spaces,"
                            + " '_',',','/','=','+','-','@'."),
                refused(
                        "create, too many tags [R]",
                        Kinesis.CREATE_STREAM,
                        create("t").shardCount(1).tags(many).build(),
                        "InvalidArgumentException: Failed to add tags to stream t under account"
                            + " 123456789012 because a given stream cannot have more than 10 tags"
                            + " associated with it."),
                refused(
                        "delete, no such stream [R]",
                        Kinesis.DELETE_STREAM,
                        DeleteStreamInput.builder().streamName("nope").build(),
                        NO_NOPE),
                refused(
                        "describe, no such stream [R]",
                        Kinesis.DESCRIBE_STREAM,
                        DescribeStreamInput.builder().streamName("nope").build(),
                        NO_NOPE),
                refused(
                        "describe summary, no such stream [R]",
                        Kinesis.DESCRIBE_STREAM_SUMMARY,
                        DescribeStreamSummaryInput.builder().streamName("nope").build(),
                        NO_NOPE));
    }

    private static List<Case> addresses() {
        return List.of(
                refused(
                        "no such stream by ARN names the stream, not the ARN [R]",
                        Kinesis.DESCRIBE_STREAM_SUMMARY,
                        DescribeStreamSummaryInput.builder()
                                .streamARN("arn:aws:kinesis:eu-central-1:123456789012:stream/nope")
                                .build(),
                        NO_NOPE),
                refused(
                        "another account's stream [R]",
                        Kinesis.DESCRIBE_STREAM_SUMMARY,
                        DescribeStreamSummaryInput.builder()
                                .streamARN("arn:aws:kinesis:eu-central-1:999999999999:stream/s")
                                .build(),
                        "ResourceNotFoundException: Stream s under account 999999999999 not"
                                + " found."),
                refused(
                        "another region's stream [U]",
                        Kinesis.DESCRIBE_STREAM_SUMMARY,
                        DescribeStreamSummaryInput.builder()
                                .streamARN("arn:aws:kinesis:us-east-1:123456789012:stream/s")
                                .build(),
                        "ResourceNotFoundException: Stream s under account 123456789012 not"
                                + " found."),
                refused(
                        "neither name nor ARN [type R]",
                        Kinesis.DESCRIBE_STREAM,
                        DescribeStreamInput.builder().build(),
                        "InvalidArgumentException: Either StreamName, StreamARN or StreamId should"
                                + " be provided."),
                refused(
                        "name and ARN that disagree [U]",
                        Kinesis.DESCRIBE_STREAM,
                        DescribeStreamInput.builder()
                                .streamName("s")
                                .streamARN(
                                        "arn:aws:kinesis:eu-central-1:123456789012:stream/demand")
                                .build(),
                        "InvalidArgumentException: StreamName, StreamARN and StreamId do not name"
                                + " the same stream."),
                refused(
                        "an unknown stream id [U]",
                        Kinesis.DESCRIBE_STREAM,
                        DescribeStreamInput.builder().streamId("abcdefghijklmnopqrst-xyz").build(),
                        "InvalidArgumentException: Invalid StreamId: abcdefghijklmnopqrst-xyz"));
    }

    private static Case increase(String name, int hours, String expected) {
        return refused(
                name,
                Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                IncreaseStreamRetentionPeriodInput.builder()
                        .streamName("s")
                        .retentionPeriodHours(hours)
                        .build(),
                "InvalidArgumentException: " + expected);
    }

    private static Case decrease(String name, int hours, String expected) {
        return refused(
                name,
                Kinesis.DECREASE_STREAM_RETENTION_PERIOD,
                DecreaseStreamRetentionPeriodInput.builder()
                        .streamName("s")
                        .retentionPeriodHours(hours)
                        .build(),
                "InvalidArgumentException: " + expected);
    }

    private static List<Case> retention() {
        return List.of(
                increase(
                        "increase to 23 [R]",
                        23,
                        "Minimum allowed retention period is 24 hours. Requested retention period"
                                + " (23 hours) is too short."),
                decrease(
                        "decrease to 23 [R]",
                        23,
                        "Minimum allowed retention period is 24 hours. Requested retention period"
                                + " (23 hours) is too short."),
                increase(
                        "increase to 8761 [E]",
                        8761,
                        "Maximum allowed retention period is 8760 hours. Requested retention period"
                                + " (8761 hours) is too long."),
                decrease(
                        "a decrease that increases [R]",
                        25,
                        "Requested retention period (25 hours) for stream s can not be longer than"
                            + " existing retention period (24 hours). Use IncreaseRetentionPeriod"
                            + " API."),
                refused(
                        "increase, no such stream comes first [R]",
                        Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                        IncreaseStreamRetentionPeriodInput.builder()
                                .streamName("nope")
                                .retentionPeriodHours(1)
                                .build(),
                        NO_NOPE));
    }

    private static Case split(String name, String stream, String shard, String key, String text) {
        return refused(
                name,
                Kinesis.SPLIT_SHARD,
                SplitShardInput.builder()
                        .streamName(stream)
                        .shardToSplit(shard)
                        .newStartingHashKey(key)
                        .build(),
                text);
    }

    private static String outside(String key, String shard, String first, String last) {
        return "InvalidArgumentException: NewStartingHashKey "
                + key
                + " used in SplitShard() on shard "
                + shard
                + " "
                + IN_S
                + " is not both greater than one plus the shard's StartingHashKey "
                + first
                + " and less than the shard's EndingHashKey "
                + last
                + ".";
    }

    private static List<Case> splits() {
        String below = "170141183460469231731687303715884105727";
        return List.of(
                split(
                        "split, no shard's name, before the stream [R]",
                        "nope",
                        "shard-x",
                        "5",
                        "ResourceNotFoundException: Could not find shard shard-x in stream nope"
                                + " under account 123456789012."),
                split("split, no such stream [R]", "nope", "0", "5", NO_NOPE),
                split(
                        "split, on-demand [E]",
                        "demand",
                        "0",
                        "5",
                        "ValidationException: Request is invalid. Stream demand under account"
                                + " 123456789012 is in On-Demand mode."),
                split(
                        "split, no such shard [R]",
                        "s",
                        "shard-5",
                        "5",
                        "ResourceNotFoundException: Could not find shard shardId-000000000005 "
                                + IN_S
                                + "."),
                split("split at 0 [R]", "s", "0", "0", outside("0", SHARD_0, "0", below)),
                split("split at 1 [R]", "s", "0", "1", outside("1", SHARD_0, "0", below)),
                split("split at the end [R]", "s", "0", below, outside(below, SHARD_0, "0", below)),
                split(
                        "split one past the start [R]",
                        "s",
                        "1",
                        "170141183460469231731687303715884105729",
                        outside("170141183460469231731687303715884105729", SHARD_1, HALF, MAX)),
                split(
                        "split beyond every key [R]",
                        "s",
                        "1",
                        OVER_MAX,
                        outside(OVER_MAX, SHARD_1, HALF, MAX)));
    }

    private static Case merge(String name, String stream, String one, String two, String text) {
        return refused(
                name,
                Kinesis.MERGE_SHARDS,
                MergeShardsInput.builder()
                        .streamName(stream)
                        .shardToMerge(one)
                        .adjacentShardToMerge(two)
                        .build(),
                text);
    }

    private static List<Case> merges() {
        return List.of(
                merge(
                        "merge, no shard's name [R]",
                        "nope",
                        "0",
                        "x",
                        "ResourceNotFoundException: Could not find shard x in stream nope under"
                                + " account 123456789012."),
                merge("merge, no such stream [R]", "nope", "0", "1", NO_NOPE),
                merge(
                        "merge, no such shard [R]",
                        "s",
                        "0",
                        "2",
                        "ResourceNotFoundException: Could not find shard shardId-000000000002 "
                                + IN_S
                                + "."),
                merge(
                        "merge, upper range first [R]",
                        "s",
                        "1",
                        "0",
                        "InvalidArgumentException: Shards "
                                + SHARD_1
                                + " and "
                                + SHARD_0
                                + " "
                                + IN_S
                                + " are not an adjacent pair of shards eligible for merging"),
                merge(
                        "merge with itself [R]",
                        "s",
                        "0",
                        "0",
                        "InvalidArgumentException: Shards "
                                + SHARD_0
                                + " and "
                                + SHARD_0
                                + " "
                                + IN_S
                                + " are not an adjacent pair of shards eligible for merging"));
    }

    private static Case iterator(String name, GetShardIteratorInput.Builder input, String text) {
        return refused(name, Kinesis.GET_SHARD_ITERATOR, input.build(), text);
    }

    private static String number(long creationSecond, int shard) {
        return new SequenceNumber(creationSecond, 1, creationSecond, shard).toString();
    }

    private static List<Case> iterators() {
        long now = Service.START_MS;
        String ofShard1 = number(now / 1_000, 1);
        String foreign = number(now / 1_000 - 1, 0);
        String invalid = "9".repeat(80);
        String used =
                "InvalidArgumentException: StartingSequenceNumber %s used in GetShardIterator"
                        + " on shard "
                        + SHARD_0
                        + " "
                        + IN_S
                        + " is invalid%s";
        return List.of(
                iterator(
                        "iterator, no shard's name, before the stream [R]",
                        Service.iterator("nope", 0, "LATEST").shardId("x-y"),
                        "ResourceNotFoundException: Could not find shard x-y in stream nope under"
                                + " account 123456789012."),
                iterator(
                        "iterator, no such stream [R]",
                        Service.iterator("nope", 0, "LATEST"),
                        "ResourceNotFoundException: Shard shardId-000000000000 in stream nope under"
                                + " account 123456789012 does not exist"),
                iterator(
                        "iterator, no such shard, before the combination [R]",
                        Service.iterator("s", 2, "AT_SEQUENCE_NUMBER").shardId("shard-2"),
                        "ResourceNotFoundException: Shard shardId-000000000002 "
                                + IN_S
                                + " does not exist"),
                iterator(
                        "iterator at no number [R]",
                        Service.iterator("s", 0, "AT_SEQUENCE_NUMBER"),
                        EITHER + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber."),
                iterator(
                        "iterator after no number [R]",
                        Service.iterator("s", 0, "AFTER_SEQUENCE_NUMBER"),
                        EITHER + "AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber."),
                iterator(
                        "iterator latest with a number [R]",
                        Service.iterator("s", 0, "LATEST").startingSequenceNumber(ofShard1),
                        EITHER + "LATEST and also a StartingSequenceNumber."),
                iterator(
                        "iterator horizon with a number [R]",
                        Service.iterator("s", 0, "TRIM_HORIZON").startingSequenceNumber(ofShard1),
                        EITHER + "TRIM_HORIZON and also a StartingSequenceNumber."),
                iterator(
                        "iterator at no time [R]",
                        Service.iterator("s", 0, "AT_TIMESTAMP"),
                        "InvalidArgumentException: Must specify timestampInMillis parameter for"
                                + " iterator of type AT_TIMESTAMP. Current request has no timestamp"
                                + " parameter."),
                iterator(
                        "iterator in the future [R]",
                        Service.iterator("s", 0, "AT_TIMESTAMP")
                                .timestamp(Instant.ofEpochMilli(now + 1)),
                        "InvalidArgumentException: The timestampInMillis parameter cannot be"
                                + " greater than the currentTimestampInMillis. timestampInMillis:"
                                + " 1700000000001, currentTimestampInMillis: 1700000000000"),
                iterator(
                        "iterator at another shard's number [R]",
                        Service.iterator("s", 0, "AT_SEQUENCE_NUMBER")
                                .startingSequenceNumber(ofShard1),
                        "InvalidArgumentException: Invalid StartingSequenceNumber. It encodes "
                                + SHARD_1
                                + ", while it was used in a call to a shard with "
                                + SHARD_0),
                iterator(
                        "iterator at no number of ours [R]",
                        Service.iterator("s", 0, "AFTER_SEQUENCE_NUMBER")
                                .startingSequenceNumber(invalid),
                        used.formatted(invalid, ".")),
                iterator(
                        "iterator at a number of an earlier stream [R]",
                        Service.iterator("s", 0, "AT_SEQUENCE_NUMBER")
                                .startingSequenceNumber(foreign),
                        used.formatted(foreign, " because it did not come from this stream.")),
                iterator(
                        "iterator at a number of the oldest layout [R]",
                        Service.iterator("s", 0, "AT_SEQUENCE_NUMBER").startingSequenceNumber("0"),
                        "InternalFailure"));
    }

    private static List<Case> reads() {
        return List.of(
                refused(
                        "read, garbage [R]",
                        Kinesis.GET_RECORDS,
                        GetRecordsInput.builder().shardIterator("garbage").build(),
                        "InvalidArgumentException: Invalid ShardIterator."));
    }

    private static PutRecordInput.Builder put(String stream) {
        return PutRecordInput.builder()
                .streamName(stream)
                .partitionKey("k")
                .data(Blob.of(new byte[1]));
    }

    private static PutRecordsInput.Builder puts(PutRecordsRequestEntry... entries) {
        return PutRecordsInput.builder().streamName("s").records(List.of(entries));
    }

    private static List<Case> puts() {
        var small = Service.entry("k", 1);
        var large = Service.entry("k", 1 << 20);
        var outside = new PutRecordsRequestEntry(Blob.of(new byte[1]), OVER_MAX, "k");
        String range =
                "InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the"
                        + " range: [0, 2^128-1]. Specified value was "
                        + OVER_MAX;
        String tooLarge =
                "Value 'java.nio.HeapByteBuffer[pos=0 lim=1048576 cap=1048576]' at '%s' failed to"
                    + " satisfy constraint: Member must have length less than or equal to 1048576";
        return List.of(
                refused(
                        "put, no such stream [R]",
                        Kinesis.PUT_RECORD,
                        put("nope").build(),
                        NO_NOPE),
                refused(
                        "put, an explicit hash key too high [R]",
                        Kinesis.PUT_RECORD,
                        put("s").explicitHashKey(OVER_MAX).build(),
                        range),
                refused(
                        "put, the hash key before the ordering number [R]",
                        Kinesis.PUT_RECORD,
                        put("s").explicitHashKey(OVER_MAX).sequenceNumberForOrdering("1").build(),
                        range),
                refused(
                        "put, an ordering number of the future [R]",
                        Kinesis.PUT_RECORD,
                        put("s").sequenceNumberForOrdering("9".repeat(60)).build(),
                        "InvalidArgumentException: ExclusiveMinimumSequenceNumber "
                                + "9".repeat(60)
                                + " used in PutRecord on stream s under account 123456789012 is"
                                + " invalid."),
                refused(
                        "put, larger than the stream admits by its key [U]",
                        Kinesis.PUT_RECORD,
                        put("s").data(Blob.of(new byte[1 << 20])).build(),
                        "ValidationException: 1 validation error detected: "
                                + tooLarge.formatted("data")),
                refused(
                        "puts, no such stream [R]",
                        Kinesis.PUT_RECORDS,
                        puts(small).streamName("nope").build(),
                        NO_NOPE),
                refused(
                        "puts, one explicit hash key too high [R]",
                        Kinesis.PUT_RECORDS,
                        puts(small, outside).build(),
                        range),
                refused(
                        "put several, two too large [U]",
                        Kinesis.PUT_RECORDS,
                        puts(small, large, large).build(),
                        "ValidationException: 2 validation errors detected: "
                                + tooLarge.formatted("records.2.member.data")
                                + "; "
                                + tooLarge.formatted("records.3.member.data")),
                refused(
                        "put several, a dry run [U]",
                        Kinesis.PUT_RECORDS,
                        puts(small).dryRun(true).build(),
                        "DryRunOperationException: Request would have succeeded, but DryRun flag is"
                                + " set."));
    }

    private static Case list(String name, ListShardsInput.Builder input, String text) {
        return refused(name, Kinesis.LIST_SHARDS, input.build(), text);
    }

    private static List<Case> lists() {
        return List.of(
                list(
                        "list, a token and a name [E]",
                        ListShardsInput.builder().nextToken("t").streamName("s"),
                        "InvalidArgumentException: NextToken and StreamName cannot be provided"
                                + " together."),
                list(
                        "list, neither token nor name [E]",
                        ListShardsInput.builder(),
                        "InvalidArgumentException: Either NextToken or StreamName should be"
                                + " provided."),
                list(
                        "list, no token of ours [U]",
                        ListShardsInput.builder().nextToken("t"),
                        "InvalidArgumentException: Invalid NextToken."),
                list(
                        "list, no such stream [R]",
                        ListShardsInput.builder().streamName("nope"),
                        NO_NOPE),
                list(
                        "list, no shard at all comes before no such stream [R]",
                        ListShardsInput.builder()
                                .streamName("nope")
                                .exclusiveStartShardId("shard-x"),
                        NO_SHARD_X),
                list(
                        "list after no shard at all comes before no such stream [R]",
                        ListShardsInput.builder()
                                .streamName("nope")
                                .shardFilter(new ShardFilter("AFTER_SHARD_ID", "shard-x", null)),
                        NO_SHARD_X),
                refused(
                        "describe, no shard at all comes before no such stream [R]",
                        Kinesis.DESCRIBE_STREAM,
                        DescribeStreamInput.builder()
                                .streamName("nope")
                                .exclusiveStartShardId("shard-x")
                                .build(),
                        NO_SHARD_X),
                list(
                        "list, another creation of the name [U]",
                        ListShardsInput.builder()
                                .streamName("s")
                                .streamCreationTimestamp(Instant.ofEpochMilli(1)),
                        "ResourceNotFoundException: Stream s under account 123456789012 not"
                                + " found."),
                list(
                        "list after no shard named [U]",
                        ListShardsInput.builder()
                                .streamName("s")
                                .shardFilter(new ShardFilter("AFTER_SHARD_ID", null, null)),
                        "InvalidArgumentException: The ShardFilter type AFTER_SHARD_ID needs a"
                                + " ShardId."),
                list(
                        "list at no time [U]",
                        ListShardsInput.builder()
                                .streamName("s")
                                .shardFilter(new ShardFilter("AT_TIMESTAMP", null, null)),
                        "InvalidArgumentException: The ShardFilter type AT_TIMESTAMP needs a"
                                + " Timestamp."),
                list(
                        "list in the future [U]",
                        ListShardsInput.builder()
                                .streamName("s")
                                .shardFilter(
                                        new ShardFilter(
                                                "FROM_TIMESTAMP",
                                                null,
                                                Instant.ofEpochMilli(Service.START_MS + 1))),
                        "InvalidArgumentException: The Timestamp of the ShardFilter cannot be"
                                + " greater than the current time. Timestamp: 1700000000001,"
                                + " current time: 1700000000000"));
    }
}
