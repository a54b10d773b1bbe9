package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.kinesis.CreateStreamInput;
import dev.millrace.model.kinesis.DescribeStreamSummaryInput;
import dev.millrace.model.kinesis.GetRecordsOutput;
import dev.millrace.model.kinesis.Kinesis;
import dev.millrace.model.kinesis.Shard;
import dev.millrace.model.kinesis.StreamDescriptionSummary;
import dev.millrace.model.kinesis.UpdateShardCountInput;
import dev.millrace.model.kinesis.UpdateShardCountOutput;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class UpdateShardCountTest {
    private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/s";

    private static UpdateShardCountInput to(int target) {
        return UpdateShardCountInput.builder()
                .streamName("s")
                .targetShardCount(target)
                .scalingType("UNIFORM_SCALING")
                .build();
    }

    private static StreamDescriptionSummary summary(Service service) throws Exception {
        return Objects.requireNonNull(
                service.call(
                                Kinesis.DESCRIBE_STREAM_SUMMARY,
                                DescribeStreamSummaryInput.builder().streamName("s").build())
                        .streamDescriptionSummary());
    }

    @Test
    void theAnswerNamesTheCountOfBeforeAndTheOneToCome() throws Exception {
        Service service = Service.aws().create("s", 2);
        assertEquals(
                new UpdateShardCountOutput("s", 2, 4, ARN),
                service.call(Kinesis.UPDATE_SHARD_COUNT, to(4)));
        assertEquals(4, summary(service).openShardCount());
        assertEquals(6, service.shards("s").size());
    }

    @Test
    void theOldShardsAreShownUntilItIsDone() throws Exception {
        Service service =
                new Service(Service.config(LimitsProfile.AWS, Duration.ofMillis(500)))
                        .create("s", 2);
        service.pass(Duration.ofMillis(520));
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(3));
        assertEquals("UPDATING", summary(service).streamStatus());
        assertEquals(2, service.shards("s").size());
        service.put("s", "key", "meanwhile");
        assertEquals(
                "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, instead"
                        + " in state UPDATING",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(2)));
        service.pass(Duration.ofMillis(520));
        assertEquals("ACTIVE", summary(service).streamStatus());
        assertEquals(3, summary(service).openShardCount());
    }

    /// Source: facts §2.5 and §8; the texts of the two bounds are recorded, their type is not.
    @Test
    void whatIsOutOfBoundsIsRefusedInTheServicesWords() throws Exception {
        Service service = Service.aws();
        assertEquals(
                "ResourceNotFoundException: Stream s under account 123456789012 not found.",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(1)));
        service.create("s", 1);
        assertEquals(
                "LimitExceededException: UpdateShardCount cannot scale up over double your current"
                        + " open shard count. Current open shard count: 1 Target shard count: 4",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(4)));
        for (int target : new int[] {2, 4, 7, 4})
            service.call(Kinesis.UPDATE_SHARD_COUNT, to(target));
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(7));
        assertEquals(
                "LimitExceededException: UpdateShardCount cannot scale down below half your current"
                        + " open shard count. Current open shard count: 7 Target shard count: 3",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(3)));
        for (int target : new int[] {8, 7, 8, 7, 8})
            service.call(Kinesis.UPDATE_SHARD_COUNT, to(target));
        assertEquals(
                "LimitExceededException: The shard count of stream s under account 123456789012 was"
                        + " updated 10 times within 24 hours, the limit.",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(9)));
        service.pass(Duration.ofHours(24));
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(9));
    }

    @Test
    void noStreamHasMoreThanTenThousandShards() throws Exception {
        Service service = Service.aws().create("s", 6_000);
        assertEquals(
                "LimitExceededException: Stream s under account 123456789012 cannot have more than"
                        + " 10000 shards. Target shard count: 10001",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(10_001)));
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(10_000));
        assertEquals(10_000, summary(service).openShardCount());
    }

    @Test
    void theShardsOnTheWayCountForTheAccountsQuota() throws Exception {
        Service service = Service.aws().create("t", 19_990).create("s", 6);
        assertEquals(
                "LimitExceededException: This request would exceed the shard limit for the account"
                        + " 123456789012 in eu-central-1. Current shard count for the account:"
                        + " 19996. Limit: 20000. Number of additional shards that would have"
                        + " resulted from this request: 6. Refer to the AWS Service Limits page"
                        + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html)"
                        + " for current limits and how to request higher limits.",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(8)));
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(5));
    }

    @Test
    void anOnDemandStreamRefuses() throws Exception {
        Service service = Service.aws();
        service.call(Kinesis.CREATE_STREAM, CreateStreamInput.builder().streamName("s").build());
        assertEquals(
                "ValidationException: Request is invalid. Stream s under account 123456789012 is in"
                        + " On-Demand mode.",
                service.error(Kinesis.UPDATE_SHARD_COUNT, to(8)));
    }

    /// 4 to 5 goes by way of eight, of which six live no moment.
    @Test
    void aReaderFollowsAKeyOverTheShardsThatLivedNoMoment() throws Exception {
        Service service = Service.unlimited().create("s", 4);
        for (int i = 0; i < 20; i++) service.put("s", "key" + i, "before " + i);
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(5));
        for (int i = 0; i < 20; i++) service.put("s", "key" + i, "after " + i);
        var read = new ArrayList<String>();
        var done = new ArrayList<String>();
        List<Shard> shards = service.shards("s");
        assertEquals(15, shards.size());
        // A consumer that begins a shard when its parents are read to their end.
        while (done.size() < shards.size()) {
            int before = done.size();
            for (Shard shard : shards) {
                String id = Objects.requireNonNull(shard.shardId());
                if (done.contains(id)
                        || isOpenFor(shard.parentShardId(), done)
                        || isOpenFor(shard.adjacentParentShardId(), done)) continue;
                int index = Integer.parseInt(id.substring(id.indexOf('-') + 1));
                GetRecordsOutput output =
                        service.get(service.iterator(Service.iterator("s", index, "TRIM_HORIZON")));
                read.addAll(Service.texts(output));
                var numbers = Objects.requireNonNull(shard.sequenceNumberRange());
                if (numbers.endingSequenceNumber() != null) {
                    assertNull(output.nextShardIterator());
                    assertTrue(!Objects.requireNonNull(output.childShards()).isEmpty());
                }
                done.add(id);
            }
            assertTrue(done.size() > before, "a shard without a way to it");
        }
        assertEquals(40, read.size());
        for (int i = 0; i < 20; i++)
            assertTrue(read.indexOf("before " + i) < read.indexOf("after " + i));
    }

    private static boolean isOpenFor(@Nullable String parent, List<String> done) {
        return parent != null && !done.contains(parent);
    }
}
