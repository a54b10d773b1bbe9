package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.Blob;
import dev.millrace.model.kinesis.AddTagsToStreamInput;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DescribeAccountSettingsInput;
import dev.millrace.model.kinesis.DescribeLimitsInput;
import dev.millrace.model.kinesis.DescribeLimitsOutput;
import dev.millrace.model.kinesis.DescribeStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.DisableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.EnableEnhancedMonitoringInput;
import dev.millrace.model.kinesis.EnhancedMetrics;
import dev.millrace.model.kinesis.EnhancedMonitoringOutput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListTagsForResourceInput;
import dev.millrace.model.kinesis.ListTagsForStreamInput;
import dev.millrace.model.kinesis.ListTagsForStreamOutput;
import dev.millrace.model.kinesis.MinimumThroughputBillingCommitmentInput;
import dev.millrace.model.kinesis.MinimumThroughputBillingCommitmentOutput;
import dev.millrace.model.kinesis.PutRecordInput;
import dev.millrace.model.kinesis.PutRecordsInput;
import dev.millrace.model.kinesis.PutRecordsRequestEntry;
import dev.millrace.model.kinesis.Record;
import dev.millrace.model.kinesis.RemoveTagsFromStreamInput;
import dev.millrace.model.kinesis.StartStreamEncryptionInput;
import dev.millrace.model.kinesis.StopStreamEncryptionInput;
import dev.millrace.model.kinesis.StreamDescription;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.model.kinesis.Tag;
import dev.millrace.model.kinesis.TagResourceInput;
import dev.millrace.model.kinesis.UntagResourceInput;
import dev.millrace.model.kinesis.UpdateAccountSettingsInput;
import dev.millrace.model.kinesis.UpdateMaxRecordSizeInput;
import dev.millrace.model.kinesis.UpdateStreamModeInput;
import dev.millrace.model.kinesis.UpdateStreamRecordDistributionStrategyInput;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputInput;
import dev.millrace.model.kinesis.UpdateStreamWarmThroughputOutput;
import dev.millrace.model.kinesis.WarmThroughputObject;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.KeyService;
import dev.millrace.stream.Refusal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class StreamAttributesTest {
    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/";
    private static final Duration DELAY = Duration.ofMillis(500);
    private static final String UPDATING =
            "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, instead in"
                    + " state UPDATING";
    private static final Instant START = Instant.ofEpochMilli(Service.START_MS);

    /// Knows one key.
    private static final KeyService ONE_KEY =
            (stream, keyId) ->
                    keyId.equals("k")
                            ? null
                            : new Refusal.KeyRefused(KeyService.KeyFault.DISABLED, keyId, stream);

    private static Service delayed() throws Exception {
        return new Service(Service.config(LimitsProfile.AWS, DELAY), ONE_KEY);
    }

    private static StreamDescription describe(Service service) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.DESCRIBE_STREAM,
                                DescribeStreamInput.builder().streamName("s").build())
                        .streamDescription());
    }

    private static StreamDescriptionSummary summary(Service service) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.DESCRIBE_STREAM_SUMMARY,
                                DescribeStreamSummaryInput.builder().streamName("s").build())
                        .streamDescriptionSummary());
    }

    private static void tag(Service service, Map<String, String> tags) throws Exception {
        service.call(
                Kinesis.ADD_TAGS_TO_STREAM,
                AddTagsToStreamInput.builder().streamName("s").tags(tags).build());
    }

    private static ListTagsForStreamOutput tags(
            Service service, ListTagsForStreamInput.Builder input) throws Exception {
        return service.call(Kinesis.LIST_TAGS_FOR_STREAM, input.streamName("s").build());
    }

    private static List<Tag> tags(Service service) throws Exception {
        return Objects.requireNonNull(tags(service, ListTagsForStreamInput.builder()).tags());
    }

    private static Service onDemand(Service service) throws Exception {
        service.call(Kinesis.CREATE_STREAM, CreateStreamInput.builder().streamName("s").build());
        return service;
    }

    @Test
    void tagsAreAddedReplacedRemovedAndListedByKey() throws Exception {
        Service service = Service.aws().create("s", 1);
        tag(service, Map.of("b", "1", "a", "2", "C", ""));
        tag(service, Map.of("b", "3"));
        assertEquals(
                List.of(new Tag("C", ""), new Tag("a", "2"), new Tag("b", "3")), tags(service));
        service.call(
                Kinesis.REMOVE_TAGS_FROM_STREAM,
                RemoveTagsFromStreamInput.builder()
                        .streamName("s")
                        .tagKeys(List.of("a", "nope"))
                        .build());
        assertEquals(List.of(new Tag("C", ""), new Tag("b", "3")), tags(service));
    }

    @Test
    void tagsAreListedInPagesAfterAKeyThatNeedNotBeThere() throws Exception {
        Service service = Service.aws().create("s", 1);
        tag(service, Map.of("a", "", "c", "", "e", ""));
        ListTagsForStreamOutput page =
                tags(service, ListTagsForStreamInput.builder().exclusiveStartTagKey("b").limit(1));
        assertEquals(List.of(new Tag("c", "")), page.tags());
        assertEquals(true, page.hasMoreTags());
        page = tags(service, ListTagsForStreamInput.builder().exclusiveStartTagKey("c").limit(1));
        assertEquals(List.of(new Tag("e", "")), page.tags());
        assertEquals(false, page.hasMoreTags());
    }

    @Test
    void fiftyTagsFitAndNotOneMore() throws Exception {
        Service service = Service.aws().create("s", 1);
        Map<String, String> fifty = new HashMap<>();
        for (int i = 0; i < 50; i++) fifty.put("k" + i, "");
        tag(service, fifty);
        tag(service, Map.of("k7", "another value"));
        String error =
                service.error(
                        Kinesis.ADD_TAGS_TO_STREAM,
                        AddTagsToStreamInput.builder()
                                .streamName("s")
                                .tags(Map.of("one", "more"))
                                .build());
        assertTrue(error.contains("cannot have more than 10 tags"), error);
        assertEquals(50, tags(service).size());
    }

    @Test
    void bothFamiliesOfTagOperationsSeeTheSameTags() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.call(
                Kinesis.TAG_RESOURCE,
                TagResourceInput.builder()
                        .resourceARN(ARN + "s")
                        .tags(Map.of("a:b", "1", "c", "2"))
                        .build());
        assertEquals(List.of(new Tag("a:b", "1"), new Tag("c", "2")), tags(service));
        service.call(
                Kinesis.UNTAG_RESOURCE,
                UntagResourceInput.builder()
                        .resourceARN(ARN + "s")
                        .tagKeys(List.of("a:b", "nope"))
                        .build());
        assertEquals(
                List.of(new Tag("c", "2")),
                service.call(
                                Kinesis.LIST_TAGS_FOR_RESOURCE,
                                ListTagsForResourceInput.builder().resourceARN(ARN + "s").build())
                        .tags());
    }

    @Test
    void tagsGivenAtTheCreationAreShownAtOnceAndFrozenUntilTheStreamIsActive() throws Exception {
        Service service = delayed();
        service.call(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder()
                        .streamName("s")
                        .shardCount(1)
                        .tags(Map.of("a", "1"))
                        .build());
        assertEquals(List.of(new Tag("a", "1")), tags(service));
        var input = AddTagsToStreamInput.builder().streamName("s").tags(Map.of("b", "2")).build();
        assertEquals(
                UPDATING.replace("UPDATING", "CREATING"),
                service.error(Kinesis.ADD_TAGS_TO_STREAM, input));
        service.pass(DELAY);
        service.call(Kinesis.ADD_TAGS_TO_STREAM, input);
        assertEquals(2, tags(service).size());
    }

    private static EnhancedMonitoringOutput enable(Service service, String... metrics)
            throws Exception {
        return service.call(
                Kinesis.ENABLE_ENHANCED_MONITORING,
                EnableEnhancedMonitoringInput.builder()
                        .streamName("s")
                        .shardLevelMetrics(List.of(metrics))
                        .build());
    }

    @Test
    void shardLevelMetricsAreSwitchedOnAndOff() throws Exception {
        Service service = Service.aws().create("s", 1);
        enable(service, "IncomingBytes");
        EnhancedMonitoringOutput output = enable(service, "OutgoingBytes", "IncomingBytes");
        assertEquals("s", output.streamName());
        assertEquals(ARN + "s", output.streamARN());
        assertEquals(List.of("IncomingBytes"), output.currentShardLevelMetrics());
        assertEquals(List.of("IncomingBytes", "OutgoingBytes"), output.desiredShardLevelMetrics());
        var shown = List.of(new EnhancedMetrics(List.of("IncomingBytes", "OutgoingBytes")));
        assertEquals(shown, describe(service).enhancedMonitoring());
        assertEquals(shown, summary(service).enhancedMonitoring());

        assertEquals(
                7,
                Objects.requireNonNull(enable(service, "ALL").desiredShardLevelMetrics()).size());
        output =
                service.call(
                        Kinesis.DISABLE_ENHANCED_MONITORING,
                        DisableEnhancedMonitoringInput.builder()
                                .streamName("s")
                                .shardLevelMetrics(List.of("IncomingRecords"))
                                .build());
        assertEquals(7, Objects.requireNonNull(output.currentShardLevelMetrics()).size());
        assertEquals(6, Objects.requireNonNull(output.desiredShardLevelMetrics()).size());
        output =
                service.call(
                        Kinesis.DISABLE_ENHANCED_MONITORING,
                        DisableEnhancedMonitoringInput.builder()
                                .streamName("s")
                                .shardLevelMetrics(List.of("ALL"))
                                .build());
        assertEquals(List.of(), output.desiredShardLevelMetrics());
        assertEquals(
                List.of(new EnhancedMetrics(List.of())), describe(service).enhancedMonitoring());
    }

    private static StartStreamEncryptionInput encrypt(String key) {
        return StartStreamEncryptionInput.builder()
                .streamName("s")
                .encryptionType("KMS")
                .keyId(key)
                .build();
    }

    private static StopStreamEncryptionInput decrypt(String key) {
        return StopStreamEncryptionInput.builder()
                .streamName("s")
                .encryptionType("KMS")
                .keyId(key)
                .build();
    }

    @Test
    void encryptionStartsAndStopsInTime() throws Exception {
        Service service = delayed().create("s", 1);
        service.pass(DELAY);
        service.call(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
        assertEquals("UPDATING", describe(service).streamStatus());
        assertEquals("NONE", describe(service).encryptionType());
        assertEquals(UPDATING, service.error(Kinesis.STOP_STREAM_ENCRYPTION, decrypt("k")));
        service.put("s", "a", "still in plain text, as the description says");
        service.pass(DELAY);
        assertEquals("ACTIVE", describe(service).streamStatus());
        assertEquals("KMS", describe(service).encryptionType());
        assertEquals("k", describe(service).keyId());
        assertEquals("KMS", summary(service).encryptionType());
        assertEquals("k", summary(service).keyId());

        service.call(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
        assertEquals("ACTIVE", describe(service).streamStatus());
        assertEquals(
                "InvalidArgumentException: Stream s under account 123456789012 is not encrypted"
                        + " with the key l.",
                service.error(Kinesis.STOP_STREAM_ENCRYPTION, decrypt("l")));
        service.call(Kinesis.STOP_STREAM_ENCRYPTION, decrypt("k"));
        service.pass(DELAY);
        assertEquals("NONE", describe(service).encryptionType());
        assertNull(describe(service).keyId());
        service.call(Kinesis.STOP_STREAM_ENCRYPTION, decrypt("k"));
        assertEquals("ACTIVE", describe(service).streamStatus());
    }

    @Test
    void anEncryptedStreamTakesNoRecordInPlainText() throws Exception {
        Service service =
                new Service(Service.config(LimitsProfile.AWS, Duration.ZERO), ONE_KEY)
                        .create("s", 1);
        service.call(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
        String refusal =
                "KMSNotFoundException: Key 'arn:aws:kms:eu-central-1:123456789012:key/k' does not"
                        + " exist";
        assertEquals(refusal, service.error(Kinesis.PUT_RECORD, service.put("s").build()));
        assertEquals(
                refusal,
                service.error(
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder()
                                .streamName("s")
                                .records(Service.entries(1, 1))
                                .build()));
        assertEquals(List.of(), service.readAll("s", 0));
    }

    @Test
    void everyFaultOfAKeyHasItsError() throws Exception {
        Map<KeyService.KeyFault, String> names = new HashMap<>();
        for (KeyService.KeyFault fault : KeyService.KeyFault.values()) {
            Service service =
                    new Service(
                                    KinesisConfig.DEFAULT,
                                    (stream, keyId) -> new Refusal.KeyRefused(fault, keyId, stream))
                            .create("s", 1);
            String error = service.error(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
            names.put(fault, error.substring(0, error.indexOf(':')));
            assertEquals("NONE", describe(service).encryptionType());
        }
        assertEquals(
                Map.of(
                        KeyService.KeyFault.NOT_FOUND, "KMSNotFoundException",
                        KeyService.KeyFault.DISABLED, "KMSDisabledException",
                        KeyService.KeyFault.INVALID_STATE, "KMSInvalidStateException",
                        KeyService.KeyFault.ACCESS_DENIED, "KMSAccessDeniedException",
                        KeyService.KeyFault.OPT_IN_REQUIRED, "KMSOptInRequired",
                        KeyService.KeyFault.THROTTLED, "KMSThrottlingException"),
                names);
    }

    @Test
    void encryptionStartsTwentyFiveTimesADay() throws Exception {
        Service service =
                new Service(Service.config(LimitsProfile.AWS, Duration.ZERO), ONE_KEY)
                        .create("s", 1);
        for (int i = 0; i < 25; i++) {
            service.call(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
            service.call(Kinesis.STOP_STREAM_ENCRYPTION, decrypt("k"));
        }
        assertEquals(
                "LimitExceededException: Encryption of stream s under account 123456789012 was"
                        + " started or stopped 25 times in the last 24 hours, which is the limit.",
                service.error(Kinesis.START_STREAM_ENCRYPTION, encrypt("k")));
        service.clock.advance(Duration.ofHours(24));
        service.call(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
        assertEquals("KMS", describe(service).encryptionType());
    }

    private static UpdateMaxRecordSizeInput size(int kib) {
        return UpdateMaxRecordSizeInput.builder()
                .streamARN(ARN + "s")
                .maxRecordSizeInKiB(kib)
                .build();
    }

    private static PutRecordInput large(Service service, int dataBytes) {
        return service.put("s").partitionKey("kkkk").data(Blob.of(new byte[dataBytes])).build();
    }

    @Test
    void recordsMayBeMadeTenMebibytesLarge() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        assertEquals(1024, summary(service).maxRecordSizeInKiB());
        int most = (10 << 20) - 4;
        assertTrue(
                service.error(Kinesis.PUT_RECORD, large(service, most))
                        .endsWith("Member must have length less than or equal to 1048576"));
        service.call(Kinesis.UPDATE_MAX_RECORD_SIZE, size(10_240));
        assertEquals(10_240, summary(service).maxRecordSizeInKiB());
        service.call(Kinesis.PUT_RECORD, large(service, most));
        assertTrue(
                service.error(Kinesis.PUT_RECORD, large(service, most + 1))
                        .endsWith("Member must have length less than or equal to 10485760"));
        assertEquals(
                "InvalidArgumentException: Records size exceeds 10 MB limit",
                service.error(
                        Kinesis.PUT_RECORDS,
                        PutRecordsInput.builder()
                                .streamName("s")
                                .records(Service.entries(2, 5 << 20))
                                .build()));
        String next = service.iterator(Service.iterator("s", 0, "TRIM_HORIZON"));
        assertEquals(
                most,
                Objects.requireNonNull(
                                Objects.requireNonNull(service.get(next).records())
                                        .getFirst()
                                        .data())
                        .length());
        service.call(Kinesis.UPDATE_MAX_RECORD_SIZE, size(1024));
        assertEquals(1024, summary(service).maxRecordSizeInKiB());
    }

    private static UpdateStreamModeInput mode(String mode) {
        return UpdateStreamModeInput.builder()
                .streamARN(ARN + "s")
                .streamModeDetails(new StreamModeDetails(mode))
                .build();
    }

    @Test
    void theModeChangesInTimeAndTheShardsStay() throws Exception {
        Service service = delayed().create("s", 3);
        service.pass(DELAY);
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("ON_DEMAND"));
        assertEquals("UPDATING", summary(service).streamStatus());
        assertEquals(new StreamModeDetails("PROVISIONED"), summary(service).streamModeDetails());
        assertEquals(UPDATING, service.error(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED")));
        service.put("s", "a", "x");
        service.pass(DELAY);
        assertEquals("ACTIVE", summary(service).streamStatus());
        assertEquals(new StreamModeDetails("ON_DEMAND"), summary(service).streamModeDetails());
        assertEquals(3, summary(service).openShardCount());
        assertEquals(
                List.of("shardId-000000000000", "shardId-000000000001", "shardId-000000000002"),
                service.shards("s").stream().map(shard -> shard.shardId()).toList());
    }

    @Test
    void theModeChangesTwiceADayAndToTheSameWheneverOneLikes() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED"));
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("ON_DEMAND"));
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED"));
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED"));
        assertEquals(
                "LimitExceededException: Stream s under account 123456789012 has changed its mode"
                        + " 2 times in the last 24 hours, which is the limit.",
                service.error(Kinesis.UPDATE_STREAM_MODE, mode("ON_DEMAND")));
        service.clock.advance(Duration.ofHours(24));
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("ON_DEMAND"));
        assertEquals(new StreamModeDetails("ON_DEMAND"), summary(service).streamModeDetails());
    }

    @Test
    void aStreamThatBecomesProvisionedCountsTowardsTheShardsOfItsAccount() throws Exception {
        Service service = new Service(Settings.with("shardsPerAccount", 5, "onDemandStreams", 1));
        onDemand(service).create("t", 2);
        assertTrue(
                service.error(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED"))
                        .contains("Current shard count for the account: 2. Limit: 5."));
        assertEquals(
                "LimitExceededException: Account 123456789012 has 1 On-Demand streams in"
                        + " eu-central-1, which is the limit.",
                service.error(
                        Kinesis.UPDATE_STREAM_MODE,
                        UpdateStreamModeInput.builder()
                                .streamARN(ARN + "t")
                                .streamModeDetails(new StreamModeDetails("ON_DEMAND"))
                                .build()));
        DescribeLimitsOutput limits =
                service.call(Kinesis.DESCRIBE_LIMITS, DescribeLimitsInput.builder().build());
        assertEquals(5, limits.shardLimit());
        assertEquals(2, limits.openShardCount());
        assertEquals(1, limits.onDemandStreamCount());
        assertEquals(1, limits.onDemandStreamCountLimit());
    }

    @Test
    void theLimitsAreTheServicesPerAccountAndRegion() throws Exception {
        Service service = onDemand(Service.aws()).create("t", 3);
        DescribeLimitsOutput limits =
                service.call(Kinesis.DESCRIBE_LIMITS, DescribeLimitsInput.builder().build());
        assertEquals(20_000, limits.shardLimit());
        assertEquals(3, limits.openShardCount());
        assertEquals(1, limits.onDemandStreamCount());
        assertEquals(50, limits.onDemandStreamCountLimit());
        for (var other : Service.OTHERS) {
            limits =
                    service.start(
                                    other,
                                    Kinesis.DESCRIBE_LIMITS,
                                    DescribeLimitsInput.builder().build())
                            .get();
            assertEquals(0, limits.openShardCount());
            assertEquals(0, limits.onDemandStreamCount());
        }
        limits =
                Service.unlimited()
                        .call(Kinesis.DESCRIBE_LIMITS, DescribeLimitsInput.builder().build());
        assertEquals(Integer.MAX_VALUE, limits.shardLimit());
    }

    private static UpdateAccountSettingsInput commitment(String status) {
        return new UpdateAccountSettingsInput(new MinimumThroughputBillingCommitmentInput(status));
    }

    private static @Nullable MinimumThroughputBillingCommitmentOutput commit(
            Service service, String status) throws Exception {
        var answer = service.call(Kinesis.UPDATE_ACCOUNT_SETTINGS, commitment(status));
        assertEquals(answer.minimumThroughputBillingCommitment(), commitment(service));
        return answer.minimumThroughputBillingCommitment();
    }

    private static @Nullable MinimumThroughputBillingCommitmentOutput commitment(Service service)
            throws Exception {
        return service.call(
                        Kinesis.DESCRIBE_ACCOUNT_SETTINGS,
                        DescribeAccountSettingsInput.builder().build())
                .minimumThroughputBillingCommitment();
    }

    @Test
    void aCommitmentLastsADayAtLeast() throws Exception {
        Service service = Service.aws();
        Instant earliest = START.plus(Duration.ofHours(24));
        var none = MinimumThroughputBillingCommitmentOutput.builder().status("DISABLED").build();
        var enabled =
                MinimumThroughputBillingCommitmentOutput.builder()
                        .status("ENABLED")
                        .startedAt(START)
                        .earliestAllowedEndAt(earliest)
                        .build();
        assertEquals(none, commitment(service));
        assertEquals(none, commit(service, "DISABLED"));
        assertEquals(enabled, commit(service, "ENABLED"));
        service.clock.advance(Duration.ofHours(1));
        assertEquals(
                MinimumThroughputBillingCommitmentOutput.builder()
                        .status("ENABLED_UNTIL_EARLIEST_ALLOWED_END")
                        .startedAt(START)
                        .earliestAllowedEndAt(earliest)
                        .build(),
                commit(service, "DISABLED"));
        assertEquals(enabled, commit(service, "ENABLED"));
        commit(service, "DISABLED");
        service.clock.advance(Duration.ofHours(23));
        assertEquals(
                MinimumThroughputBillingCommitmentOutput.builder()
                        .status("DISABLED")
                        .startedAt(START)
                        .endedAt(earliest)
                        .build(),
                commitment(service));
        for (var other : Service.OTHERS)
            assertEquals(
                    none,
                    service.start(
                                    other,
                                    Kinesis.DESCRIBE_ACCOUNT_SETTINGS,
                                    DescribeAccountSettingsInput.builder().build())
                            .get()
                            .minimumThroughputBillingCommitment());
    }

    private static UpdateStreamWarmThroughputInput warm(int mibps) {
        return UpdateStreamWarmThroughputInput.builder()
                .streamName("s")
                .warmThroughputMiBps(mibps)
                .build();
    }

    @Test
    void aStreamOfACommittedAccountIsKeptWarm() throws Exception {
        Service service = onDemand(delayed());
        service.pass(DELAY);
        assertNull(summary(service).warmThroughput());
        commit(service, "ENABLED");
        assertEquals(new WarmThroughputObject(0, 0), summary(service).warmThroughput());
        UpdateStreamWarmThroughputOutput output =
                service.call(Kinesis.UPDATE_STREAM_WARM_THROUGHPUT, warm(100));
        assertEquals(ARN + "s", output.streamARN());
        assertEquals("s", output.streamName());
        assertEquals(new WarmThroughputObject(100, 0), output.warmThroughput());
        assertEquals("UPDATING", summary(service).streamStatus());
        assertEquals(new WarmThroughputObject(100, 0), summary(service).warmThroughput());
        service.pass(DELAY);
        assertEquals(new WarmThroughputObject(100, 100), summary(service).warmThroughput());
        assertEquals(
                "ValidationException: WarmThroughputMiBps is at most 10240, not 10241.",
                service.error(Kinesis.UPDATE_STREAM_WARM_THROUGHPUT, warm(10_241)));
        assertEquals(
                "ValidationException: The minimum throughput billing commitment cannot end while"
                        + " stream s under account 123456789012 has a warm throughput.",
                service.error(Kinesis.UPDATE_ACCOUNT_SETTINGS, commitment("DISABLED")));
        service.call(Kinesis.UPDATE_STREAM_WARM_THROUGHPUT, warm(0));
        service.pass(DELAY);
        commit(service, "DISABLED");
        assertTrue(
                service.error(Kinesis.UPDATE_STREAM_WARM_THROUGHPUT, warm(100))
                        .startsWith("ValidationException: "));
        service.clock.advance(Duration.ofHours(24));
        assertNull(summary(service).warmThroughput());
    }

    @Test
    void aNewStreamMayBeginWarmAndThenHasTheShardsForIt() throws Exception {
        Service service = Service.aws();
        commit(service, "ENABLED");
        service.call(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder().streamName("s").warmThroughputMiBps(10).build());
        assertEquals(new WarmThroughputObject(10, 10), summary(service).warmThroughput());
        assertEquals(10, summary(service).openShardCount());
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED"));
        assertNull(summary(service).warmThroughput());
        service.call(
                Kinesis.UPDATE_STREAM_MODE,
                UpdateStreamModeInput.builder()
                        .streamARN(ARN + "s")
                        .streamModeDetails(new StreamModeDetails("ON_DEMAND"))
                        .warmThroughputMiBps(7)
                        .build());
        assertEquals(new WarmThroughputObject(7, 7), summary(service).warmThroughput());
    }

    private static UpdateStreamRecordDistributionStrategyInput distribution(String strategy) {
        return UpdateStreamRecordDistributionStrategyInput.builder()
                .streamARN(ARN + "s")
                .recordDistributionStrategy(strategy)
                .build();
    }

    private static List<Record> records(Service service, int shard) throws Exception {
        return Objects.requireNonNull(
                service.get(service.iterator(Service.iterator("s", shard, "TRIM_HORIZON")))
                        .records());
    }

    @Test
    void recordsAreSpreadEvenlyWherePartitionKeysMeanNothing() throws Exception {
        Service service = Service.unlimited();
        service.call(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder()
                        .streamName("s")
                        .recordDistributionStrategy("AUTO")
                        .build());
        assertEquals("AUTO", summary(service).recordDistributionStrategy());
        var entries = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < 200; i++)
            entries.add(new PutRecordsRequestEntry(Service.blob("x"), "0", "same"));
        assertEquals(0, service.putAll("s", entries).failedRecordCount());
        for (int i = 0; i < 200; i++)
            service.call(
                    Kinesis.PUT_RECORD,
                    PutRecordInput.builder().streamName("s").data(Service.blob("x")).build());
        for (int shard = 0; shard < 4; shard++) {
            List<Record> records = records(service, shard);
            assertEquals(100, records.size(), 3);
            for (Record record : records) assertNull(record.partitionKey());
        }
    }

    @Test
    void theDistributionMayChangeAndBack() throws Exception {
        Service service = onDemand(Service.aws());
        assertEquals("USER_PARTITION_KEY", summary(service).recordDistributionStrategy());
        service.call(Kinesis.UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY, distribution("AUTO"));
        assertEquals("AUTO", summary(service).recordDistributionStrategy());
        assertEquals(
                "ValidationException: Request is invalid. Stream s under account 123456789012 has"
                    + " the record distribution strategy AUTO, which is for On-Demand mode only.",
                service.error(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED")));
        service.call(
                Kinesis.UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY,
                distribution("USER_PARTITION_KEY"));
        String shard = service.put("s", "a", "x").shardId();
        assertEquals(shard, service.put("s", "a", "y").shardId());
        service.call(Kinesis.UPDATE_STREAM_MODE, mode("PROVISIONED"));
    }

    @Test
    void allOfItOutlivesARestart() throws Exception {
        Service service = onDemand(delayed());
        service.pass(DELAY);
        commit(service, "ENABLED");
        tag(service, Map.of("a", "1"));
        enable(service, "ALL");
        service.call(Kinesis.UPDATE_STREAM_RECORD_DISTRIBUTION_STRATEGY, distribution("AUTO"));
        service.call(Kinesis.START_STREAM_ENCRYPTION, encrypt("k"));
        var replayed = new Catalog();
        service.engine.commands().forEach(replayed::apply);
        var restored = new Catalog();
        restored.restore(service.catalog.snapshot());
        for (Catalog catalog : List.of(replayed, restored)) {
            var again = List.copyOf(catalog.streams()).getFirst();
            assertEquals(List.copyOf(service.catalog.streams()).getFirst(), again);
            assertEquals("UPDATING", again.status().name());
            assertEquals("k", again.settingsToBe().encryption().keyId());
        }
    }
}
