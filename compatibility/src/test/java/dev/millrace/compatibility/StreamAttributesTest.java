package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `examples/stream_attributes.py` by the real boto3 that reads our model, and the same operations
/// by the real AWS CLI that knows its own.
@ExtendWith(SharedServer.class)
class StreamAttributesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ALL_BUT_ONE =
            List.of(
                    "IncomingBytes",
                    "IncomingRecords",
                    "OutgoingBytes",
                    "OutgoingRecords",
                    "WriteProvisionedThroughputExceeded",
                    "ReadProvisionedThroughputExceeded");

    private static final Map<String, JsonNode> ANSWERS = new HashMap<>();

    @BeforeAll
    static void walk(Shell shell, @TempDir Path models) throws Exception {
        Tools.needBoto3(shell);
        Path model = models.resolve("kinesis/2013-12-02/service-2.json");
        Files.createDirectories(model.getParent());
        Files.copy(Shell.PROJECT.resolve("model/src/main/models/kinesis.json"), model);
        Shell.Result walk =
                shell.run(
                                Map.of("AWS_DATA_PATH", models.toString()),
                                "python3",
                                Shell.PROJECT.resolve("examples/stream_attributes.py").toString(),
                                "boto3")
                        .succeeded();
        for (String line : walk.lines()) {
            String[] words = line.split(" ", 2);
            ANSWERS.put(words[0], JSON.readTree(words[1]));
        }
    }

    private static JsonNode answer(String name) {
        return Objects.requireNonNull(ANSWERS.get(name), name);
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Map<String, String> tags(JsonNode list) {
        var tags = new HashMap<String, String>();
        list.forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return tags;
    }

    @Test
    void bothFamiliesOfTagsAreTheSame() {
        assertEquals(
                Map.of("stage", "test", "team", "red"), tags(answer("stream-tags").path("Tags")));
        assertEquals(false, answer("stream-tags").path("HasMoreTags").asBoolean());
        assertEquals(
                Map.of("cost:center", "7", "stage", "test"),
                tags(answer("resource-tags").path("Tags")));
    }

    @Test
    void monitoringShowsWhatWasAndWhatWillBe() {
        assertEquals(List.of(), texts(answer("enabled").path("CurrentShardLevelMetrics")));
        assertEquals(7, answer("enabled").path("DesiredShardLevelMetrics").size());
        assertEquals(7, answer("disabled").path("CurrentShardLevelMetrics").size());
        assertEquals(ALL_BUT_ONE, texts(answer("disabled").path("DesiredShardLevelMetrics")));
    }

    @Test
    void aKeyThatIsNotThereHasItsOwnError() {
        assertEquals("KMSNotFoundException", answer("no-key").path("Code").asText());
    }

    @Test
    void aCommittedAccountKeepsAStreamWarm() {
        assertEquals("ENABLED", answer("committed").path("Status").asText());
        assertEquals(2, answer("warm").at("/WarmThroughput/TargetMiBps").asInt());
        assertEquals(0, answer("warm").at("/WarmThroughput/CurrentMiBps").asInt());
        assertEquals(2, answer("warmed").path("CurrentMiBps").asInt());
        assertEquals(
                "ENABLED_UNTIL_EARLIEST_ALLOWED_END", answer("ending").path("Status").asText());
    }

    @Test
    void theLimitsCountWhatIsThere() {
        JsonNode limits = answer("limits");
        assertEquals(20_000, limits.path("ShardLimit").asInt());
        assertEquals(50, limits.path("OnDemandStreamCountLimit").asInt());
        assertTrue(limits.path("OnDemandStreamCount").asInt() >= 1, limits::toString);
    }

    @Test
    void theSummaryShowsAllOfIt() {
        assertEquals("shardId-", answer("large").path("ShardId").asText().substring(0, 8));
        JsonNode summary = answer("summary");
        assertEquals("ON_DEMAND", summary.at("/StreamModeDetails/StreamMode").asText());
        assertEquals("AUTO", summary.path("RecordDistributionStrategy").asText());
        assertEquals(10_240, summary.path("MaxRecordSizeInKiB").asInt());
        assertEquals("NONE", summary.path("EncryptionType").asText());
        assertEquals(
                ALL_BUT_ONE,
                texts(summary.path("EnhancedMonitoring").path(0).path("ShardLevelMetrics")));
        assertEquals(2, summary.path("OpenShardCount").asInt());
        assertEquals(2, answer("spread").path("shards").size());
    }

    @Test
    void theCliDoesTheSame(Shell shell) throws Exception {
        Tools.cliVersion(shell);
        String script =
                """
                set -e
                kinesis() { aws kinesis "$@" --output json; }
                kinesis create-stream --stream-name cli --shard-count 1
                kinesis tag-resource --resource-arn "$ARN" --tags a=1
                kinesis list-tags-for-stream --stream-name cli
                kinesis enable-enhanced-monitoring --stream-name cli --shard-level-metrics ALL
                kinesis update-stream-mode --stream-arn "$ARN" \\
                    --stream-mode-details StreamMode=ON_DEMAND
                kinesis describe-stream-summary --stream-name cli
                """;
        String arn = "arn:aws:kinesis:" + shell.region() + ":000000000000:stream/cli";
        Shell.Result walk = shell.run(Map.of("ARN", arn), "bash", "-c", script).succeeded();
        var answers = new ArrayList<JsonNode>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(walk.out())) {
            values.forEachRemaining(answers::add);
        }
        assertEquals(Map.of("a", "1"), tags(answers.get(0).path("Tags")));
        assertEquals(7, answers.get(1).path("DesiredShardLevelMetrics").size());
        JsonNode description = answers.get(2).path("StreamDescriptionSummary");
        assertEquals("ON_DEMAND", description.at("/StreamModeDetails/StreamMode").asText());
        assertEquals("NONE", description.path("EncryptionType").asText());
        assertEquals(
                7, description.path("EnhancedMonitoring").path(0).path("ShardLevelMetrics").size());
    }
}
