package dev.millrace.kinesis;

import static dev.millrace.kinesis.ErrorTextsTest.refused;

import dev.millrace.kinesis.ErrorTextsTest.Case;
import dev.millrace.model.kinesis.AddTagsToStreamInput;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.EnableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListTagsForResourceInput;
import dev.millrace.model.kinesis.ListTagsForStreamInput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.RemoveTagsFromStreamInput;
import dev.millrace.model.kinesis.StartStreamEncryptionInput;
import dev.millrace.model.kinesis.StopStreamEncryptionInput;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.model.kinesis.TagResourceInput;
import dev.millrace.model.kinesis.UntagResourceInput;
import dev.millrace.model.kinesis.UpdateMaxRecordSizeInput;
import dev.millrace.model.kinesis.UpdateStreamModeInput;
import dev.millrace.model.kinesis.UpdateStreamRecordDistributionStrategyInput;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputInput;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The errors about what streams and accounts are set to, for [ErrorTextsTest].
final class AttributeTexts {
    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/";
    private static final String NO_NOPE =
            "ResourceNotFoundException: Stream nope under account 123456789012 not found.";
    private static final String UNKNOWN_CHARACTER =
            "InvalidArgumentException: Some tags contain invalid characters. Valid characters:"
                    + " Unicode letters, digits, white space, _ . / = + - % @.";
    private static final String ALLOWED =
            " stream s under account 123456789012 because some tags contained illegal characters."
                    + " The allowed characters are Unicode letters, white-spaces,"
                    + " '_',',','/','=','+','-','@'.";
    private static final String PROVISIONED =
            "ValidationException: Request is invalid. Stream s under account 123456789012 is in"
                    + " Provisioned mode.";
    private static final String NO_COMMITMENT =
            "ValidationException: WarmThroughputMiBps needs an account with a minimum throughput"
                    + " billing commitment that is not about to end.";
    private static final String NO_KEY = "1 validation error detected: Value null at '";
    private static final String NOT_NULL =
            "' failed to satisfy constraint: Member must not be null";

    private AttributeTexts() {}

    static List<Case> all() {
        return Stream.of(tags(), resources(), settings(), keys(), puts())
                .flatMap(List::stream)
                .toList();
    }

    private static Case add(String name, String stream, Map<String, String> tags, String expected) {
        return refused(
                name,
                Kinesis.ADD_TAGS_TO_STREAM,
                AddTagsToStreamInput.builder().streamName(stream).tags(tags).build(),
                expected);
    }

    private static Case remove(String name, String stream, String key, String expected) {
        return refused(
                name,
                Kinesis.REMOVE_TAGS_FROM_STREAM,
                RemoveTagsFromStreamInput.builder()
                        .streamName(stream)
                        .tagKeys(List.of(key))
                        .build(),
                expected);
    }

    private static List<Case> tags() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 51; i++) many.put("k" + i, "v");
        return List.of(
                add(
                        "add tags, no such stream, before the tags [R]",
                        "nope",
                        Map.of("?", ""),
                        NO_NOPE),
                add(
                        "add tags, an unknown character [R]",
                        "s",
                        Map.of("a?", "b"),
                        UNKNOWN_CHARACTER),
                add("add tags, in a value [R]", "s", Map.of("a", "b?"), UNKNOWN_CHARACTER),
                add("add tags, a reserved key [U]", "s", Map.of("aws:a", "b"), UNKNOWN_CHARACTER),
                add(
                        "add tags, a per cent sign [R]",
                        "s",
                        Map.of("a", "1%"),
                        "InvalidArgumentException: Failed to add tags to" + ALLOWED),
                add(
                        "add tags, too many [R]",
                        "s",
                        many,
                        "InvalidArgumentException: Failed to add tags to stream s under account"
                            + " 123456789012 because a given stream cannot have more than 10 tags"
                            + " associated with it."),
                remove("remove tags, no such stream [R]", "nope", "?", NO_NOPE),
                remove("remove tags, an unknown character [R]", "s", "a?", UNKNOWN_CHARACTER),
                remove(
                        "remove tags, a per cent sign [R]",
                        "s",
                        "a%",
                        "InvalidArgumentException: Failed to remove tags from" + ALLOWED),
                refused(
                        "list tags, no such stream [R]",
                        Kinesis.LIST_TAGS_FOR_STREAM,
                        ListTagsForStreamInput.builder().streamName("nope").build(),
                        NO_NOPE));
    }

    private static Case list(String name, String arn, String expected) {
        return refused(
                name,
                Kinesis.LIST_TAGS_FOR_RESOURCE,
                ListTagsForResourceInput.builder().resourceARN(arn).build(),
                expected);
    }

    private static List<Case> resources() {
        String noConsumer =
                "ResourceNotFoundException: Consumer c, account 123456789012 not found.";
        String consumer = ARN + "s/consumer/c:1700000000";
        return List.of(
                list("list a resource's tags, no such stream [R]", ARN + "nope", NO_NOPE),
                list("list a resource's tags, no such consumer [E]", consumer, noConsumer),
                list(
                        "list a resource's tags, another region's consumer [U]",
                        consumer.replace("eu-central-1", "us-east-1"),
                        "ResourceNotFoundException: Stream s under account 123456789012 not"
                                + " found."),
                list(
                        "list a resource's tags, another region's stream [U]",
                        (ARN + "s").replace("eu-central-1", "us-east-1"),
                        "ResourceNotFoundException: Stream s under account 123456789012 not"
                                + " found."),
                list(
                        "list a resource's tags, no resource's ARN [U]",
                        ARN + "s/channel/c",
                        "InvalidArgumentException: Invalid ResourceARN: " + ARN + "s/channel/c"),
                refused(
                        "tag a resource, no such consumer [E]",
                        Kinesis.TAG_RESOURCE,
                        TagResourceInput.builder()
                                .resourceARN(consumer)
                                .tags(Map.of("a", "b"))
                                .build(),
                        noConsumer),
                refused(
                        "tag a resource, an unknown character [U]",
                        Kinesis.TAG_RESOURCE,
                        TagResourceInput.builder()
                                .resourceARN(ARN + "s")
                                .tags(Map.of("a?", "b"))
                                .build(),
                        UNKNOWN_CHARACTER),
                refused(
                        "untag a resource, no such consumer [E]",
                        Kinesis.UNTAG_RESOURCE,
                        UntagResourceInput.builder()
                                .resourceARN(consumer)
                                .tagKeys(List.of("a"))
                                .build(),
                        noConsumer));
    }

    private static Case warm(String name, String stream, int mibps, String expected) {
        return refused(
                name,
                Kinesis.UPDATE_STREAM_WARM_THROUGHPUT,
                UpdateStreamWarmThroughputInput.builder()
                        .streamName(stream)
                        .warmThroughputMiBps(mibps)
                        .build(),
                expected);
    }

    private static List<Case> settings() {
        return List.of(
                refused(
                        "enable monitoring, no such stream [R]",
                        Kinesis.ENABLE_ENHANCED_MONITORING,
                        EnableEnhancedMonitoringInput.builder()
                                .streamName("nope")
                                .shardLevelMetrics(List.of("ALL"))
                                .build(),
                        NO_NOPE),
                refused(
                        "record size, no such stream [R]",
                        Kinesis.UPDATE_MAX_RECORD_SIZE,
                        UpdateMaxRecordSizeInput.builder()
                                .streamARN(ARN + "nope")
                                .maxRecordSizeInKiB(2048)
                                .build(),
                        NO_NOPE),
                refused(
                        "record size, of no stream [U]",
                        Kinesis.UPDATE_MAX_RECORD_SIZE,
                        UpdateMaxRecordSizeInput.builder().maxRecordSizeInKiB(2048).build(),
                        "InvalidArgumentException: Either StreamName, StreamARN or StreamId should"
                                + " be provided."),
                refused(
                        "mode, no such stream [R]",
                        Kinesis.UPDATE_STREAM_MODE,
                        UpdateStreamModeInput.builder()
                                .streamARN(ARN + "nope")
                                .streamModeDetails(new StreamModeDetails("ON_DEMAND"))
                                .build(),
                        NO_NOPE),
                warm("warm throughput, no such stream [R]", "nope", 1, NO_NOPE),
                warm("warm throughput, provisioned [type U]", "s", 1, PROVISIONED),
                warm("warm throughput, no commitment [type U]", "demand", 1, NO_COMMITMENT),
                refused(
                        "create, automatic distribution and provisioned [U]",
                        Kinesis.CREATE_STREAM,
                        CreateStreamInput.builder()
                                .streamName("t")
                                .shardCount(1)
                                .recordDistributionStrategy("AUTO")
                                .build(),
                        PROVISIONED.replace("Stream s", "Stream t")),
                refused(
                        "automatic distribution, provisioned [U]",
                        Kinesis.UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY,
                        UpdateStreamRecordDistributionStrategyInput.builder()
                                .streamARN(ARN + "s")
                                .recordDistributionStrategy("AUTO")
                                .build(),
                        PROVISIONED));
    }

    private static Case start(
            String name, String stream, String type, String key, String expected) {
        return refused(
                name,
                Kinesis.START_STREAM_ENCRYPTION,
                StartStreamEncryptionInput.builder()
                        .streamName(stream)
                        .encryptionType(type)
                        .keyId(key)
                        .build(),
                expected);
    }

    private static List<Case> keys() {
        String key = "1234abcd-12ab-34cd-56ef-1234567890ab";
        String arn = "arn:aws:kms:eu-central-1:123456789012:";
        return List.of(
                start("encrypt, no such stream, before the key [R]", "nope", "KMS", key, NO_NOPE),
                start(
                        "encrypt, with nothing [U]",
                        "s",
                        "NONE",
                        key,
                        "InvalidArgumentException: EncryptionType must be KMS."),
                start(
                        "encrypt, no such key [type D]",
                        "s",
                        "KMS",
                        key,
                        "KMSNotFoundException: Key '" + arn + "key/" + key + "' does not exist"),
                start(
                        "encrypt, no such key by ARN [type D]",
                        "s",
                        "KMS",
                        arn + "key/k",
                        "KMSNotFoundException: Key '" + arn + "key/k' does not exist"),
                start(
                        "encrypt, the service's own key [type D]",
                        "s",
                        "KMS",
                        "alias/aws/kinesis",
                        "KMSNotFoundException: Alias " + arn + "alias/aws/kinesis is not found."),
                refused(
                        "decrypt, no such stream [R]",
                        Kinesis.STOP_STREAM_ENCRYPTION,
                        StopStreamEncryptionInput.builder()
                                .streamName("nope")
                                .encryptionType("KMS")
                                .keyId(key)
                                .build(),
                        NO_NOPE),
                refused(
                        "decrypt, with nothing [U]",
                        Kinesis.STOP_STREAM_ENCRYPTION,
                        StopStreamEncryptionInput.builder()
                                .streamName("s")
                                .encryptionType("NONE")
                                .keyId(key)
                                .build(),
                        "InvalidArgumentException: EncryptionType must be KMS."));
    }

    private static List<Case> puts() {
        var keyless = new PutRecordsRequestEntry(Service.blob("x"), null, null);
        return List.of(
                refused(
                        "put, no partition key [R]",
                        Kinesis.PUT_RECORD,
                        PutRecordInput.builder().streamName("s").data(Service.blob("x")).build(),
                        "ValidationException: " + NO_KEY + "partitionKey" + NOT_NULL),
                refused(
                        "put several, one without a partition key [R]",
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder()
                                .streamName("s")
                                .records(List.of(Service.entry("k", 1), keyless))
                                .build(),
                        "ValidationException: "
                                + NO_KEY
                                + "records.2.member.partitionKey"
                                + NOT_NULL));
    }
}
