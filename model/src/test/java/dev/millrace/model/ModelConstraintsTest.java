package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.millrace.model.kinesis.Kinesis;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Every constraint of the published model, on every input, at its edge and one beyond: derived
/// from the model here a second time, so that what was generated cannot agree with itself alone.
class ModelConstraintsTest {
    private static final PublishedModel MODEL = new PublishedModel();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static List<OperationType<?, ?>> operations() {
        return Kinesis.OPERATIONS;
    }

    @Test
    void theOperationsAreThoseChosenAndAllThatTheModelHasButChannels() {
        var published = new ArrayList<String>();
        MODEL.operations().fieldNames().forEachRemaining(published::add);
        published.removeIf(name -> name.matches("\\w+Channels?"));
        assertEquals(40, published.size());
        assertEquals(published, Kinesis.OPERATIONS.stream().map(OperationType::name).toList());
        assertEquals(published, PublishedModel.chosenOperations());
        assertEquals(MODEL.metadata().get("targetPrefix").asText(), Kinesis.TARGET_PREFIX);
        assertEquals("kinesis", Kinesis.SIGNING_NAME);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void shapesAreThoseOfTheModel(OperationType<?, ?> operation) {
        JsonNode published = MODEL.operations().get(operation.name());
        assertEquals(
                published.at("/input/shape").asText(),
                operation.input().empty().getClass().getSimpleName());
        assertEquals(
                published.has("output") ? published.at("/output/shape").asText() : "Nothing",
                operation.output().empty().getClass().getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aValidInputHasNoViolations(OperationType<?, ?> operation) throws IOException {
        assertEquals("", violations(operation, valid(input(operation))));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyConstraintHolds(OperationType<?, ?> operation) throws IOException {
        ObjectNode valid = (ObjectNode) valid(input(operation));
        for (Change change : changes(input(operation), "")) {
            ObjectNode changed = valid.deepCopy();
            change.apply(changed);
            assertEquals(change.expected, violations(operation, changed), change::toString);
        }
    }

    @Test
    void theConstraintsAreMany() {
        int changes = 0;
        for (OperationType<?, ?> operation : Kinesis.OPERATIONS)
            changes += changes(input(operation), "").size();
        assertTrue(changes > 600, "only " + changes);
    }

    private static String input(OperationType<?, ?> operation) {
        return MODEL.operations().get(operation.name()).at("/input/shape").asText();
    }

    private static <I extends Shape> String violations(OperationType<I, ?> operation, JsonNode json)
            throws IOException {
        byte[] bytes = new ObjectMapper().writeValueAsBytes(json);
        var violations = new Violations();
        var reader = new JsonReader(bytes, 0, bytes.length);
        I input = operation.input().read(reader);
        reader.end();
        assertEquals(null, reader.fault());
        operation.input().validate(input, violations);
        return violations.isEmpty() ? "" : violations.message();
    }

    /// One member of a valid input, set to `value`, and what is to come of it.
    private record Change(String pointer, JsonNode value, String expected) {
        void apply(ObjectNode root) {
            int slash = pointer.lastIndexOf('/');
            JsonNode parent = root.at(pointer.substring(0, slash));
            ((ObjectNode) parent).set(pointer.substring(slash + 1), value);
        }
    }

    private static List<Change> changes(String structure, String pointer) {
        var changes = new ArrayList<Change>();
        JsonNode members = MODEL.shape(structure).get("members");
        members.fieldNames()
                .forEachRemaining(
                        member -> {
                            String at = pointer + "/" + member;
                            if (MODEL.requires(structure, member))
                                changes.add(
                                        new Change(
                                                at,
                                                NODES.nullNode(),
                                                message(at, null, "Member must not be null")));
                            changes.addAll(changes(members.get(member), at));
                        });
        return changes;
    }

    private static List<Change> changes(JsonNode reference, String at) {
        String name = reference.get("shape").asText();
        JsonNode shape = MODEL.shape(name);
        var changes = new ArrayList<Change>();
        switch (shape.get("type").asText()) {
            case "string" -> texts(name, shape, at, changes);
            case "integer" -> numbers(shape, at, changes);
            case "blob" -> {
                assertEquals(0, shape.get("min").asInt());
                int max = shape.get("max").asInt();
                changes.add(new Change(at, blob(max), ""));
                String buffer =
                        "java.nio.HeapByteBuffer[pos=0 lim=%1$d cap=%1$d]".formatted(max + 1);
                changes.add(new Change(at, blob(max + 1), message(at, buffer, atMost(max))));
            }
            case "structure" -> changes.addAll(changes(name, at));
            case "list" -> {
                JsonNode element = shape.get("member");
                if (MODEL.target(element).get("type").asText().equals("structure"))
                    changes.addAll(changes(element, at + "/0"));
                sizes(shape, at, element, changes);
            }
            case "map" -> {
                for (int size : new int[] {shape.get("min").asInt(), shape.get("max").asInt()})
                    changes.add(new Change(at, tags(size), ""));
                int over = shape.get("max").asInt() + 1;
                changes.add(
                        new Change(
                                at, tags(over), message(at, print(tags(over)), atMost(over - 1))));
                changes.add(new Change(at, tags(0), message(at, "{}", atLeast(1))));
            }
            case "boolean", "timestamp" -> {}
            default -> throw new AssertionError(shape);
        }
        return changes;
    }

    private static void texts(String name, JsonNode shape, String at, List<Change> changes) {
        if (shape.has("enum")) {
            for (JsonNode value : shape.get("enum")) changes.add(new Change(at, value, ""));
            String values = print(MODEL.enumValues(name));
            String rule = "Member must satisfy enum value set: " + values;
            changes.add(new Change(at, NODES.textNode("Nil"), message(at, "Nil", rule)));
            changes.add(new Change(at, NODES.textNode(""), message(at, "", rule)));
            return;
        }
        for (String value : texts(shape)) {
            var rules = new ArrayList<String>();
            if (shape.has("pattern") && !value.matches(shape.get("pattern").asText()))
                rules.add(
                        "Member must satisfy regular expression pattern: "
                                + shape.get("pattern").asText());
            if (value.length() < shape.path("min").asInt(0))
                rules.add(atLeast(shape.get("min").asInt()));
            if (value.length() > shape.path("max").asInt(Integer.MAX_VALUE))
                rules.add(atMost(shape.get("max").asInt()));
            String printed = value.length() > 65_536 ? value.substring(0, 65_536) + "..." : value;
            String[] all = rules.toArray(String[]::new);
            changes.add(
                    new Change(
                            at,
                            NODES.textNode(value),
                            all.length == 0 ? "" : message(at, printed, all)));
        }
    }

    /// Texts at the edges of what a shape allows and beyond.
    private static List<String> texts(JsonNode shape) {
        var texts = new ArrayList<>(List.of("", " ", "*", "shardId-0", "0", "01", "-1", "/"));
        String valid = text(shape);
        if (shape.has("max")) {
            int max = shape.get("max").asInt();
            String filler = valid.substring(valid.length() - 1);
            texts.add(valid + filler.repeat(Math.max(0, max - valid.length())));
            texts.add(valid + filler.repeat(Math.max(1, max + 1 - valid.length())));
        }
        if (shape.path("pattern").asText().contains("[1-9]")) {
            int digits = shape.get("pattern").asText().contains("38") ? 39 : 129;
            texts.add("9".repeat(digits));
            texts.add("9".repeat(digits + 1));
        }
        return texts;
    }

    private static void numbers(JsonNode shape, String at, List<Change> changes) {
        if (shape.has("min")) {
            int min = shape.get("min").asInt();
            changes.add(new Change(at, NODES.numberNode(min), ""));
            String rule = "Member must have value greater than or equal to " + min;
            changes.add(
                    new Change(
                            at,
                            NODES.numberNode(min - 1),
                            message(at, Integer.toString(min - 1), rule)));
        }
        if (shape.has("max")) {
            int max = shape.get("max").asInt();
            changes.add(new Change(at, NODES.numberNode(max), ""));
            String rule = "Member must have value less than or equal to " + max;
            changes.add(
                    new Change(
                            at,
                            NODES.numberNode(max + 1),
                            message(at, Integer.toString(max + 1), rule)));
        }
    }

    private static void sizes(JsonNode shape, String at, JsonNode element, List<Change> changes) {
        int max = shape.get("max").asInt();
        changes.add(new Change(at, list(element, max), ""));
        changes.add(new Change(at, list(element, 0), message(at, "[]", atLeast(1))));
        if (MODEL.target(element).get("type").asText().equals("structure")) return;
        ArrayNode over = list(element, max + 1);
        changes.add(new Change(at, over, message(at, print(over), atMost(max))));
    }

    private static ArrayNode list(JsonNode element, int size) {
        ArrayNode list = NODES.arrayNode();
        for (int i = 0; i < size; i++) list.add(valid(element.get("shape").asText()));
        return list;
    }

    private static ObjectNode tags(int size) {
        ObjectNode tags = NODES.objectNode();
        for (int i = 0; i < size; i++) tags.put("k" + i, "v");
        return tags;
    }

    private static JsonNode blob(int length) {
        return NODES.textNode(Base64.getEncoder().encodeToString(new byte[length]));
    }

    private static String print(JsonNode collection) {
        return collection.toString().replace("\"", "").replace(",", ", ").replace(':', '=');
    }

    private static String atLeast(int min) {
        return "Member must have length greater than or equal to " + min;
    }

    private static String atMost(int max) {
        return "Member must have length less than or equal to " + max;
    }

    private static String message(String pointer, @Nullable String value, String... rules) {
        var path = new StringBuilder();
        for (String step : pointer.substring(1).split("/", -1)) {
            if (!path.isEmpty()) path.append('.');
            path.append(step.equals("0") ? "1.member" : PublishedModel.component(step));
        }
        var items = new ArrayList<String>();
        for (String rule : rules)
            items.add(
                    "Value %s at '%s' failed to satisfy constraint: %s"
                            .formatted(value == null ? "null" : "'" + value + "'", path, rule));
        return items.size()
                + (items.size() == 1 ? " validation error" : " validation errors")
                + " detected: "
                + String.join("; ", items);
    }

    /// A value that breaks no constraint, with every member present.
    private static JsonNode valid(String name) {
        JsonNode shape = MODEL.shape(name);
        return switch (shape.get("type").asText()) {
            case "string" -> NODES.textNode(text(shape));
            case "integer" -> NODES.numberNode(shape.path("min").asInt(1));
            case "boolean" -> NODES.booleanNode(true);
            case "timestamp" -> NODES.numberNode(1.5);
            case "blob" -> blob(1);
            case "list" -> list(shape.get("member"), 1);
            case "map" -> tags(1);
            case "structure" -> {
                ObjectNode structure = NODES.objectNode();
                JsonNode members = shape.get("members");
                members.fieldNames()
                        .forEachRemaining(
                                member ->
                                        structure.set(
                                                member,
                                                valid(members.get(member).get("shape").asText())));
                yield structure;
            }
            default -> throw new AssertionError(shape);
        };
    }

    private static String text(JsonNode shape) {
        if (shape.has("enum")) return shape.get("enum").get(0).asText();
        Pattern pattern = Pattern.compile(shape.path("pattern").asText(".*"));
        for (String candidate :
                List.of(
                        "5",
                        "arn:aws:kinesis:eu-central-1:000000000000:stream/s",
                        "arn:aws:kinesis:eu-central-1:000000000000:stream/s/consumer/c:1",
                        "abcdefghijklmnopqrst-abc"))
            if (pattern.matcher(candidate).matches()) return candidate;
        throw new AssertionError("no candidate for " + shape);
    }
}
