package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.JsonReader;
import dev.millrace.model.Operation;
import dev.millrace.model.OperationType;
import dev.millrace.model.Shape;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.RegisterStreamConsumerInput;
import dev.millrace.stream.StreamName;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// A stream's id, as every operation on streams takes it.
class StreamIdTest {
    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/s";
    private static final String UNKNOWN = "aaaaaaaaaaaaaaaaaaaa-aaa";

    private static final Set<String> WITHOUT =
            Set.of(
                    "CreateStream",
                    "DescribeAccountSettings",
                    "DescribeLimits",
                    "ListStreams",
                    "UpdateAccountSettings");

    /// What requests need beside a stream's id and its name, ARN or resource's ARN.
    private static final Map<String, String> NEEDS = new HashMap<>();

    static {
        NEEDS.put("AddTagsToStream", "'Tags': {'a': 'b'}");
        NEEDS.put("DecreaseStreamRetentionPeriod", "'RetentionPeriodHours': 24");
        NEEDS.put("DeregisterStreamConsumer", "'ConsumerName': 'c'");
        NEEDS.put("DescribeStreamConsumer", "'ConsumerName': 'c'");
        NEEDS.put("DisableEnhancedMonitoring", "'ShardLevelMetrics': ['ALL']");
        NEEDS.put("EnableEnhancedMonitoring", "'ShardLevelMetrics': ['ALL']");
        NEEDS.put("GetRecords", "'ShardIterator': 'ITERATOR'");
        NEEDS.put("GetShardIterator", "'ShardId': '0', 'ShardIteratorType': 'LATEST'");
        NEEDS.put("IncreaseStreamRetentionPeriod", "'RetentionPeriodHours': 24");
        NEEDS.put("MergeShards", "'ShardToMerge': '0', 'AdjacentShardToMerge': '1'");
        NEEDS.put("PutRecord", "'PartitionKey': 'k', 'Data': ''");
        NEEDS.put("PutRecords", "'Records': [{'PartitionKey': 'k', 'Data': ''}]");
        NEEDS.put("PutResourcePolicy", "'Policy': '{}'");
        NEEDS.put("RegisterStreamConsumer", "'ConsumerName': 'd'");
        NEEDS.put("RemoveTagsFromStream", "'TagKeys': ['a']");
        NEEDS.put("SplitShard", "'ShardToSplit': '0', 'NewStartingHashKey': '5'");
        NEEDS.put("StartStreamEncryption", "'EncryptionType': 'KMS', 'KeyId': 'k'");
        NEEDS.put("StopStreamEncryption", "'EncryptionType': 'KMS', 'KeyId': 'k'");
        NEEDS.put(
                "SubscribeToShard",
                "'ConsumerARN': 'CONSUMER', 'ShardId': '0', 'StartingPosition': {'Type':"
                        + " 'LATEST'}");
        NEEDS.put("TagResource", "'Tags': {'a': 'b'}");
        NEEDS.put("UntagResource", "'TagKeys': ['a']");
        NEEDS.put("UpdateMaxRecordSize", "'MaxRecordSizeInKiB': 2048");
        NEEDS.put("UpdateShardCount", "'TargetShardCount': 2, 'ScalingType': 'UNIFORM_SCALING'");
        NEEDS.put("UpdateStreamMode", "'StreamModeDetails': {'StreamMode': 'PROVISIONED'}");
        NEEDS.put(
                "UpdateStreamRecordDistributionStrategy",
                "'RecordDistributionStrategy': 'USER_PARTITION_KEY'");
        NEEDS.put("UpdateStreamWarmThroughput", "'WarmThroughputMiBps': 1");
    }

    /// By no more than the id.
    private static final Set<String> BY_RESOURCE =
            Set.of(
                    "DeleteResourcePolicy",
                    "GetResourcePolicy",
                    "ListTagsForResource",
                    "PutResourcePolicy",
                    "TagResource",
                    "UntagResource");

    private static Service service() throws Exception {
        Service service = Service.aws().create("s", 2).create("t", 1);
        service.call(
                Kinesis.REGISTER_STREAM_CONSUMER,
                RegisterStreamConsumerInput.builder().streamARN(ARN).consumerName("c").build());
        return service;
    }

    /// No answer shows it: see [DescribeStreamSummary].
    private static String id(Service service, String stream) {
        var name = new StreamName(Service.ACCOUNT, Service.REGION, stream);
        return Objects.requireNonNull(service.catalog.find(name)).id();
    }

    private static <I extends Shape> I input(
            Service service, OperationType<I, ?> type, String address) throws Exception {
        String needs = NEEDS.getOrDefault(type.name(), "");
        String text = "{" + address + (needs.isEmpty() ? "" : ", ") + needs + "}";
        String json =
                text.replace('\'', '"')
                        .replace("CONSUMER", ARN + "/consumer/c:" + Service.START_MS / 1_000)
                        .replace(
                                "ITERATOR",
                                service.iterator(Service.iterator("s", 0, "TRIM_HORIZON")));
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return type.input().read(new JsonReader(bytes, 0, bytes.length));
    }

    private static <I extends Shape, O extends Shape> String error(
            Service service, OperationType<I, O> type, String address) throws Exception {
        I input = input(service, type, address);
        ApiException error =
                assertThrows(
                        ApiException.class,
                        () -> service.start(Service.CALLER, type, input).get(),
                        type.name());
        return error.type() + ": " + error.getMessage();
    }

    private interface Check {
        void of(OperationType<?, ?> type) throws Exception;
    }

    private static Stream<DynamicTest> each(Check check) throws Exception {
        return service().api.operations().stream()
                .<OperationType<?, ?>>map(Operation::type)
                .filter(type -> !WITHOUT.contains(type.name()))
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> check.of(type)));
    }

    /// The stream as this operation names it beside the id.
    private static String named(OperationType<?, ?> type) {
        String name = type.name();
        if (BY_RESOURCE.contains(name)) return "'ResourceARN': '" + ARN + "', ";
        // These have it in what they need.
        return name.equals("GetRecords") || name.equals("SubscribeToShard")
                ? ""
                : "'StreamARN': '" + ARN + "', ";
    }

    @TestFactory
    Stream<DynamicTest> anIdThatIsUnknownIsRefused() throws Exception {
        return each(
                type ->
                        assertEquals(
                                "InvalidArgumentException: Invalid StreamId: " + UNKNOWN,
                                error(
                                        service(),
                                        type,
                                        named(type) + "'StreamId': '" + UNKNOWN + "'")));
    }

    @TestFactory
    Stream<DynamicTest> anIdOfAnotherStreamThanTheOneNamedIsRefused() throws Exception {
        return each(
                type -> {
                    Service service = service();
                    String error =
                            error(
                                    service,
                                    type,
                                    named(type) + "'StreamId': '" + id(service, "t") + "'");
                    assertTrue(error.startsWith("InvalidArgumentException: "), error);
                });
    }

    @TestFactory
    Stream<DynamicTest> theIdAloneNamesTheStream() throws Exception {
        return each(
                type -> {
                    if (!BY_RESOURCE.contains(type.name())) namesTheStream(service(), type);
                });
    }

    /// An operation that finds the stream does it, or refuses it for another reason.
    private static <I extends Shape, O extends Shape> void namesTheStream(
            Service service, OperationType<I, O> type) throws Exception {
        I input = input(service, type, "'StreamId': '" + id(service, "s") + "'");
        try {
            assertNotNull(service.start(Service.CALLER, type, input).get());
        } catch (ApiException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(
                    !message.contains("provided") && !message.contains("StreamId"),
                    () -> type.name() + ": " + message);
        }
    }

    @Test
    void anotherRegionsIdIsUnknown() throws Exception {
        Service service = service();
        String id = id(service, "s");
        var input = DescribeStreamSummaryInput.builder().streamId(id).build();
        service.call(Kinesis.DESCRIBE_STREAM_SUMMARY, input);
        var answer = service.start(Service.OTHERS.get(1), Kinesis.DESCRIBE_STREAM_SUMMARY, input);
        ApiException error = assertThrows(ApiException.class, answer::get);
        assertEquals("InvalidArgumentException", error.type());
        assertEquals("Invalid StreamId: " + id, error.getMessage());
    }
}
