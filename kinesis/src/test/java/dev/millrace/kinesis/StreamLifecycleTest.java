package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.ApiException;
import dev.millrace.model.Caller;
import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DeleteStreamInput;
import dev.millrace.model.kinesis.DescribeStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.EnhancedMetrics;
import dev.millrace.model.kinesis.HashKeyRange;
import dev.millrace.model.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.ListShardsInput;
import dev.millrace.model.kinesis.ListStreamsInput;
import dev.millrace.model.kinesis.ListStreamsOutput;
import dev.millrace.model.kinesis.MergeShardsInput;
import dev.millrace.model.kinesis.Shard;
import dev.millrace.model.kinesis.SplitShardInput;
import dev.millrace.model.kinesis.StreamDescription;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.model.kinesis.StreamModeDetails;
import dev.millrace.stream.AppendBatch;
import dev.millrace.stream.Catalog;
import dev.millrace.stream.StreamName;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class StreamLifecycleTest {
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/";
    private static final Duration DELAY = Duration.ofMillis(500);

    private static StreamDescription describe(Service service, String stream) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.DESCRIBE_STREAM,
                                DescribeStreamInput.builder().streamName(stream).build())
                        .streamDescription());
    }

    private static StreamDescriptionSummary summary(
            Service service, DescribeStreamSummaryInput.Builder input) throws Exception {
        return Objects.requireNonNull(
                service.call(Kinesis.DESCRIBE_STREAM_SUMMARY, input.build())
                        .streamDescriptionSummary());
    }

    private static StreamDescriptionSummary summary(Service service) throws Exception {
        return summary(service, DescribeStreamSummaryInput.builder().streamName("s"));
    }

    private static List<String> ids(StreamDescription description) {
        return Objects.requireNonNull(description.shards()).stream()
                .map(shard -> String.valueOf(shard.shardId()))
                .map(id -> id.substring(id.length() - 1))
                .toList();
    }

    private static Service delayed() throws Exception {
        return new Service(Service.config(LimitsProfile.AWS, DELAY));
    }

    private static DeleteStreamInput delete(String stream) {
        return DeleteStreamInput.builder().streamName(stream).build();
    }

    /// Source: recorded from the service, facts §2.3.
    @Test
    void aFreshStreamIsDescribedAsTheServiceDescribesIt() throws Exception {
        Service service = Service.aws().create("s", 1);
        StreamDescription description = describe(service, "s");
        assertEquals("s", description.streamName());
        assertEquals(ARN + "s", description.streamARN());
        assertEquals("ACTIVE", description.streamStatus());
        assertEquals(new StreamModeDetails("PROVISIONED"), description.streamModeDetails());
        assertEquals(false, description.hasMoreShards());
        assertEquals(24, description.retentionPeriodHours());
        assertEquals(Instant.ofEpochMilli(Service.START_MS), description.streamCreationTimestamp());
        assertEquals(List.of(new EnhancedMetrics(List.of())), description.enhancedMonitoring());
        assertEquals("NONE", description.encryptionType());
        assertNull(description.keyId());
        Shard shard = Objects.requireNonNull(description.shards()).get(0);
        assertEquals("shardId-000000000000", shard.shardId());
        assertEquals(
                new HashKeyRange("0", "340282366920938463463374607431768211455"),
                shard.hashKeyRange());
        assertNull(shard.parentShardId());
        assertNull(shard.adjacentParentShardId());
        assertNull(Objects.requireNonNull(shard.sequenceNumberRange()).endingSequenceNumber());
    }

    @Test
    void theSummaryCountsInsteadOfListing() throws Exception {
        Service service = Service.aws();
        service.call(
                Kinesis.CREATE_STREAM,
                CreateStreamInput.builder()
                        .streamName("s")
                        .shardCount(3)
                        .maxRecordSizeInKiB(2048)
                        .build());
        service.split("s", 0, "10");
        StreamDescriptionSummary summary = summary(service);
        assertEquals(4, summary.openShardCount());
        assertEquals(0, summary.consumerCount());
        assertEquals(2048, summary.maxRecordSizeInKiB());
        assertEquals(24, summary.retentionPeriodHours());
        assertEquals("NONE", summary.encryptionType());
        assertEquals(ARN + "s", summary.streamARN());
        assertNull(summary.warmThroughput());
        assertNull(summary.streamId());
    }

    private static String id(Service service) {
        var name = new StreamName(Service.ACCOUNT, Service.REGION, "s");
        return Objects.requireNonNull(service.catalog.find(name)).id();
    }

    @Test
    void aStreamIsFoundByNameByArnByIdAndByAllOfThem() throws Exception {
        Service service = Service.aws().create("s", 1);
        assertTrue(id(service).matches("[a-z0-9]{20}-[a-z0-9]{3}"));
        StreamDescriptionSummary summary = summary(service);
        var byArn = DescribeStreamSummaryInput.builder().streamARN(ARN + "s");
        assertEquals(summary, summary(service, byArn));
        var byId = DescribeStreamSummaryInput.builder().streamId(id(service));
        assertEquals(summary, summary(service, byId));
        assertEquals(summary, summary(service, byId.streamARN(ARN + "s").streamName("s")));
    }

    @Test
    void threeShardsEndWhereTheServiceEndsThem() throws Exception {
        Service service = Service.aws().create("s", 3);
        assertEquals(
                List.of(
                        new HashKeyRange("0", "113427455640312821154458202477256070484"),
                        new HashKeyRange(
                                "113427455640312821154458202477256070485",
                                "226854911280625642308916404954512140969"),
                        new HashKeyRange(
                                "226854911280625642308916404954512140970",
                                "340282366920938463463374607431768211455")),
                service.shards("s").stream().map(Shard::hashKeyRange).toList());
        List<BigInteger> starts =
                service.shards("s").stream()
                        .map(shard -> Objects.requireNonNull(shard.sequenceNumberRange()))
                        .map(range -> new BigInteger(range.startingSequenceNumber()))
                        .toList();
        BigInteger step = BigInteger.ONE.shiftLeft(144).add(BigInteger.valueOf(16));
        assertEquals(step, starts.get(1).subtract(starts.get(0)));
        assertEquals(step, starts.get(2).subtract(starts.get(1)));
    }

    @Test
    void withoutModeAndCountAStreamIsOnDemandWithFourShards() throws Exception {
        Service service = Service.aws();
        service.call(Kinesis.CREATE_STREAM, CreateStreamInput.builder().streamName("s").build());
        assertEquals(4, summary(service).openShardCount());
        assertEquals(new StreamModeDetails("ON_DEMAND"), summary(service).streamModeDetails());
        service.call(
                Kinesis.INCREASE_STREAM_RETENTION_PERIOD,
                IncreaseStreamRetentionPeriodInput.builder()
                        .streamName("s")
                        .retentionPeriodHours(24)
                        .build());
    }

    @Test
    void describingShowsAHundredShardsAtMost() throws Exception {
        Service service = Service.aws().create("s", 250);
        var input = DescribeStreamInput.builder().streamName("s").limit(10_000);
        var first =
                Objects.requireNonNull(
                        service.call(Kinesis.DESCRIBE_STREAM, input.build()).streamDescription());
        assertEquals(100, Objects.requireNonNull(first.shards()).size());
        assertEquals(true, first.hasMoreShards());
        var last =
                Objects.requireNonNull(
                        service.call(
                                        Kinesis.DESCRIBE_STREAM,
                                        input.exclusiveStartShardId("shardId-000000000149").build())
                                .streamDescription());
        assertEquals(100, Objects.requireNonNull(last.shards()).size());
        assertEquals("shardId-000000000150", last.shards().get(0).shardId());
        assertEquals(false, last.hasMoreShards());
    }

    @Test
    void whileItIsCreatedAStreamHasNoShardsAndTakesNothing() throws Exception {
        Service service = delayed().create("s", 2);
        assertEquals("CREATING", describe(service, "s").streamStatus());
        assertEquals(List.of(), describe(service, "s").shards());
        assertEquals(
                "ResourceNotFoundException: Stream s under account 123456789012 not found.",
                service.error(Kinesis.PUT_RECORD, service.put("s").build()));
        assertEquals(
                "ResourceNotFoundException: Shard shardId-000000000000 in stream s under account"
                        + " 123456789012 does not exist",
                service.error(
                        Kinesis.GET_SHARD_ITERATOR, Service.iterator("s", 0, "LATEST").build()));
        String notActive =
                "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, instead in"
                        + " state CREATING";
        assertEquals(
                notActive,
                service.error(
                        Kinesis.SPLIT_SHARD,
                        SplitShardInput.builder()
                                .streamName("s")
                                .shardToSplit("0")
                                .newStartingHashKey("5")
                                .build()));
        assertEquals(
                notActive,
                service.error(
                        Kinesis.MERGE_SHARDS,
                        MergeShardsInput.builder()
                                .streamName("s")
                                .shardToMerge("0")
                                .adjacentShardToMerge("1")
                                .build()));
        assertEquals(
                notActive,
                service.error(
                        Kinesis.LIST_SHARDS, ListShardsInput.builder().streamName("s").build()));
        service.pass(DELAY.minusMillis(1));
        assertEquals("CREATING", describe(service, "s").streamStatus());
        service.pass(Duration.ofMillis(20));
        assertEquals("ACTIVE", describe(service, "s").streamStatus());
        assertEquals(2, service.shards("s").size());
        service.put("s", "k", "1");
    }

    @Test
    void whileItIsUpdatedAStreamShowsItsOldShardsAndServesThem() throws Exception {
        Service service = delayed().create("s", 1);
        service.pass(DELAY.plusMillis(20));
        service.split("s", 0, HALF);
        assertEquals("UPDATING", describe(service, "s").streamStatus());
        assertEquals(List.of("0"), ids(describe(service, "s")));
        assertEquals("shardId-000000000000", service.put("s", "k", "1").shardId());
        assertEquals(List.of("1"), service.readAll("s", 0));
        assertEquals(
                "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, instead in"
                        + " state UPDATING",
                service.error(
                        Kinesis.SPLIT_SHARD,
                        SplitShardInput.builder()
                                .streamName("s")
                                .shardToSplit("0")
                                .newStartingHashKey("5")
                                .build()));
        service.pass(DELAY.plusMillis(20));
        assertEquals("ACTIVE", describe(service, "s").streamStatus());
        assertEquals(List.of("0", "1", "2"), ids(describe(service, "s")));
        service.merge("s", 1, 2);
        assertEquals("UPDATING", describe(service, "s").streamStatus());
        service.pass(DELAY.plusMillis(20));
        assertEquals(List.of("0", "1", "2", "3"), ids(describe(service, "s")));
    }

    @Test
    void whileItIsDeletedAStreamServesAndItsNameIsTaken() throws Exception {
        Service service = delayed().create("s", 1);
        service.pass(DELAY.plusMillis(20));
        service.put("s", "k", "1");
        service.call(Kinesis.DELETE_STREAM, delete("s"));
        service.call(Kinesis.DELETE_STREAM, delete("s"));
        assertEquals("DELETING", describe(service, "s").streamStatus());
        service.put("s", "k", "2");
        assertEquals(List.of("1", "2"), service.readAll("s", 0));
        assertEquals(
                "ResourceInUseException: Stream s under account 123456789012 already exists.",
                service.error(
                        Kinesis.CREATE_STREAM,
                        CreateStreamInput.builder().streamName("s").shardCount(1).build()));
        service.pass(DELAY.plusMillis(20));
        assertTrue(
                service.error(
                                Kinesis.DESCRIBE_STREAM,
                                DescribeStreamInput.builder().streamName("s").build())
                        .endsWith("not found."));
        assertFalse(service.engine.knows(0));
        service.create("s", 1);
    }

    @Test
    void aStreamMayBeDeletedWhileItIsCreatedOrUpdated() throws Exception {
        Service service = delayed().create("s", 1);
        service.call(Kinesis.DELETE_STREAM, delete("s"));
        service.pass(DELAY.plusMillis(20));
        service.create("s", 1);
        service.pass(DELAY.plusMillis(20));
        service.split("s", 0, HALF);
        service.call(Kinesis.DELETE_STREAM, delete("s"));
        assertEquals("DELETING", describe(service, "s").streamStatus());
        service.pass(DELAY.plusMillis(20));
        assertEquals(List.of(), list(service, ListStreamsInput.builder()).streamNames());
    }

    @Test
    void fiveStreamsMayBeCreatedAtOnceAndNotOneMore() throws Exception {
        Service service = delayed();
        for (int i = 0; i < 5; i++) service.create("s" + i, 1);
        var sixth = CreateStreamInput.builder().streamName("s5").shardCount(1).build();
        assertTrue(
                service.error(Kinesis.CREATE_STREAM, sixth).startsWith("LimitExceededException"));
        service.pass(DELAY.plusMillis(20));
        service.call(Kinesis.CREATE_STREAM, sixth);
    }

    @Test
    void theStoreHoldsSoManyShardsWhosesoeverTheyAre() throws Exception {
        var seven =
                Settings.with(
                        "limits", LimitsProfile.OFF, "transitionDelay", DELAY, "shardsPerStore", 7);
        Service service = new Service(seven).create("s", 1);
        service.call(
                Kinesis.CREATE_STREAM, CreateStreamInput.builder().streamName("demand").build());
        var two = CreateStreamInput.builder().streamName("t").shardCount(2).build();
        service.start(Service.OTHERS.get(0), Kinesis.CREATE_STREAM, two).get();
        var refused = service.start(Service.OTHERS.get(1), Kinesis.CREATE_STREAM, two);
        ApiException error = assertThrows(ApiException.class, refused::get);
        assertEquals("LimitExceededException", error.type());
        assertEquals(
                "This server has 7 open shards in all, the request would add 2, and its setting"
                        + " kinesis.quotas.shards-per-store allows 7.",
                error.getMessage());
        service.pass(DELAY.plusMillis(20));
        service.call(Kinesis.DELETE_STREAM, delete("demand"));
        service.pass(DELAY.plusMillis(20));
        // Four are free again; a split that has begun takes one.
        service.create("t", 2);
        service.create("u", 1);
        service.pass(DELAY.plusMillis(20));
        service.split("s", 0, HALF);
        var one = CreateStreamInput.builder().streamName("v").shardCount(1).build();
        assertTrue(service.error(Kinesis.CREATE_STREAM, one).startsWith("LimitExceeded"));
        assertTrue(
                service.error(
                                Kinesis.SPLIT_SHARD,
                                SplitShardInput.builder()
                                        .streamName("u")
                                        .shardToSplit("0")
                                        .newStartingHashKey(HALF)
                                        .build())
                        .startsWith("LimitExceeded"));
    }

    @Test
    void theShardQuotaCountsWhatIsOpenAndTheSplitToCome() throws Exception {
        var three = Settings.with("shardsPerAccount", 3);
        Service service = new Service(three).create("s", 2);
        service.split("s", 0, "10");
        assertTrue(
                service.error(
                                Kinesis.SPLIT_SHARD,
                                SplitShardInput.builder()
                                        .streamName("s")
                                        .shardToSplit("1")
                                        .newStartingHashKey("1")
                                        .build())
                        .contains(
                                "Current shard count for the account: 3. Limit: 3. Number of"
                                        + " additional shards that would have resulted from this"
                                        + " request: 1."));
        service.merge("s", 2, 3);
        service.split("s", 4, "10");
    }

    @Test
    void aSplitShardCannotBeSplitAgain() throws Exception {
        Service service = Service.aws().create("s", 1);
        service.split("s", 0, "2");
        assertEquals(
                "InvalidArgumentException: Shard shardId-000000000000 in stream s under account"
                        + " 123456789012 is closed.",
                service.error(
                        Kinesis.SPLIT_SHARD,
                        SplitShardInput.builder()
                                .streamName("s")
                                .shardToSplit("shard-0")
                                .newStartingHashKey("5")
                                .build()));
        List<Shard> shards = service.shards("s");
        assertEquals(new HashKeyRange("0", "1"), shards.get(1).hashKeyRange());
        assertEquals("shardId-000000000000", shards.get(1).parentShardId());
        assertNull(shards.get(1).adjacentParentShardId());
    }

    @Test
    void aMergedShardNamesBothItsParents() throws Exception {
        Service service = Service.aws().create("s", 2);
        service.merge("s", 0, 1);
        Shard child = service.shards("s").get(2);
        assertEquals("shardId-000000000000", child.parentShardId());
        assertEquals("shardId-000000000001", child.adjacentParentShardId());
    }

    @Test
    void numbersGrowFromParentsToChildrenThoughTheClockStandsStill() throws Exception {
        Service service = Service.unlimited().create("s", 1);
        String last = "";
        for (int shard = 0; shard < 11; shard += 2) {
            var put = service.put("s").explicitHashKey("340282366920938463463374607431768211455");
            String number =
                    Objects.requireNonNull(
                            service.call(Kinesis.PUT_RECORD, put.build()).sequenceNumber());
            assertTrue(number.compareTo(last) > 0);
            assertEquals(56, number.length());
            last = number;
            BigInteger from =
                    new BigInteger(
                            Objects.requireNonNull(service.shards("s").get(shard).hashKeyRange())
                                    .startingHashKey());
            service.split("s", shard, from.add(BigInteger.valueOf(1_000)).toString());
        }
        for (Shard shard : service.shards("s")) {
            var range = Objects.requireNonNull(shard.sequenceNumberRange());
            if (range.endingSequenceNumber() == null) continue;
            assertTrue(
                    Objects.requireNonNull(range.startingSequenceNumber())
                                    .compareTo(range.endingSequenceNumber())
                            < 0);
        }
    }

    private static ListStreamsOutput list(Service service, ListStreamsInput.Builder input)
            throws Exception {
        return service.call(Kinesis.LIST_STREAMS, input.build());
    }

    @Test
    void streamsAreListedByNameAPageAfterTheOther() throws Exception {
        Service service = Service.aws().create("b", 1).create("c", 1).create("a", 1);
        ListStreamsOutput all = list(service, ListStreamsInput.builder());
        assertEquals(List.of("a", "b", "c"), all.streamNames());
        assertEquals(false, all.hasMoreStreams());
        assertNull(all.nextToken());
        var summary = Objects.requireNonNull(all.streamSummaries()).get(0);
        assertEquals(ARN + "a", summary.streamARN());
        assertEquals("ACTIVE", summary.streamStatus());

        ListStreamsOutput two = list(service, ListStreamsInput.builder().limit(2));
        assertEquals(List.of("a", "b"), two.streamNames());
        assertEquals(true, two.hasMoreStreams());
        var rest = ListStreamsInput.builder().nextToken(two.nextToken());
        assertEquals(List.of("c"), list(service, rest).streamNames());
        assertEquals(
                List.of("b", "c"),
                list(service, ListStreamsInput.builder().exclusiveStartStreamName("a"))
                        .streamNames());
        service.clock.advance(Duration.ofMinutes(5));
        list(service, rest);
        service.clock.advance(Duration.ofMillis(1));
        assertTrue(
                service.error(Kinesis.LIST_STREAMS, rest.build())
                        .startsWith("ExpiredNextTokenException"));
    }

    @Test
    void aHundredStreamsAreAPage() throws Exception {
        Service service = Service.aws();
        for (int i = 0; i < 101; i++) service.create("s%03d".formatted(i), 1);
        ListStreamsOutput first = list(service, ListStreamsInput.builder());
        assertEquals(100, Objects.requireNonNull(first.streamNames()).size());
        assertEquals(true, first.hasMoreStreams());
    }

    @Test
    void anotherRegionIsAnotherNameSpace() throws Exception {
        Service service = Service.aws().create("s", 1);
        var elsewhere = new Caller(Service.ACCOUNT, "us-east-1", "AKIA");
        service.start(
                        elsewhere,
                        Kinesis.CREATE_STREAM,
                        CreateStreamInput.builder().streamName("s").shardCount(2).build())
                .get();
        assertEquals(1, summary(service).openShardCount());
        assertEquals(List.of("s"), list(service, ListStreamsInput.builder()).streamNames());
    }

    @Test
    void aChangeThatIsNotDurableIsAnInternalFailureAndChangesNothing() throws Exception {
        Service service = Service.aws();
        service.engine.refuse(AppendBatch.Outcome.FAILED);
        var input = CreateStreamInput.builder().streamName("s").shardCount(1).build();
        assertEquals("InternalFailure", service.error(Kinesis.CREATE_STREAM, input));
        service.engine.refuse(null);
        service.call(Kinesis.CREATE_STREAM, input);
    }

    @Test
    void theCommandsGiveTheSameCatalogAgainAndTheStoreKeepsItsKey() throws Exception {
        Service service = Service.aws().create("s", 3);
        service.split("s", 0, "10");
        service.create("t", 1);
        service.call(Kinesis.DELETE_STREAM, delete("t"));
        var again = new Catalog();
        service.engine.commands().forEach(again::apply);
        assertArrayEquals(service.catalog.snapshot(), again.snapshot());
        assertArrayEquals(service.catalog.storeKey(), again.storeKey());
        int commands = service.engine.commands().size();
        KinesisApi.open(
                service.engine,
                service.catalog,
                service.peaks,
                service.clock,
                new Random(2),
                KinesisConfig.DEFAULT);
        assertEquals(commands, service.engine.commands().size());
        assertNotEquals(0, commands);
    }

    @Test
    void aSplitWithoutDelayIsOneCommand() throws Exception {
        Service service = Service.aws().create("s", 1);
        int before = service.engine.commands().size();
        service.split("s", 0, "10");
        assertEquals(before + 1, service.engine.commands().size());
    }
}
