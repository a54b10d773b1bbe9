package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The published model of Kinesis and our two files beside it, read without the generator, so that
/// what was generated can be held against them.
final class PublishedModel {
    private static final Path FOLDER = Path.of("src", "main", "models");

    private final JsonNode model = parse("kinesis.json");
    private final JsonNode overrides = parse("kinesis.overrides.json");

    private static JsonNode parse(String file) {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode metadata() {
        return model.get("metadata");
    }

    JsonNode operations() {
        return model.get("operations");
    }

    JsonNode shapes() {
        return model.get("shapes");
    }

    JsonNode shape(String name) {
        JsonNode shape = model.get("shapes").get(name);
        if (shape == null) throw new AssertionError("the model has no shape " + name);
        return shape;
    }

    /// The shape of a structure's member, a list's element, a map's key or value.
    JsonNode target(JsonNode reference) {
        return shape(reference.get("shape").asText());
    }

    boolean requires(String structure, String member) {
        return contains(shape(structure).path("required"), member)
                || contains(overrides.get("required").path(structure), member);
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode element : array) if (element.asText().equals(text)) return true;
        return false;
    }

    /// The values of an enum in the order that messages list them.
    JsonNode enumValues(String shape) {
        JsonNode ordered = overrides.get("enumOrder").get(shape);
        return ordered == null ? shape(shape).path("enum") : ordered;
    }

    static List<String> chosenOperations() {
        try {
            return Files.readAllLines(FOLDER.resolve("kinesis.operations")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A member's name with its first letter in lower case: a record's component, a path's step.
    static String component(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
