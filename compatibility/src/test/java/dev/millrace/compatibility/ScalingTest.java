package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;

/// Other numbers of shards, by the real AWS CLI.
@ExtendWith(SharedServer.class)
class ScalingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WALK =
            """
            set -e
            kinesis() { aws kinesis "$@" --output json; }
            kinesis create-stream --stream-name scaled --shard-count 2
            aws kinesis wait stream-exists --stream-name scaled
            kinesis update-shard-count --stream-name scaled --target-shard-count 4 \
                --scaling-type UNIFORM_SCALING
            aws kinesis wait stream-exists --stream-name scaled
            kinesis list-shards --stream-name scaled
            kinesis create-stream --stream-name demand
            kinesis describe-stream-summary --stream-name demand
            """;

    private static final String REFUSALS =
            """
            export AWS_MAX_ATTEMPTS=1
            aws kinesis update-shard-count --stream-name scaled --target-shard-count 9 \
                --scaling-type UNIFORM_SCALING
            aws kinesis update-shard-count --stream-name demand --target-shard-count 8 \
                --scaling-type UNIFORM_SCALING
            """;

    private static List<JsonNode> answers;
    private static String refusals;

    @BeforeAll
    static void walk(Shell shell) throws Exception {
        Tools.cliVersion(shell);
        answers = new ArrayList<>();
        String walk = shell.run("bash", "-c", WALK).succeeded().out();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(walk)) {
            values.forEachRemaining(answers::add);
        }
        assertEquals(3, answers.size(), answers::toString);
        refusals = shell.run("bash", "-c", REFUSALS).err();
    }

    @Test
    void theAnswerNamesBothCounts() {
        JsonNode answer = answers.get(0);
        assertEquals("scaled", answer.path("StreamName").asText());
        assertEquals(2, answer.path("CurrentShardCount").asInt());
        assertEquals(4, answer.path("TargetShardCount").asInt());
        assertTrue(answer.path("StreamARN").asText().endsWith(":stream/scaled"));
    }

    @Test
    void twoShardsBecameFourBySplitting() {
        JsonNode shards = answers.get(1).path("Shards");
        assertEquals(6, shards.size());
        for (int i = 0; i < 6; i++)
            assertEquals(
                    i < 2, shards.path(i).path("SequenceNumberRange").has("EndingSequenceNumber"));
        assertEquals("shardId-000000000000", shards.path(2).path("ParentShardId").asText());
        assertEquals("shardId-000000000001", shards.path(5).path("ParentShardId").asText());
    }

    @Test
    void aStreamOnDemandStartsWithFourShards() {
        JsonNode stream = answers.get(2).path("StreamDescriptionSummary");
        assertEquals("ON_DEMAND", stream.at("/StreamModeDetails/StreamMode").asText());
        assertEquals("ACTIVE", stream.path("StreamStatus").asText());
        assertEquals(4, stream.path("OpenShardCount").asInt());
    }

    @Test
    void theRefusalsAreTheServices() {
        List<String> texts =
                List.of(
                        "An error occurred (LimitExceededException)",
                        "UpdateShardCount cannot scale up over double your current open shard"
                                + " count. Current open shard count: 4 Target shard count: 9",
                        "An error occurred (ValidationException)",
                        "Request is invalid. Stream demand under account 000000000000 is in"
                                + " On-Demand mode.");
        for (String text : texts) assertTrue(refusals.contains(text), refusals);
    }
}
