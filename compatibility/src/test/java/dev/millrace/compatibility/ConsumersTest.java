package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.millrace.server.Millrace;
import dev.millrace.server.MillraceConfig;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// `examples/consumers.py` by the real boto3, the server restarted between its parts, and the last
/// of the stream by the real AWS CLI.
class ConsumersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:kinesis:test-1:000000000000:stream/fan";

    private static final Map<String, JsonNode> ANSWERS = new HashMap<>();

    @BeforeAll
    static void walk(@TempDir Path data) throws Exception {
        MillraceConfig config = MillraceConfig.DEFAULT.withPort(0).withData(data);
        try (Millrace server = Millrace.start(config);
                Shell shell = Shell.open(server.port(), "test-1")) {
            Tools.needBoto3(shell);
            part(shell, "first");
        }
        try (Millrace server = Millrace.start(config);
                Shell shell = Shell.open(server.port(), "test-1")) {
            part(shell, "then");
            Tools.cliVersion(shell);
            cli(shell);
        }
    }

    private static void part(Shell shell, String part) throws Exception {
        String program = Shell.PROJECT.resolve("examples/consumers.py").toString();
        for (String line : shell.run("python3", program, "fan", part).succeeded().lines()) {
            String[] words = line.split(" ", 2);
            ANSWERS.put(words[0], JSON.readTree(words[1]));
        }
    }

    private static void cli(Shell shell) throws Exception {
        String script =
                """
                set -e
                kinesis() { aws kinesis "$@" --output json; }
                kinesis list-stream-consumers --stream-arn "$ARN" --max-items 3
                kinesis deregister-stream-consumer --stream-arn "$ARN" --consumer-name b
                kinesis delete-stream --stream-name fan --enforce-consumer-deletion
                ! kinesis list-stream-consumers --stream-arn "$ARN"
                """;
        Shell.Result walk = shell.run(Map.of("ARN", ARN), "bash", "-c", script).succeeded();
        ANSWERS.put("cli", JSON.readTree(walk.out()));
        ANSWERS.put("deleted", JSON.valueToTree(walk.err()));
    }

    private static JsonNode answer(String name) {
        return Objects.requireNonNull(ANSWERS.get(name), name);
    }

    private static String error(String name) {
        return answer(name).path("Code").asText() + ": " + answer(name).path("Message").asText();
    }

    private static Map<String, String> tags(String name) {
        var tags = new HashMap<String, String>();
        answer(name).forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return tags;
    }

    @Test
    void aConsumerIsCreatingWhenItIsRegistered() {
        assertEquals("e", answer("registered").path("ConsumerName").asText());
        assertEquals("CREATING", answer("registered").path("ConsumerStatus").asText());
        assertEquals(
                "ResourceInUseException: Consumer a under stream fan already exists for account"
                        + " 000000000000.",
                error("again"));
    }

    @Test
    void consumersOutliveARestart() {
        assertEquals("[[\"a\",\"b\"],[\"c\",\"d\"],[\"e\"]]", answer("pages").toString());
        assertEquals(5, answer("count").asInt());
        JsonNode a = answer("a");
        assertEquals("ACTIVE", a.path("ConsumerStatus").asText());
        assertEquals(ARN, a.path("StreamARN").asText());
        String arn = a.path("ConsumerARN").asText();
        assertTrue(arn.startsWith(ARN + "/consumer/a:"), arn);
        assertEquals(Map.of("name", "a", "team", "red"), tags("tags"));
        assertEquals(Map.of("name", "a"), tags("untagged"));
    }

    @Test
    void policiesOutliveARestart() {
        assertEquals("InvalidArgumentException", answer("open-to-all").path("Code").asText());
        assertEquals(
                ARN, answer("stream-policy").path("Statement").path(0).path("Resource").asText());
        assertEquals(
                answer("a").path("ConsumerARN"),
                answer("consumer-policy").path("Statement").path(0).path("Resource"));
        assertEquals("{}", answer("no-policy").toString());
        assertEquals(
                "ResourceNotFoundException: No resource policy found for resource ARN " + ARN + ".",
                error("nothing-to-delete"));
    }

    @Test
    void aConsumerGoesAloneOrWithItsStream() {
        assertEquals(
                "ResourceNotFoundException: Consumer a, account 000000000000 not found.",
                error("gone"));
        assertEquals("ResourceInUseException", answer("kept").path("Code").asText());
        assertEquals(3, answer("cli").path("Consumers").size());
        assertTrue(answer("cli").has("NextToken"));
        String deleted = answer("deleted").asText();
        assertTrue(deleted.contains("ResourceNotFoundException"), deleted);
    }
}
