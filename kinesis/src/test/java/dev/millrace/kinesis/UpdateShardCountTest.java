package dev.millrace.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    @Test
    void aStreamMayHaveTenThousandShards() throws Exception {
        Service service = Service.aws().create("s", 6_000);
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(10_000));
        assertEquals(10_000, summary(service).openShardCount());
    }

    @Test
    void toMergeTakesNothingOfTheAccountsQuota() throws Exception {
        Service service = Service.aws().create("t", 19_994).create("s", 6);
        service.call(Kinesis.UPDATE_SHARD_COUNT, to(5));
        assertEquals(5, summary(service).openShardCount());
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
