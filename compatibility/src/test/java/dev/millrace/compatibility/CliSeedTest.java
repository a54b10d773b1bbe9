package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// `examples/seeds/cli.sh` by the real AWS CLI.
@ExtendWith(SharedServer.class)
class CliSeedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HALF = "170141183460469231731687303715884105728";
    private static final String BEFORE_HALF = "170141183460469231731687303715884105727";
    private static final String LAST = "340282366920938463463374607431768211455";

    private static String version;
    private static List<JsonNode> answers;

    @BeforeAll
    static void walk(Shell shell) throws Exception {
        version = Tools.cliVersion(shell);
        Shell.Result walk = shell.seed("bash", "cli.sh").succeeded();
        answers = new ArrayList<>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(walk.out())) {
            values.forEachRemaining(answers::add);
        }
    }

    /// In the order of the script: the calls that print something.
    private static JsonNode answer(int call) {
        assertEquals(9, answers.size(), answers::toString);
        return answers.get(call);
    }

    @Test
    void theSummaryIsThatOfAFreshStream() {
        JsonNode summary = answer(0).path("StreamDescriptionSummary");
        assertEquals("my-data-stream", summary.path("StreamName").asText());
        assertEquals("ACTIVE", summary.path("StreamStatus").asText());
        assertEquals(1, summary.path("OpenShardCount").asInt());
        assertEquals(24, summary.path("RetentionPeriodHours").asInt());
        assertEquals("PROVISIONED", summary.at("/StreamModeDetails/StreamMode").asText());
        assertTrue(
                summary.path("StreamARN").asText().endsWith(":stream/my-data-stream"),
                summary::toString);
    }

    @Test
    void aRecordIsStoredAsThisVersionOfTheCliSendsIt() {
        assertEquals("shardId-000000000000", answer(1).path("ShardId").asText());
        JsonNode records = answer(3).path("Records");
        assertEquals(1, records.size());
        assertEquals("user-1", records.at("/0/PartitionKey").asText());
        assertEquals(
                answer(1).path("SequenceNumber").asText(),
                records.at("/0/SequenceNumber").asText());
        String stored =
                new String(
                        Base64.getDecoder().decode(records.at("/0/Data").asText()),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(version.startsWith("1.") ? "SGVsbG8gS2luZXNpcw==" : "Hello Kinesis", stored);
        assertEquals(0, answer(3).path("MillisBehindLatest").asInt());
    }

    @Test
    void theShardOwnsAllHashKeys() {
        JsonNode shard = answer(2).at("/StreamDescription/Shards/0");
        assertEquals("0", shard.at("/HashKeyRange/StartingHashKey").asText());
        assertEquals(LAST, shard.at("/HashKeyRange/EndingHashKey").asText());
    }

    @Test
    void latestBeginsBehindTheRecordAndATimeBeforeIt() {
        assertEquals(0, answer(4).path("Records").size());
        assertEquals(answer(3).path("Records"), answer(5).path("Records"));
    }

    @Test
    void aSplitInTheMiddleLeavesTwoOpenShards() {
        JsonNode shards = answer(6).path("Shards");
        assertEquals(3, shards.size());
        assertTrue(shards.at("/0/SequenceNumberRange").has("EndingSequenceNumber"));
        assertEquals("shardId-000000000000", shards.at("/1/ParentShardId").asText());
        assertEquals("0", shards.at("/1/HashKeyRange/StartingHashKey").asText());
        assertEquals(BEFORE_HALF, shards.at("/1/HashKeyRange/EndingHashKey").asText());
        assertEquals(HALF, shards.at("/2/HashKeyRange/StartingHashKey").asText());
        assertEquals(LAST, shards.at("/2/HashKeyRange/EndingHashKey").asText());
    }

    @Test
    void aMergeLeavesOneOpenShardWithBothParents() {
        JsonNode shards = answer(7).path("Shards");
        assertEquals(4, shards.size());
        JsonNode merged = shards.path(3);
        assertEquals("shardId-000000000001", merged.path("ParentShardId").asText());
        assertEquals("shardId-000000000002", merged.path("AdjacentParentShardId").asText());
        assertEquals("0", merged.at("/HashKeyRange/StartingHashKey").asText());
        assertEquals(LAST, merged.at("/HashKeyRange/EndingHashKey").asText());
    }

    @Test
    void afterTheDeleteThereIsNoStream() {
        assertEquals(0, answer(8).path("StreamNames").size());
    }
}
