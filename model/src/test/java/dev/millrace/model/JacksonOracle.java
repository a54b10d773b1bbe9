package dev.millrace.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Jackson, set as strict as it goes, as the other opinion on JSON and CBOR.
final class JacksonOracle {
    private static final StreamReadConstraints OUR_LIMITS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(ShapeReader.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build();
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(OUR_LIMITS).build();
    private static final CBORFactory CBOR =
            CBORFactory.builder().streamReadConstraints(OUR_LIMITS).build();

    private static final ObjectMapper JSON_MAPPER = mapper(JSON);
    private static final ObjectMapper CBOR_MAPPER = mapper(CBOR);

    private static ObjectMapper mapper(JsonFactory factory) {
        return new ObjectMapper(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    enum Format {
        JSON,
        CBOR;

        ShapeReader reader(byte[] bytes) {
            return this == JSON
                    ? new JsonReader(bytes, 0, bytes.length)
                    : new CborReader(bytes, 0, bytes.length);
        }

        ShapeWriter writer() {
            return this == JSON ? new JsonWriter() : new CborWriter();
        }

        JsonFactory factory() {
            return this == JSON ? JacksonOracle.JSON : JacksonOracle.CBOR;
        }

        JsonNode parse(byte[] bytes) throws IOException {
            return (this == JSON ? JSON_MAPPER : CBOR_MAPPER).readTree(bytes);
        }
    }

    private JacksonOracle() {}

    /// Asserts that what Jackson read says the same as `tree` (see [ShapeTree]).
    static void assertSame(Object tree, JsonNode read, Format format) throws IOException {
        switch (tree) {
            case Map<?, ?> map -> {
                int present = 0;
                for (Object value : map.values()) if (value != null) present++;
                assertEquals(present, read.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (entry.getValue() == null) continue;
                    assertTrue(read.has((String) entry.getKey()), () -> "no " + entry.getKey());
                    assertSame(entry.getValue(), read.get((String) entry.getKey()), format);
                }
            }
            case List<?> list -> {
                assertTrue(read.isArray());
                assertEquals(list.size(), read.size());
                for (int i = 0; i < list.size(); i++) assertSame(list.get(i), read.get(i), format);
            }
            case String string -> {
                assertTrue(read.isTextual());
                assertEquals(string, read.textValue());
            }
            case Boolean bool -> {
                assertTrue(read.isBoolean());
                assertEquals(bool, read.booleanValue());
            }
            case Instant instant -> {
                assertTrue(read.isNumber());
                int scale = format == Format.JSON ? 3 : 0;
                BigDecimal expected = BigDecimal.valueOf(instant.toEpochMilli(), scale);
                assertEquals(
                        0, expected.compareTo(read.decimalValue()), () -> instant + " " + read);
            }
            case Blob blob -> {
                assertTrue(format == Format.JSON ? read.isTextual() : read.isBinary());
                assertArrayEquals(blob.toByteArray(), read.binaryValue());
            }
            default -> {
                assertTrue(read.isIntegralNumber());
                assertEquals(((Number) tree).longValue(), read.longValue());
            }
        }
    }

    /// Lets Jackson write `tree` in one of the ways that clients do, with members added that we
    /// must not mind.
    static byte[] write(Object tree, Format format, Random random) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator generator = generator(format, out, random)) {
            write(tree, generator, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static JsonGenerator generator(Format format, ByteArrayOutputStream out, Random random)
            throws IOException {
        JsonGenerator generator = format.factory().createGenerator(out);
        if (format == Format.CBOR) {
            ((CBORGenerator) generator)
                    .configure(CBORGenerator.Feature.WRITE_MINIMAL_INTS, random.nextBoolean());
            return generator;
        }
        if (random.nextBoolean()) generator.useDefaultPrettyPrinter();
        generator.configure(
                JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), random.nextBoolean());
        if (random.nextBoolean())
            generator.enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES.mappedFeature());
        return generator;
    }

    private static void writeObject(Map<?, ?> map, JsonGenerator out, Random random)
            throws IOException {
        if (random.nextBoolean()) out.writeStartObject(null, map.size());
        else out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName((String) entry.getKey());
            write(entry.getValue(), out, random);
        }
        out.writeEndObject();
    }

    /// The same members shuffled, some of the absent ones as nulls, with unknown ones in between.
    private static Map<String, @Nullable Object> disguised(
            ShapeTree.Members members, Random random) {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        var disguised = new LinkedHashMap<String, @Nullable Object>();
        for (String name : names) {
            if (random.nextInt(10) == 0)
                disguised.put(ShapeTree.string(random) + '?', members.get(name));
            if (members.get(name) != null || random.nextInt(4) == 0)
                disguised.put(name, members.get(name));
        }
        return disguised;
    }

    private static void write(@Nullable Object tree, JsonGenerator out, Random random)
            throws IOException {
        switch (tree) {
            case null -> out.writeNull();
            case ShapeTree.Members members -> writeObject(disguised(members, random), out, random);
            case Map<?, ?> map -> writeObject(map, out, random);
            case List<?> list -> {
                if (random.nextBoolean()) out.writeStartArray(null, list.size());
                else out.writeStartArray();
                for (Object element : list) write(element, out, random);
                out.writeEndArray();
            }
            case String string -> out.writeString(string);
            case Boolean bool -> out.writeBoolean(bool);
            case Instant instant -> {
                long millis = instant.toEpochMilli();
                if (!(out instanceof CBORGenerator cbor)) {
                    BigDecimal seconds = BigDecimal.valueOf(millis, 3);
                    if (random.nextBoolean()) out.writeNumber(seconds);
                    else out.writeNumber(seconds.setScale(9).toString().replaceAll("0{6}$", "E0"));
                    return;
                }
                if (random.nextBoolean()) cbor.writeTag(1);
                if (Math.abs(millis) < 1L << 50 && random.nextBoolean())
                    cbor.writeNumber((double) millis);
                else cbor.writeNumber(millis);
            }
            case Blob blob -> out.writeBinary(blob.array(), blob.offset(), blob.length());
            case Integer number -> out.writeNumber(number);
            default -> out.writeNumber((Long) tree);
        }
    }
}
